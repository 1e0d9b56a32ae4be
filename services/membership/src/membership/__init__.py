"""Membership (成员): who belongs where, what they may do, which posts they took on and what they pledged."""
