"""The words records are written in: a record is what an import door takes, with a `Ref` where an id of the city belongs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

Record = dict[str, Any]


class Ref(str):
    """The key of another record: its id is known only when that one has been entered."""


YEAR = 2011
SHANGHAI = ZoneInfo("Asia/Shanghai")
SOURCE = "圳尾社区2011年台账（示例）"

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
SURNAMES = "陈林黄张吴李郑王刘苏蔡杨许谢罗邓叶何"


def person_name(number: int) -> str:
    """A name that is plainly made up: a surname and a pair of the sexagenary cycle (干支), such as 陈甲子."""
    turn = number // len(SURNAMES)
    return SURNAMES[number % len(SURNAMES)] + STEMS[turn % 10] + BRANCHES[turn % 12]


def record(key: str, /, why_not: str | None = None, **words: Any) -> Record:
    """A raw record; `why_not` is the reason that it must not count, if it must not."""
    return {"record_key": key, "source": SOURCE, "why_not": why_not, **words}


def chance(kind: str) -> Random:
    """A generator of its own per kind of record, so that changing one kind leaves the others as they are."""
    return Random(f"135:{kind}")


def day(month: int, number: int, year: int = YEAR) -> date:
    return date(year, month, number)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def moment(on: date, hour: int, minute: int) -> datetime:
    """A wall-clock moment of Asia/Shanghai."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=SHANGHAI)
