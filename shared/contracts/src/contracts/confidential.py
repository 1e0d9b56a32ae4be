"""Which operations say something of a person in words: their bodies cross the bus sealed (ADR 18)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from marshmallow import Schema, fields

from contracts.classes import DataClass
from contracts.operations import Import, Operation


@cache
def is_confidential(operation: Operation) -> bool:
    """Whether the request, a record of an import, or the reply has a sensitive field or a personal text, such as a name.

    Ids, days and counts of people stand in events too and make no body confidential.
    """
    schemas = [operation.request, operation.reply, operation.record if isinstance(operation, Import) else None]
    return any(_is_secret(field) for schema in schemas if schema is not None for field in fields_of(schema))


def fields_of(schema: type[Schema]) -> Iterator[fields.Field]:
    """All fields of a schema, those of nested schemas and lists included; a schema nested in itself is walked once."""
    return _fields(schema, set())


def _fields(schema: type[Schema], walked: set[type[Schema]]) -> Iterator[fields.Field]:
    if schema in walked:
        return
    walked.add(schema)
    for field in schema().fields.values():
        yield field
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from _fields(type(inner.schema), walked)


def _is_secret(field: fields.Field) -> bool:
    kind = field.metadata.get("data_class")
    return kind is DataClass.SENSITIVE or (kind is DataClass.PERSONAL and isinstance(field, fields.String))
