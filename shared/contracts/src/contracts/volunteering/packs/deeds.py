"""Good deeds in a pack: the boards that they are told on."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.volunteering.packs.codes import Named

USUAL_BOARDS: tuple[dict[str, Any], ...] = (
    {"code": "kindness", "zh": "助人为乐", "en": "Kindness"},
    {"code": "filial", "zh": "孝老爱亲", "en": "Care for parents and family"},
    {"code": "honesty", "zh": "诚实守信", "en": "Honesty"},
    {"code": "courage", "zh": "见义勇为", "en": "Courage"},
)


class DeedBoard(Named):
    """A board of good deeds (善行墙), and of the winners of its contests."""


class DeedHabits(Schema):
    """What a pack says of good deeds. `seconds_needed`: how many others stand behind a nomination that is put to the vote."""

    deed_boards = fields.List(
        fields.Nested(DeedBoard),
        load_default=lambda: [DeedBoard().load(each) for each in USUAL_BOARDS],
        validate=validate.Length(min=1),
        metadata=PUBLIC,
    )
    seconds_needed = fields.Integer(load_default=1, validate=validate.Range(min=0, max=1_000), metadata=PUBLIC)
