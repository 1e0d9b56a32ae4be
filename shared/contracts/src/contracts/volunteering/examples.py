"""Ids that stand in the examples of volunteering's operations; the access matrix puts real ones in their place."""

from __future__ import annotations

_ID = "0190a000-0001-7000-8000-00000000000{}".format
PERSON, LEADER, AREA, TEAM, ACTIVITY, HELPED, VOLUNTEER, SIGN_UP, ATTENDANCE = (_ID(n) for n in range(1, 10))
PAIRING = "0190a000-0001-7000-8000-000000000010"
BANK, ACCOUNT, OTHER_BANK = (f"0190a000-0001-7000-8000-0000000000b{n}" for n in range(1, 4))
SHOP, STOCK, BATCH, RESERVATION, ENTITLEMENT = (f"0190a000-0001-7000-8000-0000000000c{n}" for n in range(1, 6))
SERIES, PART, OUTPUT, SWAP, WANTED = (f"0190a000-0001-7000-8000-0000000000{n}" for n in range(11, 16))
STATION, NEED, MATCH, OFFER, CERTIFICATE = (f"0190a000-0001-7000-8000-0000000000{n}" for n in range(16, 21))
SITE, CAMPAIGN, PRIZE, CAMP, CAMP_PLACE = (f"0190a000-0001-7000-8000-0000000000d{n}" for n in range(1, 6))
