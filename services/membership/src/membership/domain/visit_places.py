"""Where a door is on the way (楼幢、单元、楼层、门牌): what names of areas say, as a key that sorts as one walks."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
DOORS_A_FLOOR = 100
_STAIRWELL = re.compile(r"(\d{1,4}|[一二三四五六七八九十])\s*(?:单元|梯)")
_NUMBER = re.compile(r"\d{1,12}")


def place_key(above: Sequence[str], door: str, number: int) -> str:
    """Sorts as one walks: the areas `above` the door from the top (estate, building), stairwell, floor, door, and the
    household's number, which makes it unique.

    A door 301 is on the third floor; where its name holds no number, doors follow their names.
    """
    stairwell, rest = _stairwell(door)
    told = _NUMBER.findall(rest)
    floor = int(told[-1]) // DOORS_A_FLOOR if told else 0
    way = "/".join(natural(name) for name in above)
    return f"{way}|{stairwell:04}|{floor:012}|{natural(rest)}|{number:012}"


def natural(name: str) -> str:
    """The name with numbers that sort by their value: 2幢 before 10幢."""
    return _NUMBER.sub(lambda found: found[0].zfill(12), name)


def _stairwell(door: str) -> tuple[int, str]:
    """The stairwell that a door's name begins with, and what else it says."""
    found = _STAIRWELL.search(door)
    if found is None:
        return 0, door
    word = found[1]
    return NUMERALS.get(word) or int(word), door[: found.start()] + door[found.end() :]
