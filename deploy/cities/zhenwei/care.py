"""Pairings of helpers with households and students, elders and their cards, agreements of the units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from deploy.cities.zhenwei.places import COMMUNITY, MINORS, SIBLING, households, people, person_key, sibling_person_key
from deploy.cities.zhenwei.posts import unit_key
from deploy.cities.zhenwei.words import YEAR, Record, Ref, day, record

HOUSEHOLDS_PAIRED, STUDENTS_FINISHED = 38, 9
ELDERS = 30
CARDS = ("convenience_service", "loving_discount", "safe_passage")
OBLIGATIONS = ("open_venue", "volunteer_hours", "pairing_help", "road_section", "safety_duty")


@cache
def pairings() -> tuple[Record, ...]:
    """38 households paired at the year's end, nine students who finished school while helped, and others."""
    return (*_pairings_of_households(), *_pairings_of_students())


@cache
def elders() -> tuple[Record, ...]:
    """The oldest residents; every sixth wished to leave the register, every fourth lost a card."""
    here = [person for person in people() if not person["why_not"]]
    return tuple(_elder(n, person["record_key"]) for n, person in enumerate(sorted(here, key=_born)[:ELDERS]))


def _born(person: Record) -> tuple[date, str]:
    return person["birth_date"], person["record_key"]


def _elder(n: int, person: str) -> Record:
    left = day(11, 3) if n % 6 == 5 else None
    return record(
        f"elder:{n:02}",
        "left the register" if left else None,
        person_id=Ref(person),
        area_id=Ref(COMMUNITY),
        living=("alone", "empty_nest", "with_family")[n % 3],
        registered_on=day(1, 5 + n % 20),
        left_on=left,
        cards=[
            {
                "kind": kind,
                "issued_on": day(2, 10),
                "revoked_on": day(8, 8) if n % 4 == 3 and kind == CARDS[1] else None,
            }
            for kind in CARDS[: 1 + n % 3]
        ],
    )


@cache
def agreements() -> tuple[Record, ...]:
    """Building-together agreements (共建协议); every fifth has lapsed."""
    return tuple(
        record(
            f"agreement:{n:02}",
            why_not="lapsed" if n % 5 == 0 else None,
            unit_id=Ref(unit_key(n)),
            signed_on=day(1 + n % 6, 12),
            ends_on=day(12, 31, YEAR + 1),
            obligations=[OBLIGATIONS[n % 5], OBLIGATIONS[(n + 1) % 5]],
            lapsed_on=day(10, 8) if n % 5 == 0 else None,
        )
        for n in range(1, 23)
    )


def _pairings_of_households() -> Iterator[Record]:
    homes = households()
    for n in range(HOUSEHOLDS_PAIRED):
        yield _pairing(f"h{n:02}", n, "household", homes[7 * n], started=day(1 + n % 10, 5))
    for n in range(3):
        yield _pairing(f"h-two-{n}", n + 21, "household", homes[7 * n], why_not="the household is paired already")
    for n in range(4):
        ended: dict[str, Any] = {"ended_on": day(9, 1 + n), "end_reason": "moved_away"}
        yield _pairing(f"h-ended-{n}", n, "household", homes[7 * n + 1], why_not="the pairing has ended", **ended)
    for n in range(2):
        after = day(1, 20 + n, YEAR + 1)
        yield _pairing(f"h-late-{n}", n, "household", homes[7 * n + 2], started=after, why_not="of another year")
    for n in range(2):
        home = households(SIBLING)[n]
        yield _pairing(f"h-away-{n}", n, "household", home, area=SIBLING, why_not="of another area")


def _pairings_of_students() -> Iterator[Record]:
    students = [person_key(number) for number in MINORS]
    for n in range(STUDENTS_FINISHED):
        yield _pairing(f"s{n:02}", n, "student", students[n], outcome="finished_school", outcome_on=day(6, 30))
    earlier: dict[str, Any] = {"outcome": "finished_school", "outcome_on": day(6, 30, YEAR - 1)}
    yield _pairing("s-earlier", 1, "student", students[20], date(2009, 9, 1), why_not="of another year", **earlier)
    for n in range(2):
        broken: dict[str, Any] = {"ended_on": day(5, 10 + n), "end_reason": "left_school"}
        yield _pairing(f"s-unfinished-{n}", n, "student", students[22 + n], why_not="did not finish school", **broken)
    yield _pairing("s-still", 3, "student", students[25], why_not="still at school")
    away: dict[str, Any] = {"outcome": "finished_school", "outcome_on": day(6, 30)}
    yield _pairing("s-away", 2, "student", sibling_person_key(30), area=SIBLING, why_not="of another area", **away)


def _pairing(
    name: str,
    turn: int,
    helped_kind: str,
    helped: str,
    started: date = date(YEAR, 1, 15),
    *,
    area: str = COMMUNITY,
    why_not: str | None = None,
    **how_it_went: Any,
) -> Record:
    """Units help on even turns, party members and neighbours on odd ones."""
    by_unit = turn % 2 == 0
    return record(
        f"pairing:{name}",
        why_not,
        area_id=Ref(area),
        helper_kind="unit" if by_unit else "person",
        helper_id=Ref(unit_key(turn % 20 + 1) if by_unit else person_key(250 + turn)),
        helped_kind=helped_kind,
        helped_id=Ref(helped),
        started_on=started,
        goal="帮助完成学业" if helped_kind == "student" else "帮助渡过难关",
        **how_it_went,
    )
