"""Figures of coverage (M05, M06, M31): seats of units, buildings and firms with an organisation, disclosed rolls."""

from __future__ import annotations

from contracts.membership.events import (
    AreaDesignatedV1,
    AreaDesignationEndedV1,
    CommitteeSeatEndedV1,
    CommitteeSeatOpenedV1,
    CoverageBegunV1,
    CoverageEndedV1,
    RollBoardPublishedV1,
    RollBoardWithdrawnV1,
    RollConcealedV1,
    RollDisclosedV1,
)
from contracts.membership.metrics.areas import AREAS
from contracts.membership.metrics.organisations import ROLLS
from contracts.metrics import Distinct, Metric, Series, Take, When

FIRMS_ABOVE_SCALE = "cobuilding.firm_above_scale"
"""Cobuilding's series of firms above scale."""

DESIGNATIONS = Series(
    "membership.designation",
    begins=[Take(AreaDesignatedV1, key=["designation_id"], subject="area_id", at="since", keep=["designation"])],
    ends=[Take(AreaDesignationEndedV1, key=["designation_id"], at="until")],
)
COVERAGE = Series(
    "membership.coverage",
    begins=[Take(CoverageBegunV1, key=["coverage_id"], subject="covered_id", at="since", keep=["covered_kind"])],
    ends=[Take(CoverageEndedV1, key=["coverage_id"], at="until")],
)
SEATS = Series(
    "membership.committee_seat",
    begins=[Take(CommitteeSeatOpenedV1, key=["seat_id"], subject="unit_id", at="opened_on")],
    ends=[Take(CommitteeSeatEndedV1, key=["seat_id"], at="ended_on")],
)
DISCLOSED = Series(
    "membership.disclosed_seat",
    begins=[Take(RollDisclosedV1, key=["seat_id"], at="disclosed_on")],
    ends=[Take(RollConcealedV1, key=["seat_id"], at="concealed_on")],
)
BOARDS = Series(
    "membership.roll_board",
    begins=[Take(RollBoardPublishedV1, key=["board_id"], subject="area_id", at="published_on")],
    ends=[Take(RollBoardWithdrawnV1, key=["board_id"], at="withdrawn_on")],
)

SEATED_UNITS = Metric(
    "M05.units",
    zh="有大党委兼职委员席位的单位",
    en="Units with a part-time seat on the committee",
    unit="unit",
    mechanism="M05",
    numerator=Distinct(SEATS, of="subject", when=When.AT_END),
    about="Distinct units with a seat at the end of the period, whoever sits there.",
)
COVERED_BUILDINGS = Metric(
    "M06.buildings",
    zh="建立党组织的商务楼宇",
    en="Commercial buildings with a party organisation",
    unit="area",
    mechanism="M06",
    numerator=Distinct(COVERAGE, of="subject", when=When.AT_END, where={"covered_kind": "building"}),
    denominator=Distinct(DESIGNATIONS, of="subject", when=When.AT_END, where={"designation": "commercial_building"}),
    about="Commercial buildings that an organisation covers at the end of the period, of all there are then.",
)
COVERED_FIRMS = Metric(
    "M06.firms",
    zh="建立党组织的规模以上非公企业",
    en="Firms above scale with a party organisation",
    unit="unit",
    mechanism="M06",
    numerator=Distinct(COVERAGE, of="subject", when=When.AT_END, where={"covered_kind": "firm"}),
    denominator=Distinct(FIRMS_ABOVE_SCALE, of="subject", when=When.AT_END),
    about="Firms above scale that an organisation covers at the end of the period, of all there are then.",
)
BOARDED_BUILDINGS = Metric(
    "M31.buildings",
    zh="公开党员信息的楼幢",
    en="Buildings that show their members",
    unit="area",
    mechanism="M31",
    numerator=Distinct(BOARDS, of="subject", when=When.AT_END),
    denominator=Distinct(AREAS, of="subject", when=When.AT_END, where={"kind": "building"}),
    about="Buildings with a board at the end of the period, of all buildings then there: coverage.",
)
DISCLOSED_MEMBERS = Metric(
    "M31.members",
    zh="亮身份的党员",
    en="Members who agreed to be shown",
    unit="person",
    mechanism="M31",
    numerator=Distinct(DISCLOSED, of="key", when=When.AT_END),
    denominator=Distinct(ROLLS, of="key", when=When.AT_END, where={"main": True}),
    about="Main places disclosed at the end of the period, of all then on the rolls: participation.",
)
