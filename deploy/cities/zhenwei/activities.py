"""Activities by day, and the lines of their sign-in sheets (签到表)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from deploy.cities.zhenwei.places import COMMUNITY, SIBLING
from deploy.cities.zhenwei.teams import ELDER_SERVICE, RESCUE, SIBLING_PATROL, WARDENS, members
from deploy.cities.zhenwei.words import YEAR, Record, Ref, moment, record

DONE = (
    (ELDER_SERVICE, "上门为孤寡老人打扫", "care", 12, 10),
    (RESCUE, "清理水沟、防汛值班", None, 8, 12),
    (WARDENS, "花坛养护和文明劝导", "civility", 12, 6),
    ("team:women", "平安家庭宣传", "women_safe_family", 6, 12),
    ("team:youth", "社区夏令营辅导", "youth_camp", 6, 12),
    ("team:green", "楼院大扫除", "neighbours_tidy", 6, 12),
)
"""Team, title, programme of the pack, how often in the year, how many came."""
PROGRAMMES = {title: programme for _, title, programme, _, _ in DONE}

DOUBLE_SCAN = "already_signed_up"


@cache
def attendances() -> tuple[Record, ...]:
    """Lines of sign-in sheets. About one in four must not count."""
    return tuple(_attendances())


def _attendances() -> Iterator[Record]:
    for first, (team, title, _, times, size) in enumerate(DONE, 8):
        for n in range(times):
            on = date(YEAR, 1, first) + timedelta(days=(350 // times) * n)
            yield from _sheet(team, title, on, members(team)[n % 3 :][:size], n)
    later, elders_team = date(YEAR + 1, 1, 7), members(ELDER_SERVICE)[:10]
    yield from _sheet(ELDER_SERVICE, "上门为孤寡老人打扫", later, elders_team, 0, "of another year")
    neighbours = members(SIBLING_PATROL)[:8]
    yield from _sheet(SIBLING_PATROL, "列东社区清扫", date(YEAR, 5, 7), neighbours, 0, "of another area")


def _sheet(team: str, title: str, on: date, people: list[str], n: int, why_not: str | None = None) -> Iterator[Record]:
    for place, person in enumerate(people):
        line = _line(team, title, on, person, why_not)
        if place == 1:
            yield {**line, "checked_in_at": None, "minutes": None, "why_not": "signed up and did not come"}
        elif place == 3 and n % 2:
            yield {**line, "reversed_for": "wrong_person", "why_not": "the hours were reversed"}
        elif place == 4:
            yield {**line, "minutes": None, "why_not": "the hours were never approved"}
        else:
            yield line
        if place == 5:
            yield {
                **line,
                "record_key": f"{line['record_key']}:again",
                "why_not": "double scan",
                "refused_as": DOUBLE_SCAN,
            }


def _line(team: str, title: str, on: date, person: str, why_not: str | None) -> Record:
    activity = f"activity:{team.removeprefix('team:')}:{on}"
    return record(
        f"{activity}:{person.removeprefix('person:')}",
        why_not,
        activity_key=activity,
        team_id=Ref(team),
        area_id=Ref(SIBLING if team == SIBLING_PATROL else COMMUNITY),
        title=title,
        programme=PROGRAMMES.get(title),
        starts_at=moment(on, 8, 30),
        ends_at=moment(on, 10, 30),
        person_id=Ref(person),
        checked_in_at=moment(on, 8, 25),
        minutes=120,
        reversed_for=None,
    )
