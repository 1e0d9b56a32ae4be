"""The patrol's nights: who checked in, when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from deploy.cities.zhenwei.places import COMMUNITY, SIBLING
from deploy.cities.zhenwei.teams import PATROL, SECOND_PATROL, SIBLING_PATROL, members
from deploy.cities.zhenwei.words import YEAR, Record, Ref, chance, days_of, moment, record

ON_A_SHIFT = 3
"""Members on each shift of the patrol team; the pack asks for two."""


@cache
def shifts() -> tuple[Record, ...]:
    """One kept shift each night of the year, and shifts that must not count."""
    return tuple(_shifts())


def _shifts() -> Iterator[Record]:
    for n, night in enumerate(days_of(YEAR)):
        yield _kept(PATROL, night, n)
    for n in range(100):
        yield _missed(date(YEAR, 4, 1) + timedelta(days=2 * n), n)
    for n, night in enumerate(
        (date(YEAR - 1, 12, 30), date(YEAR - 1, 12, 31), date(YEAR + 1, 1, 1), date(YEAR + 1, 1, 2))
    ):
        yield _kept(PATROL, night, n, why_not="of another year")
    for n in range(12):
        yield _kept(SIBLING_PATROL, date(YEAR, n + 1, 15), n, area=SIBLING, why_not="of another area")


def _kept(team: str, night: date, n: int, area: str = COMMUNITY, why_not: str | None = None) -> Record:
    """A shift that three members walked; on every fifth night somebody's card was read twice."""
    dice = chance(f"{team} {night}")
    crew = _crew(team, n, ON_A_SHIFT)
    check_ins = [scan for person in crew for scan in _walk(person, night, dice)]
    if n % 5 == 0:
        first = check_ins[0]
        check_ins.insert(1, {**first, "at": first["at"] + timedelta(seconds=40)})
    return _shift(team, area, night, check_ins, why_not)


def _missed(night: date, n: int) -> Record:
    """The second team's extra shifts: one member came, or two came too late."""
    dice = chance(f"second {night}")
    if n % 4:
        return _shift(
            SECOND_PATROL, COMMUNITY, night, _walk(_crew(SECOND_PATROL, n, 1)[0], night, dice), "too few checked in"
        )
    late = [{"person_id": Ref(person), "at": moment(night, 21, 20 + n % 20)} for person in _crew(SECOND_PATROL, n, 2)]
    return _shift(SECOND_PATROL, COMMUNITY, night, late, "nobody was there for most of its hours")


def _crew(team: str, n: int, size: int) -> list[str]:
    people = members(team)
    return [people[(n * size + k) % len(people)] for k in range(size)]


def _walk(person: str, night: date, dice: Random) -> list[Record]:
    """Check-ins of one member: at the start, once on the way, at the end."""
    return [
        {"person_id": Ref(person), "at": moment(night, 19, dice.randint(24, 36))},
        {"person_id": Ref(person), "at": moment(night, 20, dice.randint(20, 55))},
        {"person_id": Ref(person), "at": moment(night, 21, dice.randint(45, 58))},
    ]


def _shift(team: str, area: str, night: date, check_ins: list[Record], why_not: str | None) -> Record:
    key = f"shift:{team.removeprefix('team:')}:{night}"
    return record(key, why_not, team_id=Ref(team), area_id=Ref(area), night=night, check_ins=check_ins)
