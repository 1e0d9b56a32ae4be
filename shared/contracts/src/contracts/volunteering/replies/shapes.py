"""What the replies of volunteering say of people, and to whom."""

from __future__ import annotations

from contracts.classes import Basis, Mask, personal
from contracts.roles import (
    BRANCH_SECRETARY,
    OFFICERS,
    REGISTRAR,
    TEAM_LEADER,
)

_KEEP = "while a volunteer + 3 years"
_WHY = "Arranging voluntary service"
NAME = personal(
    _WHY,
    Basis.CONSENT,
    _KEEP,
    mask=Mask.NAME,
    shown_to=(TEAM_LEADER, REGISTRAR, BRANCH_SECRETARY, *OFFICERS),
)
SERVED = personal(
    _WHY,
    Basis.CONSENT,
    _KEEP,
    shown_to=(TEAM_LEADER, REGISTRAR, BRANCH_SECRETARY, *OFFICERS),
)
