"""Gongjian as it is deployed: six services, relay and gateway over RabbitMQ, access, audit, idempotency and masking on.

The act is `POST /elders/{elder_id}/cards` (eldercare.issue_card) by a care coordinator with an Idempotency-Key: the elder's
row locked, the community's pack asked which kinds there are, a card entered, its event written. One other service follows
it, as with the peers: reporting keeps it and makes facts of it, and a write counts when that is committed. The reading is
`GET /units/{unit_id}` (cobuilding.show_unit), with a contact that only some may see.
"""

from __future__ import annotations

import os
import secrets
import time
from typing import Any
from uuid import UUID, uuid4

import httpx

from contracts.eldercare.events import CardIssuedV1
from kernel.ids import uuid7
from kernel.period import civil_day
from runtime.database import engine_at, transaction
from runtime.outbox import emit
from runtime.time import now
from tests.city.processes import CityProcesses
from tests.load.contestants import ROWS_READ, Contestant, Table
from tests.load.generator import Job
from tests.load.ground import ROOT, Ground

PREFIX = "bench_city_"
SEED_AT_ONCE = 1_000
HEARD_WITHIN = 30.0
CARD_KIND = "convenience_service"
ELDERS, ELDERS_AT_ONCE = 200_000, 30_000
_ELDERS = """
    WITH entered AS (
        INSERT INTO elder (id, person_id, area, registered_on, version)
        SELECT gen_random_uuid(), gen_random_uuid(), %s, current_date - 1, 1 FROM generate_series(1, %s) RETURNING 1
    )
    SELECT count(*) FROM entered
"""


class Gongjian(Contestant):
    """The city over a private RabbitMQ and PostgreSQL."""

    name = "gongjian"
    act = Table(f"{PREFIX}eldercare", "card", "id")
    effects = (Table(f"{PREFIX}reporting", "fact", "key", "series = 'eldercare.card'"),)
    relay = "relay"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.city = CityProcesses(_environment(ground), ground.folder, self.port)
        self.crew.running = self.city.running
        self.area_id: UUID | None = None
        self.area = ""
        self.clerk = {"username": "clerk", "password": secrets.token_urlsafe(12)}

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
        """Each act is for another elder: one valid card of a kind is the rule."""
        query = "SELECT id FROM elder AS e WHERE NOT EXISTS (SELECT FROM card WHERE elder_id = e.id) LIMIT %s"
        found = self.ground.rows(self.act.database, query, (ELDERS_AT_ONCE,))
        paths = [f"/api/v1/elders/{elder_id}/cards" for (elder_id,) in found]
        headers = {"Authorization": f"Bearer {self._signed_in(self.clerk)}", "Idempotency-Key": "{id}"}
        return Job(self.port, "POST", paths, 201, f'{{"kind": "{CARD_KIND}"}}', headers)

    def read_job(self) -> Job:
        found = self.ground.rows(f"{PREFIX}cobuilding", "SELECT id FROM unit")
        paths = [f"/api/v1/units/{unit_id}" for (unit_id,) in found]
        return Job(self.port, "GET", paths, 200, headers={"Authorization": f"Bearer {self._token('root')}"})

    def make_backlog(self, size: int) -> None:
        """Events of cards, written by the runtime's own outbox, a thousand in a transaction."""
        engine, today = engine_at(self.ground.postgres.url(self.act.database), "eldercare"), civil_day(now())
        try:
            for first in range(0, size, SEED_AT_ONCE):
                with transaction(engine) as session:
                    for _ in range(min(SEED_AT_ONCE, size - first)):
                        card_id = uuid7()
                        words: dict[str, Any] = {"card_id": card_id, "kind": CARD_KIND, "issued_on": today}
                        words["subject"] = card_id.hex
                        emit(session, CardIssuedV1, aggregate_id=card_id, area=self.area_id, **words)
        finally:
            engine.dispose()

    def _is_awake(self) -> bool:
        try:
            return super()._is_awake()
        except (RuntimeError, httpx.HTTPError):  # no token yet
            return False

    def _begin(self, api: httpx.Client) -> None:
        """A clerk becomes registrar and care coordinator of the city, and what the acts and the readings need is entered."""
        guard = {"Authorization": f"Bearer {self._token('guard')}"}
        opened = _done(api.post("/accounts", json=self.clerk, headers=guard | _key()))["account_id"]
        for role in ("registrar", "care_coordinator"):
            grant = {"role": role, "kind": "area", "scope": self.area}
            proposed = _done(api.post(f"/accounts/{opened}/grant-proposals", json=grant, headers=guard | _key()))
            _done(api.post(f"/grant-proposals/{proposed['proposal_id']}/approval", json={}, headers=_key()))
        person = {"name": "Contact", "home_area": self.area}
        clerk = {"Authorization": f"Bearer {self._signed_in(self.clerk)}"} | _key()
        contact = _done(api.post("/people", json=person, headers=clerk))["person_id"]
        self._wait_until("cobuilding", "SELECT count(*) FROM runtime.person")
        for n in range(ROWS_READ):
            unit = {"area_id": self.area, "name": f"Unit {n}", "kind": "shop", "contact_id": contact}
            _done(api.post("/units", json=unit, headers=_key()))
        pack = {"pack": "135-zhenwei", "version": "1", "valid_from": f"{civil_day(now()):%Y}-01-01"}
        _done(api.post(f"/areas/{self.area}/packs", json=pack, headers=_key()))
        self._wait_until("eldercare", "SELECT count(*) FROM runtime.pack_section")
        # Registering thousands is not what is measured.
        self.ground.count(self.act.database, _ELDERS, (self.area, ELDERS))

    def _wait_until(self, service: str, query: str) -> None:
        """A service has to hear of what others have entered first."""
        deadline = time.monotonic() + HEARD_WITHIN
        while not self.ground.count(f"{PREFIX}{service}", query):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{service} heard nothing\n{self.city.tails()}")
            time.sleep(0.1)

    def _token(self, username: str) -> str:
        password = self.city.environment[f"GONGJIAN_BOOTSTRAP_{username.upper()}"]
        return self._signed_in({"username": username, "password": password})

    def _signed_in(self, words: dict[str, str]) -> str:
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
        "GONGJIAN_SECOND_FACTOR": "off",
    }


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def _done(reply: httpx.Response) -> dict[str, Any]:
    if not reply.is_success:
        raise RuntimeError(f"{reply.request.method} {reply.request.url}: {reply.text}")
    body: dict[str, Any] = reply.json()
    return body
