"""Measures volunteering's acts and searches on the data of a whole city, over HTTP.

    python -m tests.load.volunteering.measure --scale 1 --seconds 10 [--only balance] [--lists]

Sign-ups 100 a second for two hundred activities; who could help with needs of three categories; balances, statements and gifts
of love banks; with --lists also every list, 20 a second each. Requests begin by the clock. Prints p50, p95 and p99 in
milliseconds and the milliseconds of processor that one asking cost; ends with 1 when a p95 is above its bound. What a gift
costs must not grow with the ledger: compare --scale 0.1.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import text

from contracts.operations import Operation
from contracts.volunteering import operations as ops
from tests.load.alone import Alone, alone
from tests.load.generator import Job
from tests.load.volunteering import city, lists

CONNECTIONS, WARM_UP, LISTS_A_SECOND = 32, 1.0, 20.0
ACTIVITIES, NEEDS, SAVERS = 200, 300, 2_000
A_DAY = "2023-06-30"
KEY = {"Idempotency-Key": "{id}"}

_ACTIVITIES = """
    INSERT INTO activity (id, team_id, area, title, starts_at, ends_at, taken, members_only, state)
    SELECT gen_random_uuid(), id, area, '义诊', now() + n * interval '3 hours', now() + (n + 0.5) * interval '3 hours', 0, false,
           'planned'
      FROM (SELECT id, area, row_number() OVER () + 8 AS n FROM team LIMIT :many) AS t
    RETURNING id
"""
_NEEDS = """
    INSERT INTO need (id, area, source, category, state, raised_at, overdue, starts_at, ends_at)
    SELECT gen_random_uuid(), area_id, 'resident', (ARRAY['repair', 'clinic', 'company'])[1 + n % 3], 'accepted', now(), false,
           now() + interval '1 day', now() + interval '26 hours'
      FROM (SELECT area_id, row_number() OVER () AS n FROM runtime.area WHERE kind IN ('household', 'community')
             ORDER BY area_id LIMIT :many) AS a
    RETURNING id
"""
_SAVERS = "SELECT id, person_id FROM bank_account WHERE person_id IS NOT NULL AND savings > 600 ORDER BY id LIMIT :many"


class Measured:
    """A loaded city and the requests made of it; `rate` is in requests a second."""

    def __init__(self, service: Alone) -> None:
        self.service = service
        with service.engine.begin() as connection:
            self.activities = list(connection.execute(text(_ACTIVITIES), {"many": ACTIVITIES}).scalars())
            self.needs = list(connection.execute(text(_NEEDS), {"many": NEEDS}).scalars())
            self.savers = [tuple(row) for row in connection.execute(text(_SAVERS), {"many": SAVERS})]
            people = connection.execute(text("SELECT person_id FROM volunteer ORDER BY id LIMIT 20000"))
            self.people = [str(person) for person in people.scalars()]
            self.root: UUID = connection.execute(
                text("SELECT area_id FROM runtime.area WHERE kind = 'city'")
            ).scalar_one()

    def jobs(self, seconds: float) -> Iterator[tuple[str, float | None, Job]]:
        """Name, bound of p95 in milliseconds (None: no bound), and what is sent."""
        yield "sign up, 100 a second", 60.0, self._signing_up(100.0, seconds)
        yield (
            "who could help, 10 a second",
            150.0,
            self._reading(ops.list_candidates, "need_id", self.needs, 10.0, seconds),
        )
        accounts = [account for account, _ in self.savers]
        yield "balance, 50 a second", 20.0, self._own(ops.show_bank_account, accounts, 50.0, seconds)
        yield "balance of a day, 50 a second", None, self._own(ops.show_bank_account, accounts, 50.0, seconds, on=A_DAY)
        yield "statement, 50 a second", None, self._own(ops.list_bank_entries, accounts, 50.0, seconds)
        yield "gift, 20 a second", None, self._giving(20.0, seconds)

    def _signing_up(self, rate: float, seconds: float) -> Job:
        """A keeper of the activities signs volunteers up, each once."""
        asked = [(ops.sign_up, {"activity_id": activity}) for activity in self.activities]
        return self._job(
            asked, rate, seconds, expect=201, headers=KEY, body='{"person_id": "{person}"}',
            variants=[{"person": person} for person in self.people],
        )  # fmt: skip

    def _reading(self, operation: Operation, word: str, ids: list[UUID], rate: float, seconds: float) -> Job:
        return self._job([(operation, {word: one}) for one in ids], rate, seconds)

    def lists(self, seconds: float) -> Iterator[tuple[str, float | None, Job]]:
        """The same of every list."""
        for name, operation, asked in lists.Asked(self.service.engine):
            yield name, None, self._job([(operation, words) for words in asked], LISTS_A_SECOND, seconds)

    def _own(self, operation: Operation, accounts: list[UUID], rate: float, seconds: float, **more: Any) -> Job:
        """Savers look at their own account."""
        return self._as_savers([(operation, {"account_id": account} | more) for account in accounts], rate, seconds)

    def _giving(self, rate: float, seconds: float) -> Job:
        """Savers give a minute to the next one."""
        asked = [(ops.give_minutes, {"account_id": account}) for account, _ in self.savers]
        body = '{"minutes": 1, "to_person_id": "{next}"}'
        return self._as_savers(asked, rate, seconds, expect=201, headers=KEY, body=body)

    def _as_savers(
        self, asked: list[tuple[Operation, dict[str, Any]]], rate: float, seconds: float, **more: Any
    ) -> Job:
        following = [*self.savers[1:], self.savers[0]]
        variants = [
            {"token": self.service.token(person_id=person), "next": str(after)}
            for (_, person), (_, after) in zip(self.savers, following, strict=True)
        ]
        return self._job(asked, rate, seconds, token="{token}", variants=variants, **more)

    def _job(self, asked: Any, rate: float, seconds: float, token: str | None = None, **more: Any) -> Job:
        held = token or self.service.token(("registrar", "area", self.root))
        return self.service.job(asked, held, rate, connections=CONNECTIONS, warm_up=WARM_UP, window=seconds, **more)


def measure(service: Alone, told: argparse.Namespace) -> int:
    """How many were late."""
    measured, late = Measured(service), 0
    asked = measured.jobs(told.seconds)
    if told.lists:
        lists.add(service.engine)
        asked = itertools.chain(asked, measured.lists(told.seconds))
    for name, bound, job in asked:
        if told.only in name:
            late += _is_late(name, bound, service.measured(job))
    return late


def _is_late(name: str, bound: float | None, found: dict[str, Any]) -> bool:
    """Prints what was found."""
    missed = bound is not None and found["p95"] > bound
    figures = "   ".join(f"p{share} {found[f'p{share}']:7.1f}" for share in (50, 95, 99))
    said, mark = f"bound {bound:.0f}" if bound else "no bound", "   LATE" if missed else ""
    spent = f"processor {found['processor_ms']:6.1f} ms"
    print(f"{name:<34} {found['per_second']:6.1f}/s   {figures} ms ({said})   {spent}{mark}", flush=True)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--only", default="", help="what has this in its name")
    parser.add_argument("--lists", action="store_true")
    told = parser.parse_args()
    with alone("volunteering", told.scale, city.MADE_OF, lambda engine: city.fill(engine, told.scale)) as service:
        return 1 if measure(service, told) else 0


if __name__ == "__main__":
    sys.exit(main())
