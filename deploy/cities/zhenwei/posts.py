"""Units, the posts of the pack, who claimed them, and what was pledged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from deploy.cities.zhenwei.places import COMMUNITY, SIBLING, person_key, sibling_person_key
from deploy.cities.zhenwei.words import YEAR, Record, Ref, day, record

PERSONAL = ("civility_guidance", "dispute_mediation", "hardship_help", "emergency_response")
ORGANISATION = tuple(f"{template}_unit" for template in PERSONAL)
TITLES = dict(zip(PERSONAL, ("文明劝导", "纠纷调处", "扶贫帮困", "应急处置"), strict=True))

RESIDENTS_PLEDGED, UNITS_PLEDGED = 35, 20

UNIT_KINDS = ("school", "hospital", "private_enterprise", "agency", "institution")
UNIT_NAMES = ("示范小学", "示范医院", "示范商场", "示范机关", "示范研究所")


@cache
def units() -> tuple[Record, ...]:
    """24 units of the community and two of the neighbours'."""
    here = [_unit(n, COMMUNITY, "圳尾") for n in range(1, 25)]
    there = [_unit(n, SIBLING, "列东", "of another area") for n in range(25, 27)]
    return (*here, *there)


@cache
def posts() -> tuple[Record, ...]:
    """The posts (岗位) that both communities set up from the pack."""
    return tuple(
        _post(area, template, level)
        for area in (COMMUNITY, SIBLING)
        for level, templates in (("personal", PERSONAL), ("organisation", ORGANISATION))
        for template in templates
    )


@cache
def claims() -> tuple[Record, ...]:
    """Who claimed what. 35 residents and 20 units hold a claim with a published pledge at the year's end."""
    return (*_claims_of_residents(), *_claims_of_units())


def unit_key(number: int) -> str:
    return f"unit:{number:02}"


def _claims_of_residents() -> Iterator[Record]:
    people = [person_key(3 * n + 1) for n in range(RESIDENTS_PLEDGED)]
    for n, person in enumerate(people):
        yield _claim(f"p{n:02}", n, person, pledged=day(3 + n % 3, 1 + n % 28))
    for n, person in enumerate(people[:3]):
        yield _claim(f"p-second-{n}", n + 1, person, pledged=day(6, 10), why_not="the same person holds another post")
    for n in range(4):
        gone = day(8, 20 + n)
        yield _claim(f"p-gone-{n}", n, person_key(200 + n), pledged=day(4, 1), released=gone, why_not="withdrawn")
    for n in range(4):
        yield _claim(f"p-silent-{n}", n, person_key(210 + n), pledged=None, why_not="no pledge was published")
    for n in range(2):
        after = day(1, 10 + n, YEAR + 1)
        yield _claim(f"p-late-{n}", n, person_key(220 + n), claimed=after, pledged=after, why_not="of another year")
    for n in range(2):
        neighbour = sibling_person_key(n)
        yield _claim(f"p-away-{n}", n, neighbour, area=SIBLING, pledged=day(4, 1), why_not="of another area")


def _claims_of_units() -> Iterator[Record]:
    for n in range(UNITS_PLEDGED):
        yield _claim(f"u{n:02}", n, unit_key(n + 1), pledged=day(3, 1 + n))
    yield _claim("u-second", 1, unit_key(1), pledged=day(5, 1), why_not="the same unit holds another post")
    for n in range(2):
        yield _claim(f"u-gone-{n}", n, unit_key(21 + n), pledged=day(3, 9), released=day(11, 1), why_not="withdrawn")
    yield _claim("u-silent", 2, unit_key(23), pledged=None, why_not="no pledge was published")
    after = day(1, 5, YEAR + 1)
    yield _claim("u-late", 3, unit_key(24), claimed=after, pledged=after, why_not="of another year")
    yield _claim("u-away", 0, unit_key(25), area=SIBLING, pledged=day(3, 1), why_not="of another area")


def _claim(
    name: str,
    turn: int,
    claimant: str,
    *,
    pledged: date | None,
    claimed: date = date(YEAR, 2, 20),
    released: date | None = None,
    area: str = COMMUNITY,
    why_not: str | None = None,
) -> Record:
    kind = claimant.split(":", 1)[0]
    template = (PERSONAL if kind == "person" else ORGANISATION)[turn % len(PERSONAL)]
    return record(
        f"claim:{name}",
        why_not,
        post_id=Ref(post_key(area, template)),
        **{f"{kind}_id": Ref(claimant)},
        claimed_on=claimed,
        pledge=_pledge(template, pledged) if pledged else None,
        release={"released_on": released, "reason": "withdrawn"} if released else None,
    )


def _pledge(template: str, published: date) -> Record:
    duty = TITLES[template.removesuffix("_unit")]
    text = f"我承诺认真履行{duty}岗位职责，每月至少服务一次，接受居民监督。"
    return {"text": text, "published_on": published, "due_on": date(published.year, 12, 31)}


def _post(area: str, template: str, level: str) -> Record:
    return record(
        post_key(area, template), area_id=Ref(area), template=template, level=level, set_up_on=date(YEAR, 2, 1)
    )


def post_key(area: str, template: str) -> str:
    return f"post:{area.removeprefix('area:')}:{template}"


def _unit(number: int, area: str, place: str, why_not: str | None = None) -> Record:
    kind = number % len(UNIT_KINDS)
    return record(
        unit_key(number),
        why_not,
        name=f"{place}{UNIT_NAMES[kind]}{number:02}",
        kind=UNIT_KINDS[kind],
        area_id=Ref(area),
        registered_on=date(2009, 1, 1),
    )
