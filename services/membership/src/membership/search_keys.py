"""Search keys of names (检索键): a trigram index finds no Chinese name of two characters, prefixes of these keys do.

王芳 is found under 王芳, 芳, wangfang, fang, wf and f; characters with several readings (多音字) give several.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice, product
from uuid import UUID

from pypinyin import Style, pinyin
from sqlalchemy import text
from sqlalchemy.orm import Session

MOST_READINGS = 8
LONGEST = 60

_FORGET = text("DELETE FROM person_search WHERE person_id = :person_id")
_WRITE = text("""
    INSERT INTO person_search (person_id, key) SELECT * FROM unnest(CAST(:people AS uuid[]), CAST(:keys AS text[]))
""")


def write_keys(session: Session, names: Collection[tuple[UUID, str]]) -> None:
    """Let people just registered be found, all in one statement."""
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
    for syllables in islice(product(*_readings(letters)), MOST_READINGS):
        for start in range(len(syllables)):
            keys.add("".join(syllables[start:]))
            keys.add("".join(syllable[0] for syllable in syllables[start:]))
    return {key[:LONGEST] for key in keys}


def sort_key(name: str) -> str:
    """Where the name stands in a list: by its first reading, then by its characters."""
    letters = _plain(name)
    return " ".join(reading[0] for reading in _readings(letters)) + " " + letters


def prefix_of(query: str) -> str:
    """What was typed, as keys are written."""
    return _plain(query)[:LONGEST]


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _readings(letters: str) -> list[list[str]]:
    """The readings of each character, the usual one first; a run of Latin letters is one syllable."""
    if not letters:
        return []
    return [[reading for reading in of if reading] for of in pinyin(letters, style=Style.NORMAL, heteronym=True)]
