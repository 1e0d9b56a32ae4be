"""The word `PackPart`: one service's section of a mechanism pack, validated by the service's team.

A pack is a folder `deploy/packs/<name>/<version>/` with `pack.yaml` (name, version, title, about, source) and one
`<service>.yaml` per service it speaks to. No code knows the name of a pack.
"""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import RAISE, Schema, fields

from contracts.classes import PUBLIC


@dataclass(frozen=True)
class PackPart:
    service: str
    schema: type[Schema]


class PackHead(Schema):
    """`pack.yaml`: what a pack is."""

    class Meta:
        unknown = RAISE

    name = fields.String(required=True, metadata=PUBLIC)
    version = fields.String(required=True, metadata=PUBLIC)
    title = fields.String(required=True, metadata=PUBLIC)
    about = fields.String(load_default="", metadata=PUBLIC)
    source = fields.String(load_default="", metadata=PUBLIC)
