"""FastStream's relay: takes up to 500 events out of the outbox, publishes them with confirms, all at once, and commits."""

from __future__ import annotations

import asyncio
import os

import uvloop
from faststream.rabbit import Channel, RabbitBroker
from peers.faststream_words import CHECKED_IN, EVENTS, EVIDENCE
from peers.tables import Outbox
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

BATCH = 500
SHORTEST, LONGEST = 0.005, 0.1


async def main() -> None:
    """Carry events until the process ends."""
    engine = create_async_engine(os.environ["BENCH_DATABASE_ASYNC"])
    sessions = async_sessionmaker(engine)
    broker = RabbitBroker(os.environ["BENCH_AMQP"], default_channel=Channel(publisher_confirms=True), logger=None)
    await broker.start()
    # Bound before the first event, whoever starts first: what nobody is bound for vanishes.
    queue = await broker.declare_queue(EVIDENCE)
    await queue.bind(await broker.declare_exchange(EVENTS), CHECKED_IN)
    pause = SHORTEST
    while True:
        async with sessions() as session, session.begin():
            taken = await carry(session, broker)
        pause = SHORTEST if taken else min(LONGEST, pause * 2)
        if taken < BATCH:
            await asyncio.sleep(pause)


async def carry(session: AsyncSession, broker: RabbitBroker) -> int:
    """Publish a batch; how many. The rows go with the commit, after every confirm."""
    rows = (
        await session.execute(select(Outbox.id, Outbox.body).order_by(Outbox.id).limit(BATCH).with_for_update())
    ).all()
    if rows:
        publishing = (broker.publish(row.body, exchange=EVENTS, routing_key=CHECKED_IN, persist=True) for row in rows)
        await asyncio.gather(*publishing)
        await session.execute(delete(Outbox).where(Outbox.id.in_([row.id for row in rows])))
    return len(rows)


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(main())
