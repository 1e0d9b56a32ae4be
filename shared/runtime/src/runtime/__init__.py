"""Plumbing without a domain noun: doors, outbox, inbox, clocks, access, audit, and the two ways of running a city."""
