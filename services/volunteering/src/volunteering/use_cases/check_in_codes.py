"""Check-in codes (签到码): what the keeper shows on the spot, signed and changing every half minute.

A code names the window of time that it was shown in and proves it: only this service can make one, for one activity and one
window. So it also proves a check-in that was noted without a network and is handed in later.
"""

from __future__ import annotations

import base64
import hmac
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.protection import derived_key
from runtime.time import now
from volunteering.domain.activities import BY_CODE, OFFLINE, Activity
from volunteering.domain.activity_errors import CheckInCodeForged, CheckInCodeNeeded, CheckInCodeStale
from volunteering.use_cases.lookups import habits

PROOF_BYTES = 10
SLACK = 1
"""Windows before and after the claimed one in which a code counts too: typing takes time, and clocks differ."""


def show_check_in_code(session: Session, caller: Caller, *, activity_id: UUID) -> dict[str, Any]:
    """The code of this moment."""
    activity = session.get_one(Activity, activity_id)
    activity.must_be_planned()
    activity.must_keep_attendance()
    seconds = habits(session, activity.area, activity.held_on).code_seconds
    window = _window(now(), seconds)
    ends = datetime.fromtimestamp((window + 1) * seconds, UTC)
    return {"activity_id": activity.id, "code": _code(activity.id, window), "valid_until": ends}


def way_of(session: Session, activity: Activity, code: str | None, at: datetime) -> str:
    """How a check-in claimed for a moment was made: by a code of just now, or offline by one that was shown then.

    Raises `CheckInCodeNeeded`, `CheckInCodeForged`, `CheckInCodeStale`.
    """
    if code is None:
        raise CheckInCodeNeeded
    seconds = habits(session, activity.area, activity.held_on).code_seconds
    shown = _proven(activity.id, code)
    if abs(shown - _window(at, seconds)) > SLACK:
        raise CheckInCodeStale
    return BY_CODE if abs(shown - _window(now(), seconds)) <= SLACK else OFFLINE


def _proven(activity_id: UUID, code: str) -> int:
    """The window that a code was made for. Raises `CheckInCodeForged`."""
    number, _, _ = code.partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        raise CheckInCodeForged
    if not hmac.compare_digest(_code(activity_id, int(number)).encode(), code.encode()):
        raise CheckInCodeForged
    return int(number)


def _code(activity_id: UUID, window: int) -> str:
    proof = hmac.digest(derived_key("check-in codes"), activity_id.bytes + window.to_bytes(8), "sha256")
    return f"{window}-{base64.b32encode(proof[:PROOF_BYTES]).decode()}"


def _window(moment: datetime, seconds: int) -> int:
    return int(moment.timestamp()) // seconds
