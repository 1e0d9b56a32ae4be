"""The figures of volunteering: teams, people in teams, micro-teams, hours, pairings."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import (
    ActivityHeldV1,
    HoursApprovedV1,
    HoursReversedV1,
    PairingEndedV1,
    PairingStartedV1,
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

HOURS = Series(
    "volunteering.hours",
    begins=[
        Take(
            HoursApprovedV1,
            key=["attendance_id"],
            subject="person_id",
            amount="minutes",
            at="served_on",
            keep=["activity_id", "team_id"],
        )
    ],
    voids=[Take(HoursReversedV1, key=["attendance_id"])],
)
"""Approved minutes of one attendance; a reversal strikes them."""

ACTIVITIES = Series(
    "volunteering.activity",
    begins=[Take(ActivityHeldV1, key=["activity_id"], at="held_on", keep=["team_id"])],
)
"""An activity that somebody came to."""

PAIRINGS = Series(
    "volunteering.pairing",
    begins=[
        Take(
            PairingStartedV1,
            key=["pairing_id"],
            subject="subject",
            at="started_on",
            keep=["helped_kind", "helper_kind", "helper_id"],
        )
    ],
    ends=[Take(PairingEndedV1, key=["pairing_id"], at="ended_on")],
)
"""A pairing from its first to its last day."""

SCHOOL_FINISHED = Series(
    "volunteering.school_finished",
    begins=[
        Take(
            PairingEndedV1,
            key=["pairing_id"],
            subject="subject",
            at="ended_on",
            where={"helped_kind": "student", "outcome": "finished_school"},
        )
    ],
)
"""A pairing with a student that ended because the student finished school while helped."""


def _teams_of(kind: str, word: str, zh: str, en: str) -> Metric:
    return Metric(
        f"V03.{word}",
        zh=zh,
        en=en,
        unit="team",
        mechanism="V03",
        numerator=Distinct(TEAMS, of="key", when=When.AT_END, where={"kind": kind}),
        about=f"Teams of kind {kind} standing at the end of the period.",
    )


V01_HOUSEHOLDS = Metric(
    "V01.households",
    zh="结对帮扶家庭",
    en="Households paired with a helper",
    unit="household",
    mechanism="V01",
    numerator=Distinct(PAIRINGS, of="subject", when=When.AT_END, where={"helped_kind": "household"}),
    about="Distinct households with a pairing open at the end of the period; two helpers of one household count once.",
)
V01_STUDENTS = Metric(
    "V01.students",
    zh="帮扶下完成学业的学生",
    en="Students who finished school while helped",
    unit="person",
    mechanism="V01",
    numerator=Distinct(SCHOOL_FINISHED, of="subject", when=When.BEGAN),
    about="Distinct students who finished school in the period while a pairing of theirs was open.",
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
V03_PATROL_TEAMS = _teams_of("patrol", "patrol_teams", "治安巡逻队", "Patrol teams")
V03_ELDER_SERVICE_TEAMS = _teams_of("elder_service", "elder_service_teams", "为老服务队", "Elder-service teams")
V03_RESCUE_TEAMS = _teams_of("rescue", "rescue_teams", "应急抢险队", "Rescue teams")
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
V09_MINUTES = Metric(
    "V09.minutes",
    zh="志愿服务时长",
    en="Volunteer time approved",
    unit="minute",
    mechanism="V09",
    numerator=Total(HOURS, when=When.BEGAN),
    about="Approved minutes served in the period, reversed ones struck.",
)
V26_ACTIVITIES = Metric(
    "V26.activities",
    zh="志愿服务活动",
    en="Volunteer activities held",
    unit="activity",
    mechanism="V26",
    numerator=Distinct(ACTIVITIES, of="key", when=When.BEGAN),
    about="Activities of the period that somebody came to.",
)
