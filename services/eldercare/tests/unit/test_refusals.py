"""Every rule that an operation names exists, and every rule that exists is named by an operation."""

from __future__ import annotations

from contracts import catalogue, parking
from eldercare.domain import errors
from kernel.rules import BrokenRule
from runtime.imports import OutOfArea
from runtime.paging import CursorInvalid

OURS = {rule.code for rule in BrokenRule.__subclasses__() if rule.__module__ == errors.__name__}
THE_RUNTIMES = {OutOfArea.code, CursorInvalid.code, *parking.REFUSALS}


def test_refusals_are_declared_and_real() -> None:
    named = {code for operation in catalogue.operations("eldercare") for code in operation.refuses}
    assert named - THE_RUNTIMES == OURS
