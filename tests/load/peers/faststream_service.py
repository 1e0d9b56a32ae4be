"""FastStream's service that takes check-ins: each in a transaction with the event it is, then the answer.

Chosen: asyncpg, uvloop, 32 requests in hand, a connection for each of them.
"""

from __future__ import annotations

import asyncio
import os
from uuid import uuid4

import uvloop
from faststream import FastStream
from faststream.rabbit import Channel, RabbitBroker
from peers.faststream_words import CheckedIn, CheckInReply, CheckInRequest, ShowRequest
from peers.tables import CheckIn, Outbox
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

AT_ONCE = 32
engine = create_async_engine(os.environ["BENCH_DATABASE_ASYNC"], pool_size=AT_ONCE)
sessions = async_sessionmaker(engine, expire_on_commit=False)
broker = RabbitBroker(
    os.environ["BENCH_AMQP"], default_channel=Channel(prefetch_count=AT_ONCE, publisher_confirms=False), logger=None
)
app = FastStream(broker, logger=None)


@broker.subscriber("check_in")
async def check_in(body: CheckInRequest) -> CheckInReply:
    """Keep a check-in and the event it is."""
    row = CheckIn(id=uuid4(), **body.model_dump())
    event = CheckedIn(event_id=uuid4(), check_in_id=row.id, person_id=row.person_id, at=row.at)
    async with sessions() as session, session.begin():
        session.add(row)
        session.add(Outbox(event_id=event.event_id, body=event.model_dump_json().encode()))
    return CheckInReply.model_validate(row)


@broker.subscriber("show")
async def show(body: ShowRequest) -> CheckInReply | None:
    """One check-in."""
    async with sessions() as session:
        row = await session.get(CheckIn, body.check_in_id)
    return None if row is None else CheckInReply.model_validate(row)


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(app.run())
