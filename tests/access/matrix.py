"""The matrix: every demo role × every declared operation × where its row lies; and how each cell is asked without harm."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from contracts import catalogue
from contracts.operations import Command, Import, Operation
from tests.access.breaches import BREACHES
from tests.access.callers import Caller, ask, forged
from tests.access.ground import DESK, OWN, PENCILS, Ground, Row
from tests.access.judge import FORBIDDEN, LET_IN, NOBODY, UNAUTHENTICATED, UNSEEN, Judge, Who

NOT_ASKED = {
    "membership.sign_out": "it has no body that could be refused, and would end the session the others are asked in",
}
"""Operations that no role asks; without a token and with a forged one they are asked as all others."""
UNKNOWN, NOWHERE = "unknown", "nowhere"
FORGED, REVOKED, EXPIRED = "forged", "revoked", "expired"
FORMER = "who has no grant any more"
THREADS = 6
NEVER = 2**59
LONG_AGO, FAR_AHEAD = "2001-01-01", "2099-12-31"

BODIES: dict[str, Row] = {
    "membership.assign_pack": {"pack": "no-such-pack"},
    "membership.assign_person": {"begun_on": FAR_AHEAD},
    "membership.begin_round": {"on": FAR_AHEAD},
    "membership.claim_post": {"claimed_on": FAR_AHEAD},
    "membership.designate_area": {"since": FAR_AHEAD},
    "membership.draft_restructuring": {"founded": [], "dissolved": [], "passing": []},
    "membership.give_grant": {"scope": str(uuid4())},
    "membership.publish_pledge": {"due_on": LONG_AGO},
    "membership.register_area": {"kind": "city"},
    "membership.register_organisation": {"parent_id": str(uuid4())},
    "membership.register_person": {"registered_on": FAR_AHEAD},
    "membership.release_post": {"released_on": FAR_AHEAD},
    "membership.set_up_post": {"template": "no_such_template"},
    "membership.state_denominator": {"as_of": FAR_AHEAD},
    "cobuilding.register_unit": {"contact_id": str(uuid4())},
    "patrol.place_checkpoint": {"name": "权限核对"},
    "patrol.plan_shift": {"night": LONG_AGO},
    "volunteering.count_goods": {"counted": PENCILS},
    "volunteering.open_shop": {"name": DESK},
    "volunteering.write_off_goods": {"number": 1_000_000},
    "volunteering.check_in": {"at": "2001-01-01T00:00:00+00:00"},
    "volunteering.issue_service_certificate": {"last_on": FAR_AHEAD},
    "volunteering.open_after_school": {"team_id": str(uuid4())},
    "volunteering.open_contest": {"board": "no_such_board"},
    "volunteering.tell_deed": {"board": "no_such_board"},
    "volunteering.open_course": {"topic": "no_such_topic"},
    "volunteering.open_survey": {"closes_on": LONG_AGO},
    "volunteering.record_screening": {"valid_until": LONG_AGO},
    "volunteering.register_certificate": {"expires_on": "2001-02-01", "issued_on": LONG_AGO},
    "volunteering.set_free_time": {"times": [{"weekday": 1, "starts": "09:00:00", "ends": "08:00:00"}]},
    "volunteering.open_station": {"kind": "no_such_kind"},
    "volunteering.plan_series": {"first_on": LONG_AGO},
    "volunteering.open_site": {"kind": "no_such_kind"},
    "volunteering.announce_campaign": {"first_on": LONG_AGO, "last_on": LONG_AGO},
    "volunteering.plan_camp": {"first_on": LONG_AGO},
    "volunteering.record_output": {"unit": "no_such_unit"},
    "volunteering.plan_activity": {"starts_at": "2001-01-01T00:00:00+00:00", "ends_at": "2001-01-01T01:00:00+00:00"},
    "volunteering.record_outcome": {"on": FAR_AHEAD},
    "volunteering.start_mentorship": {"started_on": FAR_AHEAD},
    "volunteering.end_mentorship": {"on": FAR_AHEAD},
}
"""What makes the example of a command fail its rules where the row bears no version that could be stale. The other rows
are past all change (activities, attendances, pairings of 2010) or made to be used up (accounts, grants, checkpoints)."""


@dataclass(frozen=True)
class Cell:
    """One request with the answer that the declarations promise. `bears` names a token that is no caller's: a forged one,
    or one of a grant that was revoked or has run out since."""

    operation: Operation
    place: str
    role: str
    words: Mapping[str, Any]
    promised: str
    bears: str = ""

    def __str__(self) -> str:
        return f"{self.operation.name} {self.place} as {self.role}"


@dataclass
class Outcome:
    counted: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    not_found: set[bytes] = field(default_factory=set)


def operations() -> tuple[Operation, ...]:
    return catalogue.operations()


def words_for(operation: Operation, row: Row | None) -> Row:
    """The request: the operation's example about `row`, such that its rules refuse it wherever it could do harm."""
    on = operation.on
    if on is None and isinstance(operation, Command) and not isinstance(operation, Import):
        parameters = dict.fromkeys(operation.path_parameters, NEVER)
        return {**parameters, "unfitting": True}
    words = {**operation.example, **BODIES.get(operation.name, {})}
    words.update({name: NEVER for name in operation.path_parameters if name == "parked_id"})
    if on is not None:
        words[on.key] = str(uuid4()) if row is None else row[on.key]
    return words


def cells(ground: Ground, scale: float) -> Iterator[Cell]:
    """All cells, or at a scale below one those that cover each answer of each operation at each place, and each way in which
    a guard with a hole would answer otherwise."""
    judges = [judge(ground.paths) for judge in (Judge, *BREACHES.values())]
    judge = judges[0]
    claims = {role: caller.who for role, caller in (*ground.callers.items(), (FORMER, ground.former))}
    for operation in operations():
        places = _places(operation, ground)
        for place, row in places.items():
            words = words_for(operation, row)
            if place in (OWN, NOWHERE):
                promised = judge.verdict(operation, NOBODY, row, words)
                yield Cell(operation, place, "nobody", words, promised)
                yield Cell(operation, place, "a forger", words, promised, FORGED)
                yield Cell(operation, place, "a former secretary", words, promised, REVOKED)
                yield Cell(operation, place, "a secretary whose time is over", words, promised, EXPIRED)
            if operation.name not in NOT_ASKED:
                yield from _by_role(judges, operation, place, row, words, claims, scale)


def _by_role(
    judges: list[Judge],
    operation: Operation,
    place: str,
    row: Row | None,
    words: Row,
    claims: Mapping[str, Who],
    scale: float,
) -> Iterator[Cell]:
    seen: Counter[tuple[str, ...]] = Counter()
    for role in sorted(claims, key=lambda role: zlib.crc32(f"{operation.name} {role}".encode())):
        told = tuple(judge.verdict(operation, claims[role], row, words) for judge in judges)
        seen[told] += 1
        if seen[told] <= max(1, scale * len(claims) / 2) or scale >= 1:
            yield Cell(operation, place, role, words, told[0])


def _places(operation: Operation, ground: Ground) -> dict[str, Row | None]:
    if operation.on is None:
        return {NOWHERE: None}
    return {**ground.rows[operation.service, operation.on.__name__], UNKNOWN: None}


def answers(ground: Ground, base_url: str, asked: list[Cell]) -> Outcome:
    """Ask all cells, those of one operation after one another."""
    outcome = Outcome()
    limits = httpx.Limits(max_connections=THREADS, max_keepalive_connections=THREADS)
    with (
        httpx.Client(base_url=f"{base_url}/api/v1", timeout=30, limits=limits) as http,
        ThreadPoolExecutor(THREADS) as threads,
    ):
        for cell, reply in zip(asked, threads.map(lambda one: _ask(http, ground, one), asked), strict=True):
            given = answer_of(reply)
            outcome.counted[given] += 1
            if given != cell.promised or reply.status_code >= 500:
                outcome.broken.append(f"{cell}: promised {cell.promised}, got {reply.status_code} {reply.text[:160]}")
            if given == UNSEEN:
                outcome.not_found.add(reply.content)
    return outcome


def _ask(http: httpx.Client, ground: Ground, cell: Cell) -> httpx.Response:
    caller: Caller | None = {**ground.callers, FORMER: ground.former}.get(cell.role)
    token = None if caller is None else caller.token
    if cell.bears:
        dead = {REVOKED: ground.revoked_token, EXPIRED: ground.expired_token}
        token = dead.get(cell.bears) or forged(ground.callers["resident"].token)
    operation, words = cell.operation, dict(cell.words)
    path = operation.path
    for name in operation.path_parameters:
        path = path.replace(f"{{{name}}}", str(words.pop(name)))
    return ask(http, token, operation.http_method, path, words)


def answer_of(reply: httpx.Response) -> str:
    """Which of the four answers a reply is. Rules have codes of their own, also where their status is 404 or 403."""
    code = "" if reply.status_code < 400 else reply.json()["code"]
    if reply.status_code == 401:
        return UNAUTHENTICATED
    if code == "not_found":
        return UNSEEN
    return FORBIDDEN if code == "not_allowed" else LET_IN
