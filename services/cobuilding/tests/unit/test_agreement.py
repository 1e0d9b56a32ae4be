"""The days of an agreement."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cobuilding.domain.agreement import Agreement, assert_known
from cobuilding.domain.errors import (
    AgreementLapsed,
    BeforeSigning,
    DateInFuture,
    EndsBeforeSigning,
    ObligationTwice,
    ObligationUnknown,
)

SIGNED, LAST = date(2011, 3, 5), date(2011, 12, 31)


def agreement(signed_on: date = SIGNED, ends_on: date = LAST) -> Agreement:
    return Agreement(id=uuid4(), unit_id=uuid4(), area=uuid4(), signed_on=signed_on, ends_on=ends_on, obligations=["a"])


def test_it_may_be_signed_and_end_on_one_day() -> None:
    agreement(ends_on=SIGNED).assert_dated(SIGNED)


def test_it_is_not_signed_tomorrow_and_does_not_end_yesterday() -> None:
    with pytest.raises(DateInFuture):
        agreement().assert_dated(SIGNED - timedelta(days=1))
    with pytest.raises(EndsBeforeSigning):
        agreement(ends_on=SIGNED - timedelta(days=1)).assert_dated(SIGNED)


def test_it_lapses_once_and_never_after_its_end() -> None:
    one = agreement()
    assert one.lapse(date(2013, 1, 1), "ended") == date(2012, 1, 1)
    with pytest.raises(AgreementLapsed):
        one.lapse(LAST, "again")


def test_it_cannot_lapse_before_it_is_signed() -> None:
    with pytest.raises(BeforeSigning):
        agreement().lapse(SIGNED - timedelta(days=1), "early")


def test_obligations_are_the_packs_and_named_once() -> None:
    assert_known(["a", "b"], {"a", "b", "c"})
    with pytest.raises(ObligationTwice):
        assert_known(["a", "a"], {"a"})
    with pytest.raises(ObligationUnknown, match="x, y"):
        assert_known(["y", "a", "x"], {"a"})
