"""Gongjian as it is deployed: six services, relay and gateway over RabbitMQ, access, audit, idempotency and masking on.

The act is `POST /units` (cobuilding.register_unit) by a city officer with an Idempotency-Key. Its event takes effect in
three other services: membership's and volunteering's replicas of units, and reporting's archive and facts. A write counts
when the last of them has committed. The reading is `GET /units/{unit_id}`, with a contact that only some may see.
"""

from __future__ import annotations

import os
import time
from typing import Any
from uuid import UUID, uuid4

import httpx

from contracts.cobuilding.events import UnitRegisteredV1
from kernel.ids import uuid7
from runtime.database import engine_at, transaction
from runtime.outbox import emit
from tests.city.processes import CityProcesses
from tests.load.contestants import ROWS_READ, Contestant, Table
from tests.load.generator import Job
from tests.load.ground import ROOT, Ground

PREFIX = "bench_city_"
SEED_AT_ONCE = 1_000
HEARD_WITHIN = 30.0


class Gongjian(Contestant):
    """The city over a private RabbitMQ and PostgreSQL."""

    name = "gongjian"
    act = Table(f"{PREFIX}cobuilding", "unit", "id")
    effects = (
        Table(f"{PREFIX}membership", "unit", "unit_id"),
        Table(f"{PREFIX}volunteering", "unit", "unit_id"),
        Table(f"{PREFIX}reporting", "fact", "key"),
    )
    relay = "relay"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.city = CityProcesses(_environment(ground), ground.folder, self.port)
        self.crew.running = self.city.running
        self.area_id: UUID | None = None
        self.area = ""

    def start(self) -> None:
        self.city.prepare()
        self.city.start()
        with httpx.Client(base_url=f"{self.city.base_url}/api/v1", timeout=30) as api:
            api.headers["Authorization"] = f"Bearer {self._token('root')}"
            ((self.area_id,),) = self.ground.rows(f"{PREFIX}membership", "SELECT area_id FROM area")
            self.area = str(self.area_id)
            self._begin(api)
        self.wait_until_ready()

    def write_job(self) -> Job:
        body = f'{{"area_id": "{self.area}", "name": "Unit {{id}}", "kind": "shop"}}'
        headers = {"Authorization": f"Bearer {self._token('root')}", "Idempotency-Key": "{id}"}
        return Job(self.port, "POST", ["/api/v1/units"], 201, body, headers)

    def read_job(self) -> Job:
        found = self.ground.rows(self.act.database, "SELECT id FROM unit WHERE contact_id IS NOT NULL")
        paths = [f"/api/v1/units/{unit_id}" for (unit_id,) in found]
        return Job(self.port, "GET", paths, 200, headers={"Authorization": f"Bearer {self._token('root')}"})

    def make_backlog(self, size: int) -> None:
        """Events of units, written by the runtime's own outbox, a thousand in a transaction."""
        engine = engine_at(self.ground.postgres.url(self.act.database), "cobuilding")
        try:
            for first in range(0, size, SEED_AT_ONCE):
                with transaction(engine) as session:
                    for _ in range(min(SEED_AT_ONCE, size - first)):
                        unit_id = uuid7()
                        words: dict[str, Any] = {"unit_id": unit_id, "name": f"Unit {unit_id}", "kind": "shop"}
                        emit(session, UnitRegisteredV1, aggregate_id=unit_id, area=self.area_id, **words)
        finally:
            engine.dispose()

    def _is_awake(self) -> bool:
        try:
            return super()._is_awake()
        except (RuntimeError, httpx.HTTPError):  # no token yet
            return False

    def _begin(self, api: httpx.Client) -> None:
        """The officer becomes a registrar too and enters the person who is the contact of the units that are read."""
        me = _done(api.get("/me"))["account_id"]
        guard = {"Authorization": f"Bearer {self._token('guard')}"} | _key()
        grant = {"role": "registrar", "kind": "area", "scope": self.area}
        _done(api.post(f"/accounts/{me}/grants", json=grant, headers=guard))
        api.headers["Authorization"] = f"Bearer {self._token('root')}"
        person = {"name": "Contact", "home_area": self.area}
        contact = _done(api.post("/people", json=person, headers=_key()))["person_id"]
        self._wait_for(contact)
        for n in range(ROWS_READ):
            unit = {"area_id": self.area, "name": f"Unit {n}", "kind": "shop", "contact_id": contact}
            _done(api.post("/units", json=unit, headers=_key()))

    def _wait_for(self, person_id: str) -> None:
        """Cobuilding has to hear of the person first."""
        deadline = time.monotonic() + HEARD_WITHIN
        while not self.ground.count(self.act.database, "SELECT count(*) FROM runtime.person"):
            if time.monotonic() > deadline:
                raise RuntimeError(f"cobuilding did not hear of {person_id}\n{self.city.tails()}")
            time.sleep(0.1)

    def _token(self, username: str) -> str:
        password = self.city.environment[f"GONGJIAN_BOOTSTRAP_{username.upper()}"]
        words = {"username": username, "password": password}
        return str(_done(httpx.post(f"{self.city.base_url}/api/v1/auth/token", json=words, timeout=30))["access_token"])


def _environment(ground: Ground) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PSYCOPG_WAIT_FUNC"}
    return {
        **kept,
        "GONGJIAN_MODE": "broker",
        "GONGJIAN_DATABASE_URL": ground.postgres.url(PREFIX + "{service}"),
        "GONGJIAN_AMQP_URI": ground.amqp_uri,
        "GONGJIAN_KEYS_DIR": str(ground.folder / "keys"),
        "GONGJIAN_PACKS_DIR": str(ROOT / "deploy" / "packs"),
        # The bench asks as one account, hundreds of times a second.
        "GONGJIAN_RATE_LIMIT": "off",
    }


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def _done(reply: httpx.Response) -> dict[str, Any]:
    if not reply.is_success:
        raise RuntimeError(f"{reply.request.method} {reply.request.url}: {reply.text}")
    body: dict[str, Any] = reply.json()
    return body
