"""Judges as a service with a hole in its guard would be: what they say otherwise than the true one, the matrix must ask."""

from __future__ import annotations

from contracts.access import Clause
from tests.access.judge import Judge, Who, claimed


class BlindToAreas(Judge):
    """Takes a role anywhere for the role here."""

    def lies_in(self, area: str, above: str) -> bool:
        return True


class BlindToPeople(Judge):
    """Takes everybody who is somebody for the person, unit or team of the row."""

    def _reaches(self, clause: Clause, who: Who, value: str | None) -> bool:
        scope = getattr(clause, "scope", None)
        mine = scope is not None and scope.kind != "area" and claimed(clause, who)
        return mine or super()._reaches(clause, who, value)


class BlindToRows(Judge):
    """Asks for the claim and never for the row."""

    def _reaches(self, clause: Clause, who: Who, value: str | None) -> bool:
        return claimed(clause, who)


BREACHES = {"areas": BlindToAreas, "people": BlindToPeople, "rows": BlindToRows}
