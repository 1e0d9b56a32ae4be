"""Facts of sessions and grants (会话、授权), in the urgent lane."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.events import URGENT, Event
from contracts.membership.events.versions import FIRST


class SessionEndedV1(Event):
    """A session ended before its tokens did: whoever verifies tokens refuses those of this session from now on."""

    name, aggregate, lane, emitted_since = "membership.session_ended.v1", "session", URGENT, FIRST
    session_id = fields.UUID(required=True, metadata=INTERNAL)


class GrantRevokedV1(Event):
    """A grant (授权) was taken back: tokens of the account issued before `valid_from` no longer count."""

    name, aggregate, lane, emitted_since = "membership.grant_revoked.v1", "grant", URGENT, FIRST
    grant_id = fields.UUID(required=True, metadata=INTERNAL)
    account_id = fields.UUID(required=True, metadata=INTERNAL)
    valid_from = fields.AwareDateTime(required=True, metadata=INTERNAL)
