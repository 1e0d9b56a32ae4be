"""Stock nameko as its examples do it: an HTTP gateway, RPC, commit and then dispatch, an event handler, SQLAlchemy.

`python -m peers.nameko_city gateway|checkins|evidence`. Chosen: 32 workers and as many kept proxies' channels as nameko makes,
psycopg waiting through eventlet's hub, one flush per call. An event is lost when the process dies after the commit:
that is how the examples are written.
"""

from __future__ import annotations

import os

os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"

import eventlet

eventlet.monkey_patch()

import json
import sys
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from nameko.containers import WorkerContext
from nameko.events import EventDispatcher, event_handler
from nameko.extensions import DependencyProvider
from nameko.rpc import RpcProxy, rpc
from nameko.runners import ServiceRunner
from nameko.web.handlers import http
from peers.tables import CheckIn, Evidence
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.wrappers import Request

WORKERS = 32


class Database(DependencyProvider):
    """A session per worker, closed at its end."""

    def __init__(self, variable: str) -> None:
        self.variable = variable

    def setup(self) -> None:
        engine = create_engine(os.environ[self.variable], pool_size=WORKERS)
        self.sessions = sessionmaker(engine, expire_on_commit=False)
        self.open: dict[WorkerContext, Session] = {}

    def get_dependency(self, worker_ctx: WorkerContext) -> Session:
        session = self.open[worker_ctx] = self.sessions()
        return session

    def worker_teardown(self, worker_ctx: WorkerContext) -> None:
        self.open.pop(worker_ctx).close()


class Gateway:
    """HTTP in, RPC out."""

    name = "gateway"
    checkins = RpcProxy("checkins")

    @http("POST", "/check-ins")
    def check_in(self, request: Request) -> tuple[int, dict[str, str], str]:
        body = json.loads(request.get_data(as_text=True))
        return 201, {"Content-Type": "application/json"}, json.dumps(self.checkins.check_in(body))

    @http("GET", "/check-ins/<string:check_in_id>")
    def show(self, request: Request, check_in_id: str) -> tuple[int, dict[str, str], str]:
        found = self.checkins.show(check_in_id)
        return (404 if found is None else 200), {"Content-Type": "application/json"}, json.dumps(found)


class CheckIns:
    """Keeps check-ins and tells of them."""

    name = "checkins"
    db = Database("BENCH_DATABASE")
    dispatch = EventDispatcher()

    @rpc
    def check_in(self, body: dict[str, str]) -> dict[str, str]:
        row = CheckIn(
            id=uuid4(),
            activity_id=UUID(body["activity_id"]),
            person_id=UUID(body["person_id"]),
            place=body["place"],
            at=datetime.fromisoformat(body["at"]),
        )
        self.db.add(row)
        self.db.commit()
        words = _words(row)
        self.dispatch("checked_in", words)
        return words

    @rpc
    def show(self, check_in_id: str) -> dict[str, str] | None:
        row = self.db.get(CheckIn, UUID(check_in_id))
        return None if row is None else _words(row)


class EvidenceService:
    """Keeps the evidence of check-ins."""

    name = "evidence"
    db = Database("BENCH_DATABASE_OTHER")

    @event_handler("checkins", "checked_in")
    def take(self, words: dict[str, str]) -> None:
        at = datetime.fromisoformat(words["at"])
        self.db.add(Evidence(check_in_id=UUID(words["id"]), person_id=UUID(words["person_id"]), at=at))
        self.db.commit()


def _words(row: CheckIn) -> dict[str, str]:
    return {
        "id": str(row.id),
        "activity_id": str(row.activity_id),
        "person_id": str(row.person_id),
        "place": row.place,
        "at": row.at.isoformat(),
    }


def main(which: str) -> None:
    """Run one of the three services until the process ends."""
    services: dict[str, Any] = {"gateway": Gateway, "checkins": CheckIns, "evidence": EvidenceService}
    runner = ServiceRunner(
        {
            "AMQP_URI": os.environ["BENCH_AMQP"],
            "WEB_SERVER_ADDRESS": f"127.0.0.1:{os.environ['BENCH_PORT']}",
            "max_workers": WORKERS,
        }
    )
    runner.add_service(services[which])
    runner.start()
    runner.wait()


if __name__ == "__main__":
    main(sys.argv[1])
