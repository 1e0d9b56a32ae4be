"""Makes a city's membership: names and their search keys with COPY, everything else from them on the server."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from membership.search_keys import keys_of, sort_key
from runtime.testing import bulk

SCRIPT = Path(__file__).parent / "city.sql"
MADE_OF = (SCRIPT, Path(__file__), Path(bulk.__file__))
COMMUNITIES, HOMES_EACH, PEOPLE_A_HOME, NAMES = 475, 1_000, 2.527, 30_000
LARGE = ("area", "area_name", "runtime.area", "person", "runtime.person", "person_search", "member_seat")

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志梅文斌宇浩凯琴云飞雪婷晨阳波宁欣怡子涵轩梓"


def fill(engine: Engine, scale: float, people_a_home: float = PEOPLE_A_HOME) -> None:
    """Load an empty, migrated database with a city of this share of the full size, which has 1.2 million people."""
    communities = max(5, int(COMMUNITIES * scale))
    words = {"communities": communities, "people": int(communities * HOMES_EACH * people_a_home)}
    names = _names(min(NAMES, words["people"]))
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute('CREATE TEMP TABLE called (n integer, name text, sort_key text COLLATE "C")')
        cursor.execute('CREATE TEMP TABLE found_by (n integer, key text COLLATE "C")')
        _copy(cursor, "called", ((n, name, sort_key(name)) for n, name in enumerate(names)))
        _copy(cursor, "found_by", ((n, key) for n, name in enumerate(names) for key in sorted(keys_of(name))))
        with bulk.in_bulk(cursor, LARGE):
            cursor.execute(SCRIPT.read_text(encoding="utf-8").format(**words, names=len(names)))
        raw.commit()
    finally:
        raw.close()


def _names(count: int) -> list[str]:
    """Made names, the same each time; frequent ones come often, as in a city."""
    chosen = random.Random(1)
    often = [1 / (n + 3) for n in range(len(SURNAMES))]
    surnames = chosen.choices(SURNAMES, often, k=count)
    return [surname + "".join(chosen.choices(GIVEN, k=chosen.choice((1, 2, 2)))) for surname in surnames]


def _copy(cursor: Any, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
