"""Figures of household visits (走千家：三必到、五必访; E05): whom nobody called on, and who came in time."""

from __future__ import annotations

from contracts.membership.events import HouseholdVisitMadeV1, HouseholdVisitStruckV1, VisitDeadlineSettledV1
from contracts.membership.metrics.denominators import STATED_HOUSEHOLDS
from contracts.metrics import Distinct, Metric, NumeratorOf, Series, Take, When

HOUSEHOLD_VISITS = Series(
    "membership.household_visit",
    begins=[Take(HouseholdVisitMadeV1, key=["visit_id"], subject="household_id", at="visited_on")],
    voids=[Take(HouseholdVisitStruckV1, key=["visit_id"])],
)
"""A visit at which somebody was met; one that was struck never was."""

VISIT_DEADLINES = Series(
    "membership.visit_deadline",
    begins=[
        Take(
            VisitDeadlineSettledV1,
            key=["deadline_id"],
            at="settled_on",
            where={"outcome": ["kept", "missed"]},
            keep=["urgency", "outcome"],
        )
    ],
    voids=[Take(VisitDeadlineSettledV1, key=["deadline_id"], where={"outcome": "struck"})],
)
"""A deadline that was kept or missed."""


def _in_time(metric_id: str, urgency: str, zh: str, en: str) -> Metric:
    return Metric(
        metric_id,
        zh=zh,
        en=en,
        unit="visit",
        mechanism="E05",
        numerator=Distinct(VISIT_DEADLINES, of="key", when=When.BEGAN, where={"urgency": urgency, "outcome": "kept"}),
        denominator=Distinct(VISIT_DEADLINES, of="key", when=When.BEGAN, where={"urgency": urgency}),
        about="Deadlines kept, of those that were kept or passed in the period. Which of them was for what, membership shows "
        "to those who may know.",
    )


VISITED_HOUSEHOLDS = Metric(
    "E05.households",
    zh="走访过的住户",
    en="Households that were visited",
    unit="household",
    mechanism="E05",
    numerator=Distinct(HOUSEHOLD_VISITS, of="subject", when=When.BEGAN),
    denominator=NumeratorOf(STATED_HOUSEHOLDS.id),
    about="Distinct households where somebody was met in the period, of the households last stated: a household visited twice "
    "counts once, a door that stayed shut not at all.",
)
VISITS_MADE = Metric(
    "E05.visits",
    zh="入户走访次数",
    en="Visits to households",
    unit="visit",
    mechanism="E05",
    numerator=Distinct(HOUSEHOLD_VISITS, of="key", when=When.BEGAN),
    about="Visits at which somebody was met in the period.",
)
ARRIVALS_IN_TIME = _in_time("E05.arrivals", "arrival", "必到及时到达", "Arrivals at once that were in time")
CALLS_IN_TIME = _in_time("E05.calls", "call", "必访及时走访", "Calls that were in time")
ROUNDS_IN_TIME = _in_time("E05.rounds", "round", "普遍走访按期完成", "Visits of the round that were in time")
