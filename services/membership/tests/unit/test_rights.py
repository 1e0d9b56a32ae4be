"""Rules of erasures, family links, consents and corrections, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kernel.ids import uuid7
from membership.domain.consents import age_on
from membership.domain.corrections import ASKED, Correction, as_registered
from membership.domain.erasures import CLOSED, ORDERED, WAITING, Erasure, end_of_lock
from membership.domain.errors.rights import (
    CorrectionOwn,
    CorrectionUnfit,
    ErasureOwnRequest,
    ErasurePastRecall,
    GuardianNeedsKeeper,
    KinOfOneself,
    KinOwnAsking,
)
from membership.domain.kin import KinLink

TODAY, NOW = date(2031, 6, 15), datetime(2031, 6, 22, tzinfo=UTC)


def erasure() -> Erasure:
    return Erasure.request(person_id=uuid7(), area_id=uuid7(), ground="unlawful", paper=None, by=uuid7(), today=TODAY)


def test_an_erasure_closes_with_the_last_answer_and_a_second_one_changes_nothing() -> None:
    asked = erasure()
    asked.approve(by=uuid7(), person=None, shown_by="identity_card", today=TODAY)
    assert (asked.state, asked.orders_on) == (WAITING, date(2031, 6, 22))
    asked.order(("patrol", "eldercare"), date(2031, 6, 22))
    assert asked.due_on == date(2031, 7, 7)
    asked.hear("patrol", date(2032, 1, 1), NOW, TODAY)
    asked.hear("patrol", None, NOW, TODAY)
    asked.hear("reporting", None, NOW, TODAY)
    assert (asked.state, asked.unanswered) == (ORDERED, ["eldercare"])
    asked.hear("eldercare", None, NOW, TODAY)
    assert (asked.state, asked.closed_on) == (CLOSED, TODAY)
    assert {step.service: step.state for step in asked.steps} == {"patrol": "locked", "eldercare": "erased"}
    with pytest.raises(ErasurePastRecall):
        asked.call_back()


def test_who_asked_and_whom_it_is_about_do_not_decide() -> None:
    asked = erasure()
    for by, person in ((asked.requested_by, None), (uuid7(), asked.person_id)):
        with pytest.raises(ErasureOwnRequest):
            asked.refuse(by=by, person=person, reason="duty_binds")


def test_a_lock_of_the_29th_of_february_ends_on_the_first_of_march() -> None:
    assert end_of_lock(date(2032, 2, 29)) == date(2035, 3, 1)
    assert end_of_lock(TODAY) == date(2034, 6, 15)


def test_years_are_completed_on_the_birthday() -> None:
    born = date(2017, 6, 16)
    assert (age_on(born, date(2031, 6, 15)), age_on(born, date(2031, 6, 16))) == (13, 14)


def test_an_end_that_asked_does_not_confirm_and_no_end_confirms_a_guardian() -> None:
    person, kin = uuid7(), uuid7()
    words = {"person_id": person, "kin_id": kin, "area_id": uuid7(), "today": TODAY}
    link = KinLink.ask(**words, kind="family", by=kin)
    with pytest.raises(KinOwnAsking):
        link.check_end(kin)
    link.check_end(person)
    with pytest.raises(GuardianNeedsKeeper):
        KinLink.ask(**words, kind="guardian", by=kin).check_end(person)
    with pytest.raises(KinOfOneself):
        KinLink.ask(**words | {"kin_id": person}, kind="family", by=None)


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "soon"), ("identity_number", "3504"), ("birth_date", "1946-02-30")]
)
def test_a_correction_is_of_the_kind_that_the_register_takes(field: str, value: str) -> None:
    with pytest.raises(CorrectionUnfit):
        as_registered(field, value)


def test_nobody_decides_on_a_correction_of_their_own() -> None:
    person, account = uuid7(), uuid7()
    words = {"area_id": uuid7(), "field": "birth_date", "value": "1946-05-04", "paper": "1", "today": TODAY}
    asked = Correction.ask(person_id=person, by=account, **words)
    for by, who in ((account, None), (uuid7(), person)):
        with pytest.raises(CorrectionOwn):
            asked.decide("accepted", by=by, person=who, today=TODAY)
    assert asked.state == ASKED
    assert as_registered("birth_date", "1946-05-04") == date(1946, 5, 4)
