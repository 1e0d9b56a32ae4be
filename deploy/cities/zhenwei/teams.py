"""Volunteer teams, the seats in them, and what they did by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count

from deploy.cities.zhenwei.places import COMMUNITY, SIBLING, person_key, sibling_person_key
from deploy.cities.zhenwei.words import YEAR, Record, Ref, chance, day, record

PATROL, ELDER_SERVICE, RESCUE, WARDENS = "team:patrol", "team:elder", "team:rescue", "team:wardens"
SECOND_PATROL, SIBLING_PATROL = "team:patrol-2", "team:sibling"
STANDING: tuple[tuple[str, str, str, int], ...] = (
    (PATROL, "治安巡逻队", "patrol", 36),
    (ELDER_SERVICE, "为老服务队", "elder_service", 30),
    (RESCUE, "应急抢险队", "rescue", 32),
    (WARDENS, "文明督导员小组", "micro", 6),
    (SECOND_PATROL, "党员夜巡队", "patrol", 34),
    ("team:dance", "邻里舞蹈队", "culture", 34),
    ("team:choir", "夕阳红合唱队", "culture", 36),
    ("team:drums", "腰鼓队", "culture", 32),
    ("team:taiji", "太极拳队", "culture", 36),
    ("team:opera", "戏曲队", "culture", 30),
    ("team:brush", "书画队", "culture", 30),
    ("team:chess", "棋艺队", "culture", 30),
    ("team:photo", "摄影队", "culture", 30),
    ("team:lecture-1", "革命传统报告团", "lecture", 30),
    ("team:lecture-2", "科普报告团", "lecture", 30),
    ("team:youth", "青年志愿队", "youth", 44),
    ("team:women", "巾帼志愿队", "women", 44),
    ("team:green", "环境卫生队", "environment", 36),
)
"""Key, name, kind, and seats at the year's end (the leader's among them). Patrol members joined before the year."""

FOUNDED = date(2009, 3, 1)

DISBANDED: tuple[tuple[str, str, str, int], ...] = (
    ("team:elder-2", "为老服务二队", "elder_service", 22),
    ("team:flood", "防汛预备队", "rescue", 20),
    ("team:flowers", "花坛看护小组", "micro", 6),
    ("team:shuttlecock", "毽球队", "culture", 6),
    ("team:lecture-3", "读报小组", "lecture", 6),
)

IN_TEAMS = 512
"""Residents 1 … 512 have a seat at the year's end; some have two."""

LEFT = range(IN_TEAMS + 1, 581)
"""Residents who had a seat and left it."""


@cache
def teams() -> tuple[Record, ...]:
    """18 teams that stand at the year's end, and seven that do not count, each with its roster."""
    last = day(9, 30)
    return (
        *(_team(key, name, kind) for key, name, kind, _ in STANDING),
        *(
            _team(key, name, kind, day(1, 5), last, "disbanded before the year's end")
            for key, name, kind, _ in DISBANDED
        ),
        _team("team:later", "明年新队", "general", day(2, 1, YEAR + 1), None, "formed in another year"),
        {**_team(SIBLING_PATROL, "列东社区巡逻队", "patrol", why_not="of another area"), "area_id": Ref(SIBLING)},
    )


@cache
def seats() -> tuple[Record, ...]:
    """Every stay of a person in a team, the leader's among them."""
    return tuple(_seats())


@cache
def _of(team: str) -> tuple[Record, ...]:
    return tuple(seat for seat in seats() if seat["team_id"] == team)


def members(team: str) -> list[str]:
    """Keys of the persons who sit in the team at the year's end."""
    return [seat["person_id"] for seat in _of(team) if seat["left_on"] is None and seat["joined_on"].year <= YEAR]


def _seats() -> Iterator[Record]:
    yield from _standing_seats()
    yield from _seats_left()
    yield from _seats_elsewhere()


@cache
def volunteers() -> tuple[Record, ...]:
    """Everybody who ever had a seat, registered as a volunteer before the first of them."""
    people = dict.fromkeys(seat["person_id"] for seat in seats())
    return tuple(record(f"volunteer:{one}", person_id=one, registered_on=date(2009, 2, 1)) for one in people)


def _standing_seats() -> Iterator[Record]:
    """Fills the teams with residents in turn; the turn begins anew after 512, so the last teams share their people."""
    turn = count()
    dice = chance("seats")
    for key, _, kind, size in STANDING:
        for n in range(size):
            joined = FOUNDED if n == 0 else FOUNDED + timedelta(days=dice.randrange(600 if kind == "patrol" else 900))
            yield _seat(key, person_key(next(turn) % IN_TEAMS + 1), "leader" if n == 0 else "member", joined)


def _seats_left() -> Iterator[Record]:
    open_teams = [key for key, _, kind, _ in STANDING if kind != "micro"]
    for n, number in enumerate(LEFT):
        yield _seat(open_teams[n % 17], person_key(number), "member", day(1, 10), day(4 + n % 8, 5), "left the team")
    for n in range(32):
        # A second seat, given up: the person still counts by the first one. Never in the team of the first seat.
        person = person_key(110 + n)
        yield _seat("team:youth", person, "member", day(2, 1), day(6, 1 + n % 25), "left the team")


def _seats_elsewhere() -> Iterator[Record]:
    turn = count(150)
    for key, _, _, size in DISBANDED:
        for n in range(size):
            role = "leader" if n == 0 else "member"
            yield _seat(key, person_key(next(turn)), role, day(1, 5), None, "the team was disbanded")
    for n in range(12):
        role = "leader" if n == 0 else "member"
        yield _seat("team:later", person_key(20 + n), role, day(2, 1, YEAR + 1), None, "joined in another year")
        yield _seat(SIBLING_PATROL, sibling_person_key(n), role, FOUNDED, None, "of another area")


def _team(
    key: str, name: str, kind: str, formed: date = FOUNDED, disbanded: date | None = None, why_not: str | None = None
) -> Record:
    leader, *others = _of(key)
    return record(
        key,
        why_not,
        name=name,
        kind=kind,
        area_id=Ref(COMMUNITY),
        leader_id=leader["person_id"],
        formed_on=formed,
        disbanded_on=disbanded,
        members=[{word: seat[word] for word in ("person_id", "joined_on", "left_on")} for seat in others],
    )


def _seat(
    team: str, person: str, role: str, joined: date, left: date | None = None, why_not: str | None = None
) -> Record:
    key = f"seat:{team.removeprefix('team:')}:{person.removeprefix('person:')}:{joined:%Y%m%d}"
    return record(key, why_not, team_id=Ref(team), person_id=Ref(person), role=role, joined_on=joined, left_on=left)
