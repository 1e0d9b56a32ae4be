"""The figures of culture and sport (文体): troupes, shows, prizes, the fixture of each month."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import PrizeRecordedV1, PrizeStruckV1
from contracts.volunteering.metrics.programmes import CADENCES, held_for
from contracts.volunteering.metrics.teams import SEATS, teams_of
from contracts.volunteering.packs import MONTHLY_FIXTURE

CULTURE = "culture"

PRIZES = Series(
    "volunteering.prize",
    begins=[
        Take(
            PrizeRecordedV1,
            key=["prize_id"],
            amount="winners",
            at="held_on",
            keep=["activity_id", "team_kind", "programme", "programme_root", "level"],
        )
    ],
    voids=[Take(PrizeStruckV1, key=["prize_id"])],
)
"""A prize that was won, as of the day of its activity."""


C04_TROUPES = teams_of("C04.troupes", CULTURE, "文化队伍", "Culture troupes")
V15_GALAS = held_for("V15.galas", "culture_gala", "大型晚会", "Galas")
V15_EXHIBITIONS = held_for("V15.exhibitions", "culture_exhibition", "展览展示", "Exhibitions")
V15_AWARDS = Metric(
    "V15.awards",
    zh="文体活动获奖人次",
    en="Prizes won in culture and sport",
    unit="award",
    mechanism="V15",
    numerator=Total(PRIZES, when=When.BEGAN, where={"programme_root": CULTURE}),
    about="Winners of the prizes of the period's culture and sport, each prize with evidence, struck ones left out.",
)
V15_FIXTURE_MONTHS = Metric(
    "V15.fixture_months",
    zh="每月固定活动开展月数",
    en="Months in which the fixture took place",
    unit="month",
    mechanism="V15",
    numerator=Distinct(CADENCES, of="first_day", when=When.BEGAN, where={"cadence": MONTHLY_FIXTURE}),
    about="Months of the period in which the fixture was held on its day; on another day it does not count.",
)
V18_TROUPES = teams_of("V18.troupes", CULTURE, "文化队伍", "Culture troupes")
V18_PEOPLE = Metric(
    "V18.people",
    zh="文化队伍人数",
    en="People in culture troupes",
    unit="person",
    mechanism="V18",
    numerator=Distinct(SEATS, of="subject", when=When.AT_END, where={"team_kind": CULTURE}),
    about="Distinct people with a seat in a culture troupe at the end of the period; two troupes count once.",
)
V18_SQUARE_SHOWS = held_for("V18.square_shows", "culture_square_show", "广场演出", "Shows on the square")
V18_JOINT_SHOWS = held_for("V18.joint_shows", "culture_joint_show", "联欢会", "Shows with a unit")
V18_SCHOOL_SHOWS = held_for("V18.school_shows", "culture_school_show", "与学校同台演出", "Shows with a school")
V18_SHOW_MONTHS = Metric(
    "V18.show_months",
    zh="有演出的月数",
    en="Months with a show",
    unit="month",
    mechanism="V18",
    numerator=Distinct(CADENCES, of="first_day", when=When.BEGAN, where={"cadence": "troupe_monthly_show"}),
    about="Months of the period in which at least one culture troupe met its cadence of shows.",
)
