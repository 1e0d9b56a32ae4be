"""The composition: PostgreSQL, the six doors on the in-process bus, the gateway, the demo; and their end in reverse order."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette

from embedded import databases
from embedded.demo import Demo, accounts, first_accounts
from embedded.place import Place
from gateway.app import create_app
from gateway.server import GatewayServer
from gateway.server import server as gateway_server
from gateway.settings import GatewaySettings
from membership.bootstrap import first_account
from membership.domain.errors.accounts import CityAlreadyBegun
from runtime import logs
from runtime.database import engine, transaction
from runtime.inprocess import InProcessBus
from runtime.keys import ensure_keys


def run(place: Place, listener: socket.socket, started: float) -> int:
    """Run the city until a signal; returns the exit code. `started` is the monotonic time its start is counted from."""
    place.into_environment()
    logs.configure("city")
    ensure_keys(place.keys)
    demo = Demo(place)
    with _ended_by_sigterm(), databases.running(place.postgres):
        databases.migrate(place.postgres)
        if not demo.loaded:
            make_first_accounts(place)
        bus = InProcessBus()
        bus.start()
        try:
            _serve(City(place, demo, bus, listener, started))
        finally:
            bus.stop()
    if demo.failure is not None:
        print(f"The demo city could not be loaded: {demo.failure}", file=sys.stderr)
        return 1
    print("The city is closed; its data stays.", flush=True)
    return 0


@dataclass(frozen=True)
class City:
    """What runs, and what is said about it."""

    place: Place
    demo: Demo
    bus: InProcessBus
    listener: socket.socket
    started: float

    @property
    def base_url(self) -> str:
        host, port = self.listener.getsockname()[:2]
        return f"http://{host}:{port}"

    def app(self, settings: GatewaySettings) -> Starlette:
        return create_app(self.bus, ready=self.readiness, settings=settings, hearing=self.bus)

    def readiness(self) -> Mapping[str, bool]:
        """What /readyz waits for beside the six services."""
        return {"bus": self.bus.ready(), "demo": self.demo.loaded}

    def announce(self) -> None:
        """Address and demo accounts, once everything is there."""
        print(f"\nReady in {time.monotonic() - self.started:.1f} s: {self.base_url} (reference: {self.base_url}/docs)")
        print("Demo accounts:")
        for account in accounts():
            words = [str(account.get(word, "")) for word in ("username", "password", "role", "scope")]
            print(f"  {words[0]:<22} {words[1]:<28} {words[2]:<24} {words[3]}")
        print("Ctrl-C ends the city.", flush=True)


class CityServer(GatewayServer):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, when_up: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_up = when_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._when_up()


def make_first_accounts(place: Place) -> None:
    """The two accounts that every other one comes from; where they are made already, nothing changes."""
    passwords = first_accounts(place)
    root, guard = passwords["GONGJIAN_BOOTSTRAP_ROOT"], passwords["GONGJIAN_BOOTSTRAP_GUARD"]
    try:
        with transaction(engine("membership")) as session:
            first_account(session, "root", root, guard_password=guard)
    except CityAlreadyBegun:
        return


def _serve(city: City) -> None:
    """Serve until a signal, or until the demo cannot be loaded."""

    def when_up() -> None:
        print(f"Serving on {city.base_url}", flush=True)
        if not city.demo.loaded:
            print("Loading the demo city through the API (this once)", flush=True)
        city.demo.start(city.base_url, when_done=city.announce, when_failed=end)

    def end() -> None:
        server.should_exit = True

    settings = GatewaySettings.from_environment()
    server = CityServer(gateway_server(city.app(settings), settings).config, when_up)
    with _signals_told_to_the_server():
        asyncio.run(server.serve(sockets=[city.listener]))
    city.demo.stop()


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """SIGTERM outside the server's time ends the city as Ctrl-C does, its database included."""

    def end(signum: int, frame: object) -> None:
        raise SystemExit(128 + signum)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _signals_told_to_the_server() -> Iterator[None]:
    """uvicorn takes signals while it serves and raises them again afterwards; by then they have done their work."""
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.SIG_IGN)
    yield
