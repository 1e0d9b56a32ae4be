"""What is planted: values of the kinds that must stay in confidence, such as exist nowhere else, and where they went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from marshmallow import Schema, fields, validate

from contracts import catalogue
from contracts.classes import DataClass
from contracts.membership import packs as membership
from contracts.operations import Import, Operation
from contracts.volunteering import packs as volunteering

RARE = "瓛瓘璘璟琎琰瑨瑭瓒琲珽琇瑱璈珃瑄"
"""Characters that no generated name of the demo has."""
CODES = (membership.CODE, volunteering.CODE)
"""What says of a field that it holds a word out of a pack's list."""


@dataclass
class Seeds:
    """Makes values and remembers them. Names may be known where a declaration says so, and the codes of cards, which are
    personal, where cards are kept; words where what they say something of is kept; secrets nowhere."""

    chance: Random
    names: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    @property
    def all(self) -> set[str]:
        return self.names | self.secrets | self.codes | self.words

    def name(self) -> str:
        found = "欧阳" + "".join(self.chance.sample(RARE, 4))
        self.names.add(found)
        return found

    def word(self, about: str) -> str:
        """Something personal that is no secret: which branch keeps somebody's roll, what a browser says of itself."""
        found = f"{about}-{self._letters(12)}"
        self.words.add(found)
        return found

    def phone(self) -> str:
        return self._secret(f"19{self._digits(9)}")

    def identity(self) -> str:
        """An identity number (身份证号) with a true check character, of somebody born in 1950."""
        first = f"35040219500{self.chance.randrange(1, 10)}1{self.chance.randrange(10)}{self._digits(3)}"
        weights = [2 ** (17 - place) % 11 for place in range(17)]
        check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]
        return self._secret(first + check)

    def note(self) -> str:
        """A note on somebody's health and income."""
        return self._secret(f"高血压、糖尿病{self._letters(8)}，低保户{self._letters(4)}")

    def stroke(self) -> str:
        """A drawn signature."""
        return self._secret("M" + " L".join(f"{self._digits(4)} {self._digits(4)}" for _ in range(4)))

    def password(self) -> str:
        return self._secret(f"kou-ling-{self._letters(14)}")

    def degrees(self, whole: int) -> float:
        """A position's latitude or longitude with seven decimals, which no other has."""
        found = float(f"{whole}.{self._digits(6)}7")
        self._secret(str(found))
        return found

    def _secret(self, value: str) -> str:
        self.secrets.add(value)
        return value

    def _digits(self, count: int) -> str:
        return "".join(self.chance.choice("123456789") for _ in range(count))

    def _letters(self, count: int) -> str:
        return "".join(self.chance.choice("bcdfghjkmnpqrstvwxz") for _ in range(count))


def confidential_fields(operation: Operation) -> set[str]:
    """The fields of a request, or of an import's record, in which a person's own words or whereabouts can be told: names,
    numbers, notes. A word out of a given list is no evidence, and neither are ids and days."""
    schema = operation.record if isinstance(operation, Import) else operation.request
    return set() if schema is None else {name for name, one in _all(schema) if _is_confidential(one)}


def confidential_operations() -> Mapping[str, set[str]]:
    """Every operation that takes such a field, with their names."""
    found = {operation.name: confidential_fields(operation) for operation in catalogue.operations()}
    return {name: some for name, some in found.items() if some}


def _all(schema: type[Schema]) -> Iterator[tuple[str, fields.Field]]:
    for name, one in schema().load_fields.items():
        inner = one.inner if isinstance(one, fields.List) else one
        if isinstance(inner, fields.Nested):
            yield from _all(type(inner.schema))
        else:
            yield name, one


def _is_confidential(one: fields.Field) -> bool:
    told = one.metadata.get("data_class") in (DataClass.PERSONAL, DataClass.SENSITIVE)
    free = isinstance(one, fields.String | fields.Float) and not isinstance(one, fields.UUID)
    return told and free and not any(rule in CODES or isinstance(rule, validate.OneOf) for rule in one.validators)


def words_in(body: Any) -> Iterator[tuple[str, Any]]:
    """All names with plain values in a request, at any depth."""
    if isinstance(body, list):
        for each in body:
            yield from words_in(each)
    elif isinstance(body, Mapping):
        for name, value in body.items():
            if isinstance(value, list | Mapping):
                yield from words_in(value)
            else:
                yield name, value
