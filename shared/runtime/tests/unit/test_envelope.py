"""What is no event is found out before anything is done with it; what is secret is never declared."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields

from contracts.classes import INTERNAL, Basis, sensitive
from contracts.events import Event
from kernel.ids import uuid7
from runtime.envelope import Malformed, decode, schema_of

WORDS = {
    "event_id": str(uuid7()),
    "name": "alpha.thing_done.v1",
    "occurred_at": "2024-05-01T12:00:00+08:00",
    "recorded_at": "2024-05-01T04:00:00.5Z",
    "aggregate": "thing",
    "aggregate_id": str(uuid7()),
    "aggregate_seq": 1,
    "area": None,
    "actor_id": None,
    "correlation_id": "story",
    "causation_id": None,
    "traceparent": None,
    "kind": "live",
    "data": {},
}

anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def test_an_envelope_is_read() -> None:
    event = decode(orjson.dumps(WORDS))
    assert (event.producer, event.seq, event.occurred_at.hour) == ("alpha", 1, 12)


@given(st.sampled_from(sorted(WORDS)), anything)
def test_a_wrong_word_is_malformed_and_nothing_else(word: str, value: object) -> None:
    try:
        event = decode(orjson.dumps(WORDS | {word: value}))
    except Malformed:
        return
    assert "\x00" not in f"{event.name}{event.aggregate}{event.correlation_id}"


@given(st.binary(max_size=50) | anything.map(orjson.dumps))
def test_whatever_it_is_it_is_read_or_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        decode(body)


@pytest.mark.parametrize("word", sorted(set(WORDS) - {"traceparent"}))
def test_a_missing_word_is_malformed(word: str) -> None:
    with pytest.raises(Malformed):
        decode(orjson.dumps({name: value for name, value in WORDS.items() if name != word}))


def test_no_event_carries_a_sensitive_field_however_deep() -> None:
    secret = sensitive("care", Basis.CONSENT, "1 year")

    class Part(Schema):
        illness = fields.String(metadata=secret)

    class FellIllV1(Event):
        name, aggregate = "alpha.fell_ill.v1", "thing"

        open = fields.String(metadata=INTERNAL)
        parts = fields.List(fields.Nested(Part), metadata=INTERNAL)

    with pytest.raises(TypeError, match=r"parts\.illness"):
        schema_of(FellIllV1)
