"""What FastStream's services say to each other, and through which queue."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from faststream.rabbit import ExchangeType, QueueType, RabbitExchange, RabbitQueue
from pydantic import BaseModel, ConfigDict

EVENTS = RabbitExchange("bench.events", type=ExchangeType.TOPIC, durable=True)
CHECKED_IN = "checked_in"
EVIDENCE = RabbitQueue("bench.evidence", queue_type=QueueType.QUORUM, durable=True, routing_key=CHECKED_IN)


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
