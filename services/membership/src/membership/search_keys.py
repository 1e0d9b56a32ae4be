"""Search keys of names (检索键): a trigram index finds no Chinese name of two characters, prefixes of these keys do.

王芳 is found under 王芳, 芳, wangfang, fang, wf and f; characters with several readings (多音字) give several, and a surname's
own reading (单 is shan, not dan) comes first. A query of characters and letters (王f, 王fang) is looked for by its pinyin.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby, islice
from uuid import UUID

from pypinyin import Style, lazy_pinyin, pinyin
from sqlalchemy import text
from sqlalchemy.orm import Session

MOST_READINGS = 8
LONGEST = 60
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao", "翟": "zhai", "盖": "ge",
    "乐": "yue", "缪": "miao", "覃": "qin", "尉": "yu", "员": "yun", "折": "she", "种": "chong", "秘": "bi", "繁": "po",
    "召": "shao", "黑": "he", "长": "zhang", "任": "ren", "宁": "ning", "华": "hua", "牟": "mou", "燕": "yan",
}  # fmt: skip
"""How a character is read at the beginning of a name."""

_FORGET = text("DELETE FROM person_search WHERE person_id = :person_id")
_WRITE = text("""
    INSERT INTO person_search (person_id, key) SELECT * FROM unnest(CAST(:people AS uuid[]), CAST(:keys AS text[]))
""")


def write_keys(session: Session, names: Collection[tuple[UUID, str]]) -> None:
    """Let people just registered be found, all in one statement. Their rows go first: keys take their community from them."""
    session.flush()
    rows = [(person_id, key) for person_id, name in names for key in sorted(keys_of(name))]
    if rows:
        session.execute(_WRITE, {"people": [person_id for person_id, _ in rows], "keys": [key for _, key in rows]})


def rewrite_keys(session: Session, person_id: UUID, name: str) -> None:
    """Let a person be found under another name, and no longer under the old one."""
    session.execute(_FORGET, {"person_id": person_id})
    write_keys(session, [(person_id, name)])


def keys_of(name: str) -> set[str]:
    """Everything under whose beginnings the name is found, in lower case."""
    letters = _plain(name)
    keys = {letters[start:] for start in range(len(letters))}
    for syllables in _spellings(letters):
        for start in range(len(syllables)):
            keys.add("".join(syllables[start:]))
            keys.add("".join(syllable[0] for syllable in syllables[start:]))
    return {key[:LONGEST] for key in keys}


def sort_key(name: str) -> str:
    """Where the name stands in a list: by its first reading, then by its characters."""
    letters = _plain(name)
    return " ".join(reading[0] for reading in _readings(letters)) + " " + letters


def prefixes_of(query: str) -> tuple[set[str], list[str]]:
    """What was typed, as keys are written: the keys of which one begins so, and the characters that the name has in it.

    Letters beside characters may go on their pinyin or their initials, so both are looked for.
    """
    letters = _plain(query)[:LONGEST]
    runs = ["".join(run) for latin, run in groupby(letters, str.isascii) if not latin]
    if not runs or len(runs[0]) == len(letters):
        return {letters}, []
    prefixes = set()
    for syllables in _spellings(letters):
        prefixes.add("".join(syllables))
        prefixes.add("".join(each if each in letters else each[0] for each in syllables))
    return prefixes, runs


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _spellings(letters: str) -> Iterator[tuple[str, ...]]:
    """The usual spelling, then those in which one character is read otherwise, the surname's first; at most eight."""
    return islice(_all_spellings(_readings(letters)), MOST_READINGS)


def _all_spellings(readings: list[list[str]]) -> Iterator[tuple[str, ...]]:
    usual = tuple(reading[0] for reading in readings)
    yield usual
    for place, each in enumerate(readings):
        for other in each[1:]:
            yield (*usual[:place], other, *usual[place + 1 :])


def _readings(letters: str) -> list[list[str]]:
    """The readings of each character, the usual one first; a run of Latin letters is one syllable."""
    syllables = [
        syllable for latin, run in groupby(letters, str.isascii) for syllable in (["".join(run)] if latin else run)
    ]
    if not syllables:
        return []
    usual = lazy_pinyin(syllables)
    others = [_second_reading(each) for each in syllables]
    others[0] = usual[0]
    usual[0] = SURNAMES.get(syllables[0], usual[0])
    return [list(dict.fromkeys(pair)) for pair in zip(usual, others, strict=True)]


def _second_reading(syllable: str) -> str:
    """The next usual reading of a character by itself: within words the dictionary knows one only, and names are no words."""
    known = [reading for reading in pinyin([syllable], style=Style.NORMAL, heteronym=True)[0] if reading]
    return known[:2][-1]
