"""Signing in through the city's identity provider (统一身份认证): OpenID Connect, code flow with PKCE, state and nonce."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.access import public, role, signed_in
from contracts.classes import INTERNAL, Basis, Mask, personal
from contracts.membership.operations.accounts import SECRET, TOKEN, Account, ShowAccount, Tokens, device
from contracts.membership.operations.shapes import ACCOUNT, Done, Words
from contracts.membership.vocabulary import GIVERS
from contracts.operations import Command

SUBJECT = personal("To know which account an identity belongs to", Basis.CONTRACT, "while it is linked", mask=Mask.HIDE)


class ExternalBeginning(Schema):
    """`authorization_url`: where the browser goes. `binding`: what it keeps, out of the reach of scripts, and brings
    back within `expires_in` seconds."""

    authorization_url = fields.String(required=True, metadata=INTERNAL)
    binding = fields.String(required=True, metadata=TOKEN)
    expires_in = fields.Integer(required=True, metadata=INTERNAL)


class FinishExternalSignIn(Words):
    """`state` and `code` as they came back in the address, `binding` as it was kept. `link_code` links the identity with
    the account that it was made for."""

    state = fields.String(required=True, validate=validate.Length(1, 200), load_only=True, metadata=SECRET)
    code = fields.String(required=True, validate=validate.Length(1, 2000), load_only=True, metadata=SECRET)
    binding = fields.String(required=True, validate=validate.Length(1, 2000), load_only=True, metadata=SECRET)
    link_code = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(1, 200), load_only=True, metadata=SECRET
    )
    device = device()


class LinkCode(Schema):
    """Shown once, good once and for `expires_in` seconds."""

    link_code = fields.String(required=True, metadata=TOKEN)
    expires_in = fields.Integer(required=True, metadata=INTERNAL)


class LinkExternalIdentity(Words):
    """`subject`: what the provider calls the person; whoever comes unlinked is told theirs."""

    account_id = fields.UUID(required=True, metadata=INTERNAL)
    subject = fields.String(required=True, validate=validate.Length(1, 255), metadata=SUBJECT)


begin_external_sign_in = Command(
    "membership.begin_external_sign_in",
    "POST /auth/external",
    reply=ExternalBeginning,
    allow=[public()],
    refuses=("external_sign_in_off", "external_provider_away"),
    about="Begins signing in through the city's identity provider, where there is one (`GONGJIAN_OIDC_*`).",
    idempotent=False,
    deadline=10.0,
)
finish_external_sign_in = Command(
    "membership.finish_external_sign_in",
    "POST /auth/external/return",
    request=FinishExternalSignIn,
    reply=Tokens,
    allow=[public()],
    refuses=(
        "external_sign_in_off",
        "external_provider_away",
        "external_state_invalid",
        "external_sign_in_refused",
        "external_identity_unlinked",
        "external_identity_taken",
        "link_code_invalid",
        "second_factor_required",
    ),
    about="Begins a session of the account that the identity is linked with; never by a name or a mail address. Where the "
    "account has an authenticator its code is asked for as after a password.",
    example={"state": "bm90LWEtcmVhbC1zdGF0ZQ", "code": "bm90LWEtcmVhbC1jb2Rl", "binding": "bm90LXJlYWw="},
    idempotent=False,
    deadline=15.0,
)
make_link_code = Command(
    "membership.make_link_code",
    "POST /me/link-code",
    reply=LinkCode,
    allow=[signed_in()],
    refuses=("external_sign_in_off",),
    about="A code by which the caller links their identity when they next come back from the provider.",
    idempotent=False,
)
link_external_identity = Command(
    "membership.link_external_identity",
    "POST /accounts/{account_id}/external-identity",
    request=LinkExternalIdentity,
    reply=Done,
    on=Account,
    allow=[role(*GIVERS).over(Account.area_id)],
    refuses=("external_sign_in_off", "external_identity_taken", "account_closed", "grant_above_giver"),
    about="Links an account with an identity of the provider, as somebody who might have given each of its roles.",
    example={"account_id": ACCOUNT, "subject": "248289761001"},
)
unlink_external_identity = Command(
    "membership.unlink_external_identity",
    "DELETE /accounts/{account_id}/external-identity",
    request=ShowAccount,
    reply=Done,
    on=Account,
    allow=[role(*GIVERS).over(Account.area_id)],
    refuses=("external_identity_missing", "grant_above_giver"),
    about="Parts an account from its identity; its sessions go on.",
    example={"account_id": ACCOUNT},
)
