"""Health (健康): whether a service lives and whether it is ready to be asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from runtime import database, migrations
from runtime.settings import settings

Check = Callable[[], bool]

_watched: dict[tuple[str, str], Check] = {}


def watch(service: str, name: str, check: Check) -> None:
    """Let `check` take part in a service's readiness, e.g. an adapter whether its broker connection stands."""
    _watched[service, name] = check


def live() -> bool:
    """Whether the process turns at all: it has answered."""
    return True


def ready(service: str, engine: Engine | None = None) -> bool:
    return bool(check(service, engine)["ready"])


def check(service: str, engine: Engine | None = None) -> dict[str, Any]:
    """`{"service", "live", "ready", "checks": {name: bool}}`: database, migrations, and whatever is watched."""
    on = engine or database.engine(service)
    checks = {"database": _reachable(on), "migrations": False}
    if checks["database"]:
        checks["migrations"] = _at_head(service, on)
    for (watched, name), holds in _watched.items():
        if watched == service:
            checks[name] = holds()
    if settings.mode == "broker":
        checks.setdefault("broker", False)
    return {"service": service, "live": live(), "ready": all(checks.values()), "checks": checks}


def serve(service: str, port: int) -> ThreadingHTTPServer:
    """Answer /livez, /readyz and /metrics on a port, in a thread of its own; `shutdown()` ends it."""
    server = ThreadingHTTPServer(("", port), _handler(service))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name=f"{service} health", daemon=True).start()
    return server


def _handler(service: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content_type, body = _answer(service, self.path)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Probes come every second; their answers are no news."""

    return Handler


def _answer(service: str, path: str) -> tuple[int, str, bytes]:
    if path == "/metrics":
        return 200, CONTENT_TYPE_LATEST, generate_latest()
    if path == "/livez":
        return 200, "application/json", orjson.dumps({"service": service, "live": live()})
    if path == "/readyz":
        found = check(service)
        return (200 if found["ready"] else 503), "application/json", orjson.dumps(found)
    return 404, "application/json", b"{}"


def _reachable(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _at_head(service: str, engine: Engine) -> bool:
    try:
        return migrations.at_head(service, engine)
    except (migrations.NoMigrations, SQLAlchemyError):
        return False
