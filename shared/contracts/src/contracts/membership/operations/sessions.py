"""One's own sessions (会话): where one is signed in, and how to end that."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.access import signed_in
from contracts.classes import INTERNAL
from contracts.membership.operations.accounts import DEVICE
from contracts.membership.operations.shapes import Done, Words
from contracts.operations import Command, Query

SESSION = "01890a5d-ac96-7017-8c01-000007e5b1b7"


class EndMySessions(Words):
    """`session_id`: one of the caller's sessions; all of them, the present one too, if it is not given."""

    session_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class OwnSession(Schema):
    """`present`: the one that asks. `proven`: by a second factor. `seen_at`: when its tokens were last renewed."""

    session_id = fields.UUID(required=True, metadata=INTERNAL)
    device = fields.String(required=True, allow_none=True, metadata=DEVICE)
    begun_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    seen_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    expires_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    proven = fields.Boolean(required=True, metadata=INTERNAL)
    present = fields.Boolean(required=True, metadata=INTERNAL)


class OwnSessions(Schema):
    items = fields.List(fields.Nested(OwnSession), required=True, metadata=INTERNAL)


list_my_sessions = Query(
    "membership.list_my_sessions",
    "GET /me/sessions",
    reply=OwnSessions,
    allow=[signed_in()],
    about="The caller's sessions that run, newest first.",
)
end_my_sessions = Command(
    "membership.end_my_sessions",
    "POST /me/sessions/end",
    request=EndMySessions,
    reply=Done,
    allow=[signed_in()],
    refuses=("session_unknown",),
    about="Ends one of the caller's sessions, or all, everywhere within two seconds. A session ends by itself after fourteen "
    "days, or three without being used.",
    example={"session_id": SESSION},
)
