"""What may be asked of reporting: the annual report, the facts behind a figure, the seals, and a rebuild."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.access import Resource, area_scope, role, signed_in
from contracts.classes import INTERNAL, PUBLIC
from contracts.operations import Command, Query
from contracts.roles import AUDITOR, BRANCH_SECRETARY, OFFICERS, SECURITY_ADMIN, SUPERVISOR, SYSTEM_OPERATOR

EXAMPLE_AREA = "01890a5d-ac96-774b-bcce-b302099a8057"


class Account(Resource):
    """The account (账) that an area gives of a year. Its figures are open to every resident, its facts to those who
    answer for the area."""

    key = "area"
    area_id = area_scope()
    see = (signed_in(),)


class _Words(Schema):
    class Meta:
        unknown = RAISE


class ShowAnnualReport(_Words):
    """Which account: a community, street, district or city, and a civil year in Asia/Shanghai."""

    area = fields.UUID(required=True, metadata=PUBLIC)
    year = fields.Integer(required=True, validate=validate.Range(1949, 9999), metadata=PUBLIC)


class Figure(_Words):
    """One figure. `value` is the numerator; `ratio` is numerator ÷ denominator, null without a denominator or over
    nothing. `as_of` is the moment it speaks of: the year's end, or now while the year runs. `imported` of the `facts`
    behind the numerator came through an import door."""

    metric = fields.String(required=True, metadata=PUBLIC)
    mechanism = fields.String(required=True, metadata=PUBLIC)
    zh = fields.String(required=True, metadata=PUBLIC)
    en = fields.String(required=True, metadata=PUBLIC)
    unit = fields.String(required=True, metadata=PUBLIC)
    about = fields.String(required=True, metadata=PUBLIC)
    value = fields.Integer(required=True, metadata=PUBLIC)
    numerator = fields.Integer(required=True, metadata=PUBLIC)
    denominator = fields.Integer(required=True, allow_none=True, metadata=PUBLIC)
    ratio = fields.Float(required=True, allow_none=True, metadata=PUBLIC)
    as_of = fields.AwareDateTime(required=True, metadata=PUBLIC)
    facts = fields.Integer(required=True, metadata=PUBLIC)
    imported = fields.Integer(required=True, metadata=PUBLIC)
    facts_href = fields.String(required=True, metadata=PUBLIC)


class Section(_Words):
    """A section of the report, as the area's pack orders it."""

    title_zh = fields.String(required=True, metadata=PUBLIC)
    title_en = fields.String(required=True, metadata=PUBLIC)
    figures = fields.List(fields.Nested(Figure), required=True, metadata=PUBLIC)


class AnnualReport(_Words):
    """The year-end account of one area."""

    area = fields.UUID(required=True, metadata=PUBLIC)
    area_name = fields.String(required=True, metadata=PUBLIC)
    area_kind = fields.String(required=True, metadata=PUBLIC)
    area_code = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    year = fields.Integer(required=True, metadata=PUBLIC)
    as_of = fields.AwareDateTime(required=True, metadata=PUBLIC)
    complete = fields.Boolean(required=True, metadata=PUBLIC)
    sections = fields.List(fields.Nested(Section), required=True, metadata=PUBLIC)


class ListFigureFacts(_Words):
    """Which figure to open; `part` chooses the facts of its numerator or of its denominator."""

    area = fields.UUID(required=True, metadata=PUBLIC)
    year = fields.Integer(required=True, validate=validate.Range(1949, 9999), metadata=PUBLIC)
    metric = fields.String(required=True, metadata=PUBLIC)
    part = fields.String(
        load_default="numerator", validate=validate.OneOf(["numerator", "denominator"]), metadata=PUBLIC
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200), metadata=PUBLIC)
    after = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)


class Fact(_Words):
    """One fact behind a figure: an episode, and the events that began and ended it. `subject` is an id or an owner's
    keyed hash, in full for officers of the area and by its last four characters for other readers, who see no ids among
    `kept` either."""

    series = fields.String(required=True, metadata=INTERNAL)
    key = fields.String(required=True, metadata=INTERNAL)
    subject = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    area = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    begins_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    ends_at = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)
    amount = fields.Integer(required=True, metadata=INTERNAL)
    kept = fields.Dict(keys=fields.String(), required=True, metadata=INTERNAL)
    imported = fields.Boolean(required=True, metadata=INTERNAL)
    begin_event = fields.UUID(required=True, metadata=INTERNAL)
    end_event = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)


class FactPage(_Words):
    items = fields.List(fields.Nested(Fact), required=True, metadata=INTERNAL)
    next = fields.String(required=True, allow_none=True, metadata=INTERNAL)


class RebuildReply(_Words):
    """What a rebuild read and made."""

    events = fields.Integer(required=True, metadata=INTERNAL)
    facts = fields.Integer(required=True, metadata=INTERNAL)


class ListSeals(_Words):
    """Which seals: of one service, or only the broken links of the chains."""

    service = fields.String(load_default=None, allow_none=True, metadata=INTERNAL)
    broken = fields.Boolean(load_default=False, metadata=INTERNAL)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200), metadata=PUBLIC)
    after = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)


class Seal(_Words):
    """A minute's audit seal as it was heard: link number `chain` of its service. `broken` is true when it is not the link
    after the last one heard, or does not continue its digest."""

    event_id = fields.UUID(required=True, metadata=INTERNAL)
    service = fields.String(required=True, metadata=INTERNAL)
    chain = fields.Integer(required=True, metadata=INTERNAL)
    sealed_minute = fields.AwareDateTime(required=True, metadata=INTERNAL)
    entries = fields.Integer(required=True, metadata=INTERNAL)
    previous = fields.String(required=True, metadata=INTERNAL)
    digest = fields.String(required=True, metadata=INTERNAL)
    broken = fields.Boolean(required=True, metadata=INTERNAL)


class SealPage(_Words):
    items = fields.List(fields.Nested(Seal), required=True, metadata=INTERNAL)
    next = fields.String(required=True, allow_none=True, metadata=INTERNAL)


show_annual_report = Query(
    "reporting.show_annual_report",
    "GET /reports/annual",
    request=ShowAnnualReport,
    reply=AnnualReport,
    on=Account,
    allow=[signed_in()],
    refuses=["year_not_begun", "area_not_accountable", "area_not_there_in_year"],
    about="The year-end account (年终成绩单) of a community, street, district or city, each figure with its facts.",
    example={"area": EXAMPLE_AREA, "year": 2011},
    deadline=20.0,
)

list_figure_facts = Query(
    "reporting.list_figure_facts",
    "GET /reports/annual/facts",
    request=ListFigureFacts,
    reply=FactPage,
    on=Account,
    allow=[role(*OFFICERS, BRANCH_SECRETARY, SUPERVISOR, AUDITOR).over(Account.area_id)],
    refuses=["year_not_begun", "area_not_accountable", "area_not_there_in_year", "metric_unknown", "part_has_no_facts"],
    about="Opens a figure of the annual report down to the facts behind it, in order of time.",
    example={"area": EXAMPLE_AREA, "year": 2011, "metric": "V03.people"},
    paged=True,
)

rebuild_facts = Command(
    "reporting.rebuild_facts",
    "POST /reports/rebuild",
    reply=RebuildReply,
    allow=[role(SYSTEM_OPERATOR).anywhere()],
    about="Throws all facts away and projects them anew from the archive, in one transaction.",
    deadline=300.0,
)

list_seals = Query(
    "reporting.list_seals",
    "GET /reports/seals",
    request=ListSeals,
    reply=SealPage,
    allow=[role(AUDITOR, SECURITY_ADMIN).anywhere()],
    about="The audit seals of all services as reporting heard them; a link that does not hold is marked broken.",
    paged=True,
)
