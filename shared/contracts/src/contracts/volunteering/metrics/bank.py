"""The figures of love banks (爱心银行)."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import BankOpenedV1, MinutesPostedV1
from contracts.volunteering.metrics.teams import TEAMS

BANKS = Series("volunteering.bank", begins=[Take(BankOpenedV1, key=["bank_id"], at="opened_on")])
"""A community's love bank."""

MINUTES_EARNED = Series(
    "volunteering.minutes_earned",
    begins=[
        Take(
            MinutesPostedV1,
            key=["earned_id"],
            amount="minutes",
            at="posted_on",
            where={"kind": "earned"},
            keep=["bank_id"],
        )
    ],
    voids=[Take(MinutesPostedV1, key=["earned_id"], where={"kind": "reversed"})],
)
"""Minutes that hours earned, in this book or an older one; hours that were reversed strike them."""

MINUTES_REDEEMED = Series(
    "volunteering.minutes_redeemed",
    begins=[
        Take(
            MinutesPostedV1,
            key=["posting_id"],
            amount="minutes",
            at="posted_on",
            where={"kind": "redeemed"},
            keep=["bank_id"],
        )
    ],
)
"""Minutes that were exchanged for goods of a love supermarket."""

MINUTES_GIVEN = Series(
    "volunteering.minutes_given",
    begins=[
        Take(
            MinutesPostedV1,
            key=["posting_id"],
            amount="minutes",
            at="posted_on",
            where={"kind": "given"},
            keep=["bank_id"],
        )
    ],
)
"""Minutes that one gave to another, or to a community."""


def _minutes(word: str, of: Series, zh: str, en: str, about: str) -> Metric:
    numerator = Total(of, when=When.BEGAN)
    return Metric(f"V10.{word}", zh=zh, en=en, unit="minute", mechanism="V10", numerator=numerator, about=about)


V10_BANKS = Metric(
    "V10.banks",
    zh="爱心银行",
    en="Love banks",
    unit="unit",
    mechanism="V10",
    numerator=Distinct(BANKS, of="key", when=When.AT_END),
    about="Love banks open at the end of the period.",
)
V10_EARNED = _minutes(
    "minutes_earned",
    MINUTES_EARNED,
    "存入时长",
    "Minutes earned",
    "Minutes credited for hours served, reversed struck; balances brought forward from an older book on the day they stand for.",
)
V10_REDEEMED = _minutes(
    "minutes_redeemed", MINUTES_REDEEMED, "兑换时长", "Minutes redeemed", "Minutes exchanged for goods handed over."
)
V10_GIVEN = _minutes(
    "minutes_given", MINUTES_GIVEN, "转赠时长", "Minutes given", "Minutes given to another person or to a community."
)
V10_THEMES = Metric(
    "V10.themes",
    zh="特色志愿队类别",
    en="Themes of volunteer teams",
    unit="kind",
    mechanism="V10",
    numerator=Distinct(TEAMS, of="kind", when=When.AT_END),
    about="Different kinds of team, as the pack names them, that stand at the end of the period.",
)
