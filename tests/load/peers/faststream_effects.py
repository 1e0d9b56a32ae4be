"""FastStream's other service: each event once, by an inbox in the transaction of its effect; acknowledged after it.

FastStream has no batches over RabbitMQ; many handlers run at once instead, each with a connection and a transaction.
"""

from __future__ import annotations

import asyncio
import os

import uvloop
from faststream import AckPolicy, FastStream
from faststream.rabbit import Channel, RabbitBroker
from peers.faststream_words import EVENTS, EVIDENCE, CheckedIn
from peers.tables import Evidence, Inbox
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

AT_ONCE = 32
engine = create_async_engine(os.environ["BENCH_DATABASE_ASYNC_OTHER"], pool_size=AT_ONCE)
sessions = async_sessionmaker(engine, expire_on_commit=False)
broker = RabbitBroker(os.environ["BENCH_AMQP"], default_channel=Channel(prefetch_count=AT_ONCE), logger=None)
app = FastStream(broker, logger=None)


@broker.subscriber(EVIDENCE, EVENTS, ack_policy=AckPolicy.NACK_ON_ERROR)
async def take(event: CheckedIn) -> None:
    """Keep the evidence of a check-in, once."""
    async with sessions() as session, session.begin():
        seen = insert(Inbox).values(event_id=event.event_id).on_conflict_do_nothing().returning(Inbox.event_id)
        if (await session.execute(seen)).first() is not None:
            words = {"check_in_id": event.check_in_id, "person_id": event.person_id, "at": event.at}
            await session.execute(insert(Evidence).values(words))


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(app.run())
