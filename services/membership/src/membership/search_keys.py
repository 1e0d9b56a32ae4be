"""Search keys of names (检索键): a trigram index finds no Chinese name of two characters, prefixes of these keys do.

王芳 is found under 王芳, 芳, wangfang, fang, wf and f; characters with several readings (多音字) give several.
"""

from __future__ import annotations

from itertools import islice, product

from pypinyin import Style, pinyin

MOST_READINGS = 8
LONGEST = 60


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
