"""Field classes (字段分级): every field of every contract says who may learn it.

`public` anyone · `internal` staff and services, names no secret · `personal` says something of a person ·
`sensitive` health, disability, identity number, exact position, a child's data, low income, disputes, signatures.
Events may carry `public` and `internal` fields, and membership's `person_*` events `personal` ones; never `sensitive`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class DataClass(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Basis(StrEnum):
    """Lawful basis (合法性基础) of PIPL article 13."""

    CONSENT = "consent"
    STATUTORY_DUTY = "statutory_duty"
    CONTRACT = "contract"
    EMERGENCY = "emergency"


class Mask(StrEnum):
    """How a value looks to a reader whose role does not need it: 王**, 138****5678, nothing at all."""

    NAME = "name"
    PHONE = "phone"
    IDENTITY = "identity"
    HIDE = "hide"


PUBLIC: dict[str, Any] = {"data_class": DataClass.PUBLIC}
INTERNAL: dict[str, Any] = {"data_class": DataClass.INTERNAL}


def personal(
    purpose: str, basis: Basis, keep: str, *, mask: Mask = Mask.HIDE, shown_to: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A field that says something of a person.

    `purpose` one sentence for the privacy notice; `keep` the retention, e.g. "while resident + 3 years";
    `shown_to` the roles that read it unmasked (every such reading of a sensitive field is audited).
    """
    return _declared(DataClass.PERSONAL, purpose, basis, keep, mask, shown_to)


def sensitive(
    purpose: str, basis: Basis, keep: str, *, mask: Mask = Mask.HIDE, shown_to: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A field that must be encrypted at rest, masked by default and audited when read."""
    return _declared(DataClass.SENSITIVE, purpose, basis, keep, mask, shown_to)


def _declared(
    kind: DataClass, purpose: str, basis: Basis, keep: str, mask: Mask, shown_to: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "data_class": kind,
        "purpose": purpose,
        "basis": basis,
        "keep": keep,
        "mask": mask,
        "shown_to": frozenset(shown_to),
    }
