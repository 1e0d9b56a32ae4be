"""The figures of teams: standing teams, people in them, micro-teams."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, When
from contracts.volunteering.events import (
    TeamChangedV1,
    TeamDisbandedV1,
    TeamFormedV1,
)
from contracts.volunteering.packs import MICRO

TEAMS = Series(
    "volunteering.team",
    begins=[Take(TeamFormedV1, key=["team_id"], keep=["kind", "name"])],
    ends=[Take(TeamDisbandedV1, key=["team_id"])],
)
"""A team from its forming to its disbanding."""


SEATS = Series(
    "volunteering.team_seat",
    begins=[
        Take(
            TeamChangedV1,
            key=["seat_id"],
            subject="person_id",
            where={"change": "member_joined"},
            keep=["team_id", "team_kind", "seat_role"],
        )
    ],
    ends=[Take(TeamChangedV1, key=["seat_id"], where={"change": "member_left"})],
)
"""A stay of a person in a team in one role. A disbanded team's seats have ended before it."""


def teams_of(metric: str, kind: str, zh: str, en: str) -> Metric:
    """How many teams of a kind stand."""
    return Metric(
        metric,
        zh=zh,
        en=en,
        unit="team",
        mechanism=metric.split(".")[0],
        numerator=Distinct(TEAMS, of="key", when=When.AT_END, where={"kind": kind}),
        about=f"Teams of kind {kind} standing at the end of the period.",
    )


V03_TEAMS = Metric(
    "V03.teams",
    zh="志愿服务队伍",
    en="Volunteer teams",
    unit="team",
    mechanism="V03",
    numerator=Distinct(TEAMS, of="key", when=When.AT_END),
    about="Teams standing at the end of the period, whatever they do.",
)


V03_PEOPLE = Metric(
    "V03.people",
    zh="志愿队伍人数",
    en="People in volunteer teams",
    unit="person",
    mechanism="V03",
    numerator=Distinct(SEATS, of="subject", when=When.AT_END),
    about="Distinct people with a seat in a standing team at the end of the period; two teams count once.",
)


V03_PATROL_TEAMS = teams_of("V03.patrol_teams", "patrol", "治安巡逻队", "Patrol teams")


V03_ELDER_SERVICE_TEAMS = teams_of("V03.elder_service_teams", "elder_service", "为老服务队", "Elder-service teams")


V03_RESCUE_TEAMS = teams_of("V03.rescue_teams", "rescue", "应急抢险队", "Rescue teams")


V04_LEADERS = Metric(
    "V04.leaders",
    zh="微型小组组长",
    en="Leaders of micro-teams",
    unit="person",
    mechanism="V04",
    numerator=Distinct(
        SEATS,
        of="subject",
        when=When.AT_END,
        where={"team_kind": MICRO, "seat_role": "leader"},
    ),
    about="Distinct people who lead a micro-team at the end of the period.",
)


V04_MEMBERS = Metric(
    "V04.members",
    zh="微型小组成员",
    en="Members of micro-teams",
    unit="person",
    mechanism="V04",
    numerator=Distinct(
        SEATS,
        of="subject",
        when=When.AT_END,
        where={"team_kind": MICRO, "seat_role": "member"},
    ),
    about="Distinct people with a seat beside the leader's in a micro-team at the end of the period.",
)
