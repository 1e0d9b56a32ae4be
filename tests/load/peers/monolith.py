"""A monolith: FastAPI and SQLAlchemy, asynchronous, one process of uvicorn. The row and its effect in one transaction.

Chosen: asyncpg (the fastest driver SQLAlchemy has for asyncio), uvloop and httptools, no access log, one connection per
request in flight, the ORM as FastAPI's own tutorials use it with one flush per request, replies as pydantic models.
"""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID, uuid4

import uvicorn
from fastapi import FastAPI, HTTPException
from peers.tables import CheckIn, Evidence
from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

POOL = 32


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


engine = create_async_engine(os.environ["BENCH_DATABASE_ASYNC"], pool_size=POOL)
sessions = async_sessionmaker(engine, expire_on_commit=False)


app = FastAPI()


@app.post("/check-ins", status_code=201, response_model=CheckInReply)
async def check_in(body: CheckInRequest) -> CheckIn:
    """Keep a check-in and the evidence it is."""
    row = CheckIn(id=uuid4(), **body.model_dump())
    async with sessions() as session, session.begin():
        session.add(row)
        session.add(Evidence(check_in_id=row.id, person_id=row.person_id, at=row.at))
    return row


@app.get("/check-ins/{check_in_id}", response_model=CheckInReply)
async def show(check_in_id: UUID) -> CheckIn:
    """One check-in."""
    async with sessions() as session:
        row = await session.get(CheckIn, check_in_id)
    if row is None:
        raise HTTPException(404)
    return row


if __name__ == "__main__":
    uvicorn.run(
        app, port=int(os.environ["BENCH_PORT"]), loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )
