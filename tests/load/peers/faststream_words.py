"""What FastStream's services say to each other, as pydantic models."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class CheckInRequest(BaseModel):
    """Who was where, when."""

    activity_id: UUID
    person_id: UUID
    place: str
    at: datetime


class CheckInReply(CheckInRequest):
    """A check-in as it is kept."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID


class ShowRequest(BaseModel):
    """Which check-in is asked for."""

    check_in_id: UUID


class CheckedIn(BaseModel):
    """The event: somebody was there."""

    event_id: UUID
    check_in_id: UUID
    person_id: UUID
    at: datetime
