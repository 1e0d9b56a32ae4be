"""The figures of stations and needs: how many there are, what was asked, and what of it was solved."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import (
    NeedRaisedV1,
    NeedReopenedV1,
    NeedSolvedV1,
    StationClosedV1,
    StationOpenedV1,
)

SKILL_TEAMS = ["clinic", "repair", "lecture"]
"""The usual kinds of teams that are called for what they can do."""

AT_THE_DOOR = "door_visits"
"""The root of the programmes under which stands what residents told at their doors (叩门办实事)."""

_KEPT = ["station_id", "source", "category", "programme", "programme_root"]

STATIONS = Series(
    "volunteering.station",
    begins=[Take(StationOpenedV1, key=["station_id"], at="opened_on", keep=["kind"])],
    ends=[Take(StationClosedV1, key=["station_id"], at="closed_on")],
)
"""A station from its opening to its closing."""

NEEDS = Series("volunteering.need", begins=[Take(NeedRaisedV1, key=["need_id"], keep=_KEPT)])
"""A need that was raised."""

SOLUTIONS = Series(
    "volunteering.solution",
    begins=[Take(NeedSolvedV1, key=["solution_id"], amount="minutes", keep=["need_id", "team_kind", *_KEPT])],
    voids=[Take(NeedReopenedV1, key=["solution_id"])],
)
"""A need that the helped say is solved; opening it again takes that back."""

V07_DEEDS = Metric(
    "V07.solved",
    zh="叩门办实事",
    en="What was told at the door and solved",
    unit="need",
    mechanism="V07",
    numerator=Distinct(SOLUTIONS, of="need_id", when=When.BEGAN, where={"programme_root": AT_THE_DOOR}),
    denominator=Distinct(NEEDS, of="key", when=When.BEGAN, where={"programme_root": AT_THE_DOOR}),
    about="Needs told at residents' doors that they said are solved in the period, each counted once, and those told in it.",
)
V08_STATIONS = Metric(
    "V08.stations",
    zh="党员工作室服务站",
    en="Stations that take needs",
    unit="station",
    mechanism="V08",
    numerator=Distinct(STATIONS, of="key", when=When.AT_END),
    about="Stations open at the end of the period.",
)
V08_SOLVED = Metric(
    "V08.solved",
    zh="服务站解决的群众需求",
    en="Needs raised at stations and solved",
    unit="need",
    mechanism="V08",
    numerator=Distinct(SOLUTIONS, of="need_id", when=When.BEGAN, where={"source": "resident"}),
    denominator=Distinct(NEEDS, of="key", when=When.BEGAN, where={"source": "resident"}),
    about="Needs that the helped said are solved in the period, and those raised at stations in it. Closed is not solved.",
)
V13_ANSWERED = Metric(
    "V13.solved",
    zh="民求我应：解决的需求",
    en="Needs of residents that were answered and solved",
    unit="need",
    mechanism="V13",
    numerator=Distinct(SOLUTIONS, of="need_id", when=When.BEGAN),
    denominator=Distinct(NEEDS, of="key", when=When.BEGAN),
    about="Needs solved in the period, wherever they came from, and those raised in it.",
)
V13_MINUTES = Metric(
    "V13.minutes",
    zh="民求我应：从提出到解决的总时长",
    en="Time from the asking to the solution",
    unit="minute",
    mechanism="V13",
    numerator=Total(SOLUTIONS, when=When.BEGAN),
    denominator=Distinct(SOLUTIONS, of="key", when=When.BEGAN),
    about="Minutes between raising and solving, of all solutions of the period; the ratio is the mean.",
)
V24_PROJECTS = Metric(
    "V24.projects",
    zh="巡诊、维修、大讲堂服务项目",
    en="Projects of skill teams: clinic, repairs, lectures",
    unit="project",
    mechanism="V24",
    numerator=Distinct(SOLUTIONS, of="team_kind", when=When.BEGAN, where={"team_kind": SKILL_TEAMS}),
    about="Kinds of skill teams that solved at least one order in the period.",
)
V24_ORDERS = Metric(
    "V24.orders",
    zh="技能队伍完成的订单",
    en="Orders that skill teams solved",
    unit="need",
    mechanism="V24",
    numerator=Distinct(SOLUTIONS, of="need_id", when=When.BEGAN, where={"team_kind": SKILL_TEAMS}),
    about="Needs solved in the period by members of skill teams in their team's name.",
)
