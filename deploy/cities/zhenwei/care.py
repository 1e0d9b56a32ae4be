"""Pairings of helpers with households and students, elders and their cards, agreements of the units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from deploy.cities.zhenwei.places import COMMUNITY, MINORS, SIBLING, households, person_key, sibling_person_key
from deploy.cities.zhenwei.posts import unit_key
from deploy.cities.zhenwei.words import YEAR, Record, day, record

HOUSEHOLDS_PAIRED, STUDENTS_FINISHED = 38, 9


@cache
def pairings() -> tuple[Record, ...]:
    """38 households paired at the year's end, nine students who finished school while helped, and others."""
    return (*_pairings_of_households(), *_pairings_of_students())


@cache
def elders() -> tuple[Record, ...]:
    """Elders of the register; the cards they carry are issued at the live door."""
    return tuple(
        record(f"elder:{n:02}", person_key=person_key(400 + n), area_key=COMMUNITY, registered_on=day(1 + n % 12, 8))
        for n in range(24)
    )


@cache
def agreements() -> tuple[Record, ...]:
    """Building-together agreements (共建协议); every fifth has lapsed."""
    return tuple(
        record(
            f"agreement:{n:02}",
            why_not="lapsed" if n % 5 == 0 else None,
            unit_key=unit_key(n),
            signed_on=day(1 + n % 6, 12),
            ends_on=day(12, 31, YEAR + 1),
            lapsed_on=day(10, 8) if n % 5 == 0 else None,
        )
        for n in range(1, 23)
    )


def _pairings_of_households() -> Iterator[Record]:
    homes = households()
    for n in range(HOUSEHOLDS_PAIRED):
        yield _pairing(f"h{n:02}", n, "household", homes[7 * n], started=day(1 + n % 10, 5))
    for n in range(3):
        yield _pairing(f"h-two-{n}", n + 20, "household", homes[7 * n], why_not="the household is paired already")
    for n in range(4):
        ended = {"ended_on": day(9, 1 + n), "end_reason": "moved_away"}
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
    earlier = {"outcome": "finished_school", "outcome_on": day(6, 30, YEAR - 1)}
    yield _pairing("s-earlier", 1, "student", students[20], date(2009, 9, 1), why_not="of another year", **earlier)
    for n in range(2):
        ended = {"ended_on": day(5, 10 + n), "end_reason": "left_school"}
        yield _pairing(f"s-unfinished-{n}", n, "student", students[22 + n], why_not="did not finish school", **ended)
    yield _pairing("s-still", 3, "student", students[25], why_not="still at school")
    away = {"outcome": "finished_school", "outcome_on": day(6, 30)}
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
    **how_it_went: object,
) -> Record:
    """Units help on even turns, party members and neighbours on odd ones."""
    by_unit = turn % 2 == 0
    return record(
        f"pairing:{name}",
        why_not,
        area_key=area,
        helper_kind="unit" if by_unit else "person",
        helper_key=unit_key(turn % 20 + 1) if by_unit else person_key(250 + turn),
        helped_kind=helped_kind,
        helped_key=helped,
        started_on=started,
        goal="帮助完成学业" if helped_kind == "student" else "帮助渡过难关",
        **how_it_went,
    )
