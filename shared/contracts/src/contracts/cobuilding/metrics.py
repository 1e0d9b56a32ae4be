"""The figures of cobuilding: units on the register, and how many of them have an agreement."""

from __future__ import annotations

from contracts.cobuilding.events import (
    AgreementLapsedV1,
    AgreementSignedV1,
    UnitChangedV1,
    UnitClassifiedV1,
    UnitRegisteredV1,
)
from contracts.metrics import Distinct, Metric, Series, Take, When

UNITS = Series(
    "cobuilding.unit",
    begins=[Take(UnitRegisteredV1, key=["unit_id"], subject="unit_id", keep=["kind"])],
    ends=[Take(UnitChangedV1, key=["unit_id"], where={"active": False}, at="changed_on")],
)
"""A unit from its registration until it closes or leaves."""

AGREEMENTS = Series(
    "cobuilding.agreement",
    begins=[Take(AgreementSignedV1, key=["agreement_id"], subject="unit_id", at="signed_on")],
    ends=[Take(AgreementLapsedV1, key=["agreement_id"], at="lapsed_on")],
)
"""An agreement from its signing to the first day without it."""

FIRMS_ABOVE_SCALE = Series(
    "cobuilding.firm_above_scale",
    begins=[
        Take(UnitClassifiedV1, key=["classification_id"], subject="unit_id", where={"above_scale": True}, at="since")
    ],
    ends=[Take(UnitClassifiedV1, key=["replaces"], at="since")],
)
"""Firms from the day they are above scale until they are classified anew or close."""

C17_UNITS = Metric(
    "C17.units",
    zh="驻区单位",
    en="Units on the register",
    unit="unit",
    mechanism="C17",
    numerator=Distinct(UNITS, of="subject", when=When.AT_END),
    about="Units of the area on the register at the end of the period.",
)
C10_COVERAGE = Metric(
    "C10.coverage",
    zh="共建协议覆盖率",
    en="Units with an agreement in force",
    unit="unit",
    mechanism="C10",
    numerator=Distinct(AGREEMENTS, of="subject", when=When.AT_END),
    denominator=Distinct(UNITS, of="subject", when=When.AT_END),
    about="Units with a co-building agreement in force at the end of the period, of all units then on the register.",
)
C10_SIGNED = Metric(
    "C10.signed",
    zh="签订共建协议",
    en="Agreements signed",
    unit="agreement",
    mechanism="C10",
    numerator=Distinct(AGREEMENTS, of="key", when=When.BEGAN),
    about="Agreements signed in the period, renewals among them.",
)
