"""Migrations keep the released code working: what a new one may do, and that the released code lives with it."""
