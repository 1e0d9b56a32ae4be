"""A broken rule (违反规则): how the domain says no, in residents' words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal


class BrokenRule(Exception):
    """Base of every refusal of the domain. Subclasses name themselves; the runtime makes a problem document of them.

    code   stable, snake_case; portals and tests rely on it
    kind   "conflict" → 409: the state of things forbids it · "invalid" → 422: this value can never be accepted ·
           "missing" → 404: a thing named in the request is not there · "stale" → 412 ·
           "forbidden" → 403: allowed in general, not to this caller for this value (a role above one's own) ·
           "unauthenticated" → 401: the credentials themselves are refused
    field  the request field at fault, becomes the pointer of a 422
    keeps  True where what was written before the refusal stays: a failed sign-in counted, a stolen session ended

    `extension` are further members of the problem document (RFC 9457): what the caller needs in order to go on.
    """

    code: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    kind: ClassVar[Literal["conflict", "invalid", "missing", "stale", "forbidden", "unauthenticated"]] = "conflict"
    field: ClassVar[str | None] = None
    keeps: ClassVar[bool] = False

    def __init__(
        self, detail: str = "", *, field: str | None = None, extension: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail or self.en)
        self.detail = detail
        self.at = field or self.field
        self.extension: Mapping[str, str] = extension or {}
