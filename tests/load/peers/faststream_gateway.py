"""FastStream's gateway: FastAPI in front, requests over RabbitMQ, replies through one queue with futures.

`broker.request()` would make one caller wait for the other; futures by correlation id do not. Messages are transient and
unconfirmed in both directions: whoever asks notices when nothing comes.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import orjson
import uvicorn
from fastapi import FastAPI, HTTPException, Response
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue
from peers.faststream_words import CheckInRequest

WITHIN = 10.0
broker = RabbitBroker(
    os.environ["BENCH_AMQP"], default_channel=Channel(prefetch_count=200, publisher_confirms=False), logger=None
)
replies = RabbitQueue(f"replies-{uuid4()}", exclusive=True, auto_delete=True)
waiting: dict[str, asyncio.Future[bytes]] = {}


@broker.subscriber(replies, no_reply=True)
async def hear(message: RabbitMessage) -> None:
    """Hand an answer to whoever waits for it."""
    future = waiting.pop(str(message.correlation_id), None)
    if future is not None and not future.done():
        future.set_result(message.body)


async def ask(queue: str, words: bytes) -> bytes:
    """The answer of a service. Raises 504 when none comes in time."""
    correlation_id = str(uuid4())
    future = waiting[correlation_id] = asyncio.get_running_loop().create_future()
    await broker.publish(words, queue, reply_to=replies.name, correlation_id=correlation_id, persist=False)
    try:
        return await asyncio.wait_for(future, WITHIN)
    except TimeoutError:
        raise HTTPException(504) from None
    finally:
        waiting.pop(correlation_id, None)


@asynccontextmanager
async def _connected(app: FastAPI) -> AsyncIterator[None]:
    await broker.start()
    yield
    await broker.stop()


app = FastAPI(lifespan=_connected)


@app.post("/check-ins")
async def check_in(body: CheckInRequest) -> Response:
    """Keep a check-in; its effect follows."""
    return Response(await ask("check_in", body.model_dump_json().encode()), 201, media_type="application/json")


@app.get("/check-ins/{check_in_id}")
async def show(check_in_id: UUID) -> Response:
    """One check-in."""
    words: dict[str, Any] = {"check_in_id": str(check_in_id)}
    body = await ask("show", orjson.dumps(words))
    if body == b"null":
        raise HTTPException(404)
    return Response(body, media_type="application/json")


if __name__ == "__main__":
    uvicorn.run(
        app, port=int(os.environ["BENCH_PORT"]), loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )
