"""A gateway that really serves, with live streams open; services and bus are played by the test."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import httpx
import pytest

from gateway.app import create_app
from gateway.server import server
from gateway.settings import GatewaySettings
from runtime.problems import SESSION_ENDED
from runtime.testing.waiting import eventually

CITY, STREET, COMMUNITY, SIBLING = (str(uuid4()) for _ in range(4))
LINEAGES = {STREET: (CITY, STREET), COMMUNITY: (CITY, STREET, COMMUNITY), SIBLING: (CITY, STREET, SIBLING)}
WITHIN = 20.0


def token_of(*grants: tuple[str, str, str], person: str | None = None, lives: float = 300, **words: Any) -> str:
    claims = {
        "sub": str(uuid4()),
        "sid": str(uuid4()),
        "person": person,
        "grants": [{"role": role, "kind": kind, "scope": scope} for role, kind, scope in grants],
        "iat": time.time(),
        "exp": time.time() + lives,
        **words,
    }
    return f"e30.{base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b'=').decode()}.c2ln"


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return found


class PlayedBus:
    """What the gateway listens to; the test does the telling."""

    def __init__(self) -> None:
        self.is_ready = True

    def listen(self, events: Any, heard: Any, missed: Any) -> None:
        self._heard, self.missed = heard, missed
        self.followed = {event.name for event in events}
        missed()

    def ready(self) -> bool:
        return self.is_ready

    def tell(self, name: str, /, *, aggregate_id: str | None = None, area: str | None = None, **data: Any) -> str:
        words = {"name": name, "aggregate_id": aggregate_id or str(uuid4()), "area": area, "data": data}
        self._heard([json.dumps(words).encode()])
        return str(words["aggregate_id"])


class Reader:
    """One open stream, read by a thread of its own: blocks of (event, data, id)."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.blocks: list[tuple[str, Any, str]] = []
        self.ended = threading.Event()
        self._lines = response.iter_lines()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        event, data, place = "", None, ""
        try:
            for line in self._lines:
                word, _, rest = line.partition(": ")
                if word == "event":
                    event = rest
                elif word == "data":
                    data = json.loads(rest)
                elif word == "id":
                    place = rest
                elif not line:
                    self.blocks.append((event, data, place))
                    event, data = "", None
        except httpx.HTTPError:
            pass
        self.ended.set()

    @property
    def hints(self) -> list[str]:
        return [data["id"] for event, data, _ in list(self.blocks) if event == "hint"]

    def told(self, event: str) -> list[Any]:
        return [data for name, data, _ in list(self.blocks) if name == event]

    def hears(self, *ids: str) -> None:
        eventually(lambda: set(ids) <= set(self.hints), lambda: f"{ids} not in {self.blocks}")


class LiveGateway:
    """A serving gateway, and people who open streams."""

    street, community, sibling = STREET, COMMUNITY, SIBLING
    token_of, claims_of = staticmethod(token_of), staticmethod(claims_of)
    within = WITHIN

    def __init__(self, services: Any, say: Any, **settings: Any) -> None:
        self.bus = PlayedBus()
        self.services = services
        services.reply = self._answer
        self.say = say
        self.refused: Any = None
        self.grid_is_down = False
        chosen = GatewaySettings(rate_limit=None, sign_in_limit=None, drain=5, **settings)
        app = create_app(services, settings=chosen, hearing=self.bus)
        self.hub = app.state.live
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = self._listener.getsockname()
        self._server = server(app, chosen)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]})
        self._thread.start()
        eventually(lambda: self._server.started)
        self._open = ExitStack()

    def _answer(self, operation: Any) -> Any:
        if operation.name == "membership.show_me":
            return self.say.no(self.refused) if self.refused else self.say.done({})
        if self.grid_is_down:
            return self.say.no(SESSION_ENDED)
        area = self.services.calls[-1][1]["area_id"]
        return self.say.done({"lineage": [{"area_id": each} for each in LINEAGES[area]]})

    @property
    def connections(self) -> set[Any]:
        """The connections that the server still keeps something for."""
        return self._server.server_state.connections

    def asked(self, name: str) -> int:
        return sum(call[0] == name for call in self.services.calls)

    def ask(self, token: str | None, **headers: str) -> httpx.Response:
        """The answer to opening; a stream stays open until the test ends."""
        client = self._open.enter_context(httpx.Client(timeout=WITHIN))
        given = {"Authorization": f"Bearer {token}", **headers} if token else headers
        request = client.build_request("GET", f"http://127.0.0.1:{self.address[1]}/api/v1/live", headers=given)
        response = client.send(request, stream=True)
        self._open.callback(response.close)
        return response

    def refusal(self, token: str | None, **headers: str) -> tuple[int, str]:
        response = self.ask(token, **headers)
        response.read()
        return response.status_code, response.json()["code"]

    def opened(self, token: str, **headers: str) -> Reader:
        reader = Reader(self.ask(token, **headers))
        assert reader.status == 200
        eventually(lambda: reader.blocks)
        return reader

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(WITHIN)
        assert not self._thread.is_alive()

    def close(self) -> None:
        self._open.close()
        self.stop()


@pytest.fixture
def live_with(services: Any, say: Any) -> Iterator[Callable[..., LiveGateway]]:
    with ExitStack() as stack:

        def make(**settings: Any) -> LiveGateway:
            made = LiveGateway(services, say, **settings)
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture
def live(live_with: Callable[..., LiveGateway]) -> LiveGateway:
    return live_with()
