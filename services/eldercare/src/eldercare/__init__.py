"""Eldercare (为老服务): who is cared for, and the cards they carry.

How an elder lives and how an elder is never leaves this service: encrypted at rest, masked, in no event.
"""
