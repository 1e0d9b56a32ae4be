"""Accounts, sessions and grants (账号、会话、授权): who may sign in, and what they may do where."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Resource, area_scope, person_scope, public, role, self_in, signed_in
from contracts.calendar import Moment
from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal, sensitive
from contracts.membership.operations.shapes import ACCOUNT, COMMUNITY, GRANT, PERSON, Done, Page, PageWords, Words
from contracts.membership.vocabulary import GIVERS, SCOPE_KINDS
from contracts.operations import Command, Query

USERNAME = validate.Regexp(r"^[a-z0-9][a-z0-9._-]{2,39}$")
SECRET = sensitive("To prove who signs in; never stored as it is", Basis.CONTRACT, "never kept", mask=Mask.HIDE)
NAME = personal("To greet who signed in", Basis.CONTRACT, "while the account is open", mask=Mask.NAME)
TOKEN = {**INTERNAL, "secret": True}
FACTOR_STATES = ("none", "enrolled", "proven")


DEVICE = {
    **personal("To recognise one's own sessions", Basis.CONTRACT, "while the session lasts", mask=Mask.HIDE),
    "mask": None,
}


def device() -> fields.String:
    """What a client says of itself, shown in the list of sessions."""
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 100), metadata=DEVICE)


class Account(Resource):
    """An account; `area_id` is the area that administers it."""

    key = "account_id"
    person_id = person_scope()
    area_id = area_scope()


Account.see = (self_in(Account.person_id), role(*GIVERS).over(Account.area_id))


class Grant(Resource):
    """A role at a scope; `area_id` is where the scope lies."""

    key = "grant_id"
    area_id = area_scope()


Grant.see = (role(*GIVERS).over(Grant.area_id),)


class SignIn(Words):
    username = fields.String(required=True, validate=validate.Length(1, 40), metadata=INTERNAL)
    password = fields.String(required=True, validate=validate.Length(1, 200), load_only=True, metadata=SECRET)
    device = device()


class Refresh(Words):
    refresh_token = fields.String(required=True, validate=validate.Length(1, 200), load_only=True, metadata=SECRET)


class Tokens(Schema):
    """`access_token` lasts `expires_in` seconds; `refresh_token` may be used once."""

    access_token = fields.String(required=True, metadata=TOKEN)
    refresh_token = fields.String(required=True, metadata=TOKEN)
    expires_in = fields.Integer(required=True, metadata=PUBLIC)
    token_type = fields.String(required=True, metadata=PUBLIC)


class GrantReply(Schema):
    """`until`: when it ends by itself; null without an end. `delegated_from`: the grant that it was handed on from."""

    grant_id = fields.UUID(required=True, metadata=INTERNAL)
    account_id = fields.UUID(required=True, metadata=INTERNAL)
    role = fields.String(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=INTERNAL)
    scope = fields.UUID(required=True, metadata=INTERNAL)
    given_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    until = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)
    delegated_from = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)


class AccountReply(Schema):
    """An account without its secrets."""

    account_id = fields.UUID(required=True, metadata=INTERNAL)
    username = fields.String(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=INTERNAL)
    opened_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    closed_at = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)


class AccountLine(AccountReply):
    """An account in a list. `locked_until` is set after too many wrong passwords."""

    locked_until = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)


class AccountInFull(AccountLine):
    grants = fields.List(fields.Nested(GrantReply), required=True, metadata=INTERNAL)


class AccountPage(Page):
    items = fields.List(fields.Nested(AccountLine), required=True, metadata=INTERNAL)


class Me(Schema):
    """Who the caller is. The name is the caller's own and therefore not masked. `second_factor`: enrolled at all, or also proven
    in this session; `second_factor_needed` while grants of the caller have no force for want of it."""

    account_id = fields.UUID(required=True, metadata=INTERNAL)
    username = fields.String(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    name = fields.String(required=True, allow_none=True, metadata={**NAME, "mask": None})
    grants = fields.List(fields.Nested(GrantReply), required=True, metadata=INTERNAL)
    second_factor = fields.String(required=True, validate=validate.OneOf(FACTOR_STATES), metadata=INTERNAL)
    second_factor_needed = fields.Boolean(required=True, metadata=INTERNAL)


class OpenAccount(Words):
    """`username`: 3 to 40 of a–z, 0–9, point, hyphen, underscore. `password`: at least ten characters, not the
    username. Of a person: `person_id`; otherwise the account of a function, such as an operator's."""

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    username = fields.String(required=True, validate=USERNAME, metadata=INTERNAL)
    password = fields.String(required=True, validate=validate.Length(1, 200), load_only=True, metadata=SECRET)


class ChangePassword(Words):
    old_password = fields.String(required=True, validate=validate.Length(1, 200), load_only=True, metadata=SECRET)
    new_password = fields.String(required=True, validate=validate.Length(1, 200), load_only=True, metadata=SECRET)


class ShowAccount(Words):
    account_id = fields.UUID(required=True, metadata=INTERNAL)


class ListAccounts(PageWords):
    """Accounts that the caller administers; `q` is the beginning of the username."""

    q = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 40), metadata=INTERNAL)


class GiveGrant(Words):
    """`scope` is the id of an area, organisation, unit, team, person or case, as `kind` says; `until` when it ends."""

    account_id = fields.UUID(required=True, metadata=INTERNAL)
    role = fields.String(required=True, validate=validate.OneOf(roles.ALL), metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.OneOf(SCOPE_KINDS), metadata=INTERNAL)
    scope = fields.UUID(required=True, metadata=INTERNAL)
    until = Moment(load_default=None, allow_none=True, metadata=INTERNAL)


class RevokeGrant(Words):
    grant_id = fields.UUID(required=True, metadata=INTERNAL)


sign_in = Command(
    "membership.sign_in",
    "POST /auth/token",
    request=SignIn,
    reply=Tokens,
    allow=[public()],
    refuses=("wrong_credentials", "account_locked", "second_factor_required"),
    about="Begins a session. An unknown name and a wrong password get the same answer in the same time; after ten "
    "failures in a row a name is locked for fifteen minutes, whether it exists or not, and for twice as long each further "
    "time, up to four hours. Who has enrolled a second factor is refused with a `ticket` for the second step.",
    example={"username": "linxiuying", "password": "correct-horse-battery"},
    idempotent=False,
    deadline=10.0,
)
refresh_session = Command(
    "membership.refresh_session",
    "POST /auth/refresh",
    request=Refresh,
    reply=Tokens,
    allow=[public()],
    refuses=("refresh_token_invalid",),
    about="Changes a refresh token for new tokens with the grants of now. Using one twice ends the session.",
    example={"refresh_token": "bm90LWEtcmVhbC10b2tlbg"},
    idempotent=False,
)
sign_out = Command(
    "membership.sign_out",
    "DELETE /auth/session",
    reply=Done,
    allow=[signed_in()],
    about="Ends the caller's session everywhere within two seconds.",
)
show_me = Query(
    "membership.show_me",
    "GET /me",
    reply=Me,
    allow=[signed_in()],
    about="The caller: account, person and grants as they are now.",
)
change_password = Command(
    "membership.change_password",
    "POST /me/password",
    request=ChangePassword,
    reply=Done,
    allow=[signed_in()],
    refuses=("wrong_credentials", "account_locked", "password_weak"),
    about="Changes the caller's own password and ends all their other sessions. A wrong old one counts towards the lock.",
    example={"old_password": "correct-horse-battery", "new_password": "battery-staple-correct"},
    idempotent=False,
    deadline=10.0,
)
open_account = Command(
    "membership.open_account",
    "POST /accounts",
    request=OpenAccount,
    reply=AccountReply,
    allow=[role(*GIVERS).anywhere()],
    refuses=(
        "username_taken",
        "password_weak",
        "person_unknown",
        "person_deceased",
        "person_erased",
        "person_has_account",
        "out_of_area",
    ),
    about="Opens an account, of a person within the caller's reach or of a function. It may do nothing until granted.",
    example={"person_id": PERSON, "username": "xukaizhi", "password": "correct-horse-battery"},
    status=201,
    deadline=10.0,
)
close_account = Command(
    "membership.close_account",
    "POST /accounts/{account_id}/close",
    request=ShowAccount,
    reply=AccountReply,
    on=Account,
    allow=[role(*GIVERS).over(Account.area_id)],
    refuses=("account_closed", "grant_above_giver"),
    about="Closes an account: its sessions end, its grants are revoked, its name stays taken.",
    example={"account_id": ACCOUNT},
)
unlock_account = Command(
    "membership.unlock_account",
    "POST /accounts/{account_id}/unlock",
    request=ShowAccount,
    reply=AccountReply,
    on=Account,
    allow=[role(*GIVERS).over(Account.area_id)],
    refuses=("account_closed", "grant_above_giver"),
    about="Ends the lock of an account after too many wrong passwords; those who might have given each of its roles.",
    example={"account_id": ACCOUNT},
)
show_account = Query(
    "membership.show_account",
    "GET /accounts/{account_id}",
    request=ShowAccount,
    reply=AccountInFull,
    on=Account,
    allow=Account.see,
    about="An account and its grants in force.",
    example={"account_id": ACCOUNT},
)
list_accounts = Query(
    "membership.list_accounts",
    "GET /accounts",
    request=ListAccounts,
    reply=AccountPage,
    allow=[role(*GIVERS).over(Account.area_id)],
    about="Accounts administered in the caller's areas, by username.",
    example={"q": "xu"},
    paged=True,
)
give_grant = Command(
    "membership.give_grant",
    "POST /accounts/{account_id}/grants",
    request=GiveGrant,
    reply=GrantReply,
    on=Account,
    allow=[role(*GIVERS).over(Account.area_id)],
    refuses=(
        "account_closed",
        "grant_above_giver",
        "grant_scope_unknown",
        "grant_kind_wrong",
        "grant_repeated",
        "grant_excluded",
        "grant_until_wrong",
        "grant_needs_approval",
    ),
    about="Gives an account a role at a scope: never a role above the giver's own, never outside the giver's area. Of "
    "system_operator, security_admin and auditor (三员分立) a person holds one at most; these, and any role over a street or "
    "more, are proposed instead. Counts from the next token on, until its end if it has one.",
    example={"account_id": ACCOUNT, "role": "grid_worker", "kind": "area", "scope": COMMUNITY},
    status=201,
)
revoke_grant = Command(
    "membership.revoke_grant",
    "DELETE /grants/{grant_id}",
    request=RevokeGrant,
    reply=GrantReply,
    on=Grant,
    allow=[role(*GIVERS).over(Grant.area_id)],
    refuses=("grant_above_giver", "grant_revoked"),
    about="Takes a grant back, and what was handed on from it; whoever handed one on may take it back. Tokens that carry them "
    "are refused everywhere within two seconds.",
    example={"grant_id": GRANT},
)
