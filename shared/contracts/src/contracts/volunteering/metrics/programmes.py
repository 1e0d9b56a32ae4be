"""The figures of what activities were for and what came of them: by programme, kind of team, output and cadence."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import (
    ActivityLoggedV1,
    CadenceLostV1,
    CadenceMetV1,
    OutputRecordedV1,
    OutputStruckV1,
)
from contracts.volunteering.metrics.teams import SEATS, TEAMS

PARTY = "party"
NEIGHBOURS = "neighbours"

LOGS = Series(
    "volunteering.activity_log",
    begins=[
        Take(
            ActivityLoggedV1,
            key=["log_id"],
            amount="attended",
            at="held_on",
            keep=["activity_id", "team_id", "team_kind", "programme", "programme_root"],
        )
    ],
)
"""An activity that somebody came to, with what it was for and how many came."""

OUTPUTS = Series(
    "volunteering.output",
    begins=[
        Take(
            OutputRecordedV1,
            key=["output_id"],
            amount="number",
            at="held_on",
            keep=["activity_id", "team_kind", "programme", "programme_root", "unit"],
        )
    ],
    voids=[Take(OutputStruckV1, key=["output_id"])],
)
"""What came of activities: a number of a unit."""

CADENCES = Series(
    "volunteering.cadence",
    begins=[
        Take(
            CadenceMetV1,
            key=["standing_id"],
            subject="subject_id",
            at="first_day",
            keep=["cadence", "of", "team_kind", "first_day"],
        )
    ],
    voids=[Take(CadenceLostV1, key=["standing_id"])],
)
"""A period in which a team or a member served as often as asked."""


def held_for(metric: str, programme: str, zh: str, en: str) -> Metric:
    """How many activities of a programme were held."""
    return Metric(
        metric,
        zh=zh,
        en=en,
        unit="activity",
        mechanism=metric.split(".")[0],
        numerator=Distinct(LOGS, of="activity_id", when=When.BEGAN, where={"programme": programme}),
        about=f"Activities of the period for programme {programme} that somebody came to.",
    )


V16_THEMES = Metric(
    "V16.themes",
    zh="邻里互助主题",
    en="Themes of mutual help among neighbours",
    unit="theme",
    mechanism="V16",
    numerator=Distinct(LOGS, of="programme", when=When.BEGAN, where={"programme_root": NEIGHBOURS}),
    about="Distinct programmes of the neighbours' tree that activities of the period were held for.",
)
V21_TEAMS = Metric(
    "V21.teams",
    zh="党员志愿队",
    en="Party members' volunteer teams",
    unit="team",
    mechanism="V21",
    numerator=Distinct(TEAMS, of="key", when=When.AT_END, where={"kind": PARTY}),
    about="Party members' teams standing at the end of the period.",
)
V21_MEMBERS = Metric(
    "V21.members",
    zh="党员志愿队队员",
    en="People in party members' teams",
    unit="person",
    mechanism="V21",
    numerator=Distinct(SEATS, of="subject", when=When.AT_END, where={"team_kind": PARTY}),
    about="Distinct people with a seat in a party members' team at the end of the period.",
)
V21_SESSIONS = Metric(
    "V21.sessions",
    zh="党员志愿服务活动",
    en="Activities of party members' teams",
    unit="activity",
    mechanism="V21",
    numerator=Distinct(LOGS, of="activity_id", when=When.BEGAN, where={"team_kind": PARTY}),
    about="Activities of party members' teams in the period that somebody came to.",
)
V21_PARTICIPANTS = Metric(
    "V21.participants",
    zh="党员志愿服务参与人次",
    en="Attendances at activities of party members' teams",
    unit="attendance",
    mechanism="V21",
    numerator=Total(LOGS, when=When.BEGAN, where={"team_kind": PARTY}),
    about="How many came to the activities of party members' teams, each time counted.",
)
V21_LEAFLETS = Metric(
    "V21.leaflets",
    zh="党员志愿队发放宣传资料",
    en="Leaflets handed out by party members' teams",
    unit="leaflet",
    mechanism="V21",
    numerator=Total(OUTPUTS, when=When.BEGAN, where={"team_kind": PARTY, "unit": "leaflet"}),
    about="Outputs of party members' teams counted in leaflets, struck ones left out.",
)
V21_MONTHS = Metric(
    "V21.team_months",
    zh="党员志愿队活动频次达标（队·月）",
    en="Months in which a party members' team met its cadence",
    unit="team month",
    mechanism="V21",
    numerator=Distinct(CADENCES, of="key", when=When.BEGAN, where={"of": "team", "team_kind": PARTY}),
    about="Pairs of a team and a month in which it held as many activities as its pack asks.",
)
V28_PEOPLE = Metric(
    "V28.people",
    zh="达到志愿服务频次的人数",
    en="People who met their cadence of service",
    unit="person",
    mechanism="V28",
    numerator=Distinct(CADENCES, of="subject", when=When.BEGAN, where={"of": "member"}),
    about="Distinct people who in at least one period of the year served as often as their pack asks.",
)
V28_MONTHS = Metric(
    "V28.person_months",
    zh="志愿服务频次达标（人·期）",
    en="Periods in which a member met the cadence",
    unit="person period",
    mechanism="V28",
    numerator=Distinct(CADENCES, of="key", when=When.BEGAN, where={"of": "member"}),
    about="Pairs of a person and a period, such as a month, in which the cadence of the pack was met.",
)
