"""The grid: city, district, street, two communities, their estates, buildings and households; and who lives there."""

from __future__ import annotations

from datetime import date
from functools import cache

from deploy.cities.zhenwei.words import Record, Ref, chance, person_name, record

CITY, DISTRICT, STREET = "area:350400000000", "area:350402000000", "area:350402001000"
COMMUNITY, SIBLING = "area:350402001003", "area:350402001001"
SINCE = date(2000, 1, 1)

ESTATES = ("圳尾一区", "圳尾二区", "河滨新村", "梅园小区", "列东新苑", "沙洲小区")
BUILDINGS_PER_ESTATE = 5
HOUSEHOLDS_PER_BUILDING = 10

RESIDENTS = 640
SIBLING_RESIDENTS = 40
MINORS = range(601, 641)


@cache
def areas() -> tuple[Record, ...]:
    """All areas, parents before children. Codes are the 12-digit 统计用区划代码, down to the community."""
    named = [
        (CITY, None, "city", "三明市"),
        (DISTRICT, CITY, "district", "梅列区"),
        (STREET, DISTRICT, "street", "列东街道"),
        (COMMUNITY, STREET, "community", "圳尾社区"),
        (SIBLING, STREET, "community", "列东社区"),
    ]
    top = [
        record(key, parent_key=parent, kind=kind, name=name, code=key.removeprefix("area:"), valid_from=SINCE)
        for key, parent, kind, name in named
    ]
    return (*top, *_estates(COMMUNITY, ESTATES, BUILDINGS_PER_ESTATE), *_estates(SIBLING, ("列东一区",), 2))


@cache
def households(community: str = COMMUNITY) -> tuple[str, ...]:
    """Keys of a community's households."""
    return tuple(one["record_key"] for one in areas() if one["kind"] == "household" and community in one["record_key"])


@cache
def people() -> tuple[Record, ...]:
    """Registered residents: no phone, no identity number, names that are plainly made up."""
    homes, sibling_homes = households(), households(SIBLING)
    here = [_person(n, homes[(n - 1) % len(homes)]) for n in range(1, RESIDENTS + 1)]
    last = RESIDENTS + SIBLING_RESIDENTS
    there = [_person(n, sibling_homes[n % len(sibling_homes)], elsewhere=True) for n in range(RESIDENTS + 1, last + 1)]
    return (*here, *there)


def person_key(number: int) -> str:
    return f"person:{number:04}"


def sibling_person_key(number: int) -> str:
    """The key of the n-th resident of the sibling community, from 0."""
    return person_key(RESIDENTS + 1 + number)


def _person(number: int, home: str, *, elsewhere: bool = False) -> Record:
    dice = chance(f"person {number}")
    born = date(dice.randint(1994, 1996) if number in MINORS else dice.randint(1928, 1988), dice.randint(1, 12), 15)
    return record(
        person_key(number),
        why_not="lives in another area" if elsewhere else None,
        name=person_name(number),
        home_area=Ref(home),
        registered_on=date(2008, 6, 1),
        birth_date=born,
        party_member=number % 5 == 4,
    )


def _estates(community: str, names: tuple[str, ...], buildings: int) -> list[Record]:
    made = []
    for n, name in enumerate(names, 1):
        estate = f"{community}/{n}"
        made.append(record(estate, parent_key=community, kind="estate", name=name, code=None, valid_from=SINCE))
        for b in range(1, buildings + 1):
            building = f"{estate}/{b}"
            made.append(
                record(building, parent_key=estate, kind="building", name=f"{b}幢", code=None, valid_from=SINCE)
            )
            made.extend(_households(building))
    return made


def _households(building: str) -> list[Record]:
    rooms = [f"{floor}0{door}" for floor in range(1, HOUSEHOLDS_PER_BUILDING // 2 + 1) for door in (1, 2)]
    return [
        record(
            f"{building}/{room}", parent_key=building, kind="household", name=f"{room}室", code=None, valid_from=SINCE
        )
        for room in rooms
    ]
