"""The figures of programmes for young people (青少年): bases, platforms, camps, Saturday practice, screenings."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import CampHeldV1, SiteClosedV1, SiteOpenedV1
from contracts.volunteering.metrics.programmes import OUTPUTS, held_for
from contracts.volunteering.metrics.teams import teams_of

YOUTH = "youth"

SITES = Series(
    "volunteering.site",
    begins=[Take(SiteOpenedV1, key=["site_id"], at="opened_on", keep=["kind", "programme", "programme_root"])],
    ends=[Take(SiteClosedV1, key=["site_id"], at="closed_on")],
)
"""A place of a programme from its opening until it was given up."""

CAMPS = Series(
    "volunteering.camp",
    begins=[
        Take(CampHeldV1, key=["camp_id"], amount="children", at="last_on", keep=["programme_root", "child_days"]),
    ],
)
"""A camp that at least one child came to, as of its last day."""


def _sites(mechanism: str, word: str, kind: str, zh: str, en: str) -> Metric:
    return Metric(
        f"{mechanism}.{word}",
        zh=zh,
        en=en,
        unit="place",
        mechanism=mechanism,
        numerator=Distinct(SITES, of="key", when=When.AT_END, where={"kind": kind, "programme_root": YOUTH}),
        about=f"Places of kind {kind} of programmes for young people, open at the end of the period.",
    )


V05_LECTURE_TEAMS = teams_of("V05.lecture_teams", "lecture", "报告团", "Lecture teams")
V05_BASES = _sites("V05", "bases", "base", "教育基地", "Education bases")
V05_CAMPS = Metric(
    "V05.camps",
    zh="社区夏令营",
    en="Camps held",
    unit="camp",
    mechanism="V05",
    numerator=Distinct(CAMPS, of="key", when=When.BEGAN),
    about="Camps whose last day lies in the period and that at least one child came to; one a year is expected.",
)
V05_CHILDREN = Metric(
    "V05.children",
    zh="夏令营营员",
    en="Children at camps",
    unit="person",
    mechanism="V05",
    numerator=Total(CAMPS, when=When.BEGAN),
    about="Children who came to a camp on at least one day, counted once a camp; enrolled and absent ones are left out.",
)
V17_PLATFORMS = _sites("V17", "platforms", "platform", "实践体验平台", "Platforms of practice")
V17_TEAMS = teams_of("V17.teams", "youth", "青少年实践志愿者队伍", "Youth teams")
V17_SQUADS = teams_of("V17.squads", "youth_squad", "小分队", "Youth squads")
V17_SESSIONS = held_for("V17.sessions", "youth_practice", "实践体验活动", "Sessions of practice")
V22_SCREENINGS = Metric(
    "V22.screenings",
    zh="电教片放映场次",
    en="Screenings for young people",
    unit="screening",
    mechanism="V22",
    numerator=Total(OUTPUTS, when=When.BEGAN, where={"programme_root": YOUTH, "unit": "screening"}),
    about="Outputs of activities for young people counted in screenings, struck ones left out.",
)
V22_GREEN_ACTIONS = held_for("V22.green_actions", "youth_green", "植绿护绿活动", "Green actions of young people")
