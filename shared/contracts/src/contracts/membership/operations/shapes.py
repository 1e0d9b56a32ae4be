"""Shapes that several of membership's operations share, and the ids of the examples."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import INTERNAL, PUBLIC

CITY = "01890a5d-ac96-7002-8b14-000007e5b1a1"
COMMUNITY = "01890a5d-ac96-7004-8c01-000007e5b1a4"
STREET = "01890a5d-ac96-7003-8c01-000007e5b1a3"
HOUSEHOLD = "01890a5d-ac96-7006-8c01-000007e5b1a6"
PERSON = "01890a5d-ac96-7007-8c01-000007e5b1a7"
UNIT = "01890a5d-ac96-7008-8c01-000007e5b1a8"
POST = "01890a5d-ac96-7009-8c01-000007e5b1a9"
CLAIM = "01890a5d-ac96-700a-8c01-000007e5b1aa"
PLEDGE = "01890a5d-ac96-700b-8c01-000007e5b1ab"
ACCOUNT = "01890a5d-ac96-700c-8c01-000007e5b1ac"
GRANT = "01890a5d-ac96-700d-8c01-000007e5b1ad"
ORGANISATION = "01890a5d-ac96-700e-8c01-000007e5b1ae"
GRID_CHANGE = "01890a5d-ac96-700f-8c01-000007e5b1af"
ASSIGNMENT = "01890a5d-ac96-7010-8c01-000007e5b1b0"
MEMBER_SEAT = "01890a5d-ac96-7011-8c01-000007e5b1b1"
COMMITTEE_SEAT = "01890a5d-ac96-7012-8c01-000007e5b1b2"
COVERAGE = "01890a5d-ac96-7013-8c01-000007e5b1b3"
RESTRUCTURING = "01890a5d-ac96-7014-8c01-000007e5b1b4"
BOARD = "01890a5d-ac96-7015-8c01-000007e5b1b5"
ERASURE = "01890a5d-ac96-7016-8c01-000007e5b1b6"
KIN_LINK = "01890a5d-ac96-7017-8c01-000007e5b1b7"
CONSENT = "01890a5d-ac96-7018-8c01-000007e5b1b8"
CORRECTION = "01890a5d-ac96-7019-8c01-000007e5b1b9"
TRANSFER = "01890a5d-ac96-701a-8c01-000007e5b1ba"
GRANT_PROPOSAL = "01890a5d-ac96-7030-8c01-000007e5b1d0"
VISIT = "01890a5d-ac96-7023-8c01-000007e5b1c3"


class Words(Schema):
    """A request: anything undeclared is refused."""

    class Meta:
        unknown = RAISE


class PageWords(Words):
    """A request for one page of a list: `after` is the `next` of the page before."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200), metadata=PUBLIC)
    after = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)


class Page(Schema):
    """One page of a list; `next` is null on the last one."""

    next = fields.String(required=True, allow_none=True, metadata=PUBLIC)


class Done(Schema):
    """Nothing more to say than that it happened."""

    done = fields.Boolean(required=True, metadata=INTERNAL)
