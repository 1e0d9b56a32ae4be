"""The second factor (双因素): a code of the moment (TOTP, RFC 6238) beside the password, or a recovery code."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.access import public, role, signed_in
from contracts.classes import INTERNAL
from contracts.membership.operations.accounts import SECRET, TOKEN, Account, ShowAccount, Tokens, device
from contracts.membership.operations.shapes import ACCOUNT, Words
from contracts.membership.vocabulary import GIVERS
from contracts.operations import Command

CODE = validate.Length(1, 40)


class EnrolSecondFactor(Words):
    password = fields.String(required=True, validate=validate.Length(1, 200), load_only=True, metadata=SECRET)


class Enrolment(Schema):
    """Shown once: the secret in base32, and as the `otpauth` URI that authenticator programs read from a picture."""

    secret = fields.String(required=True, metadata=TOKEN)
    otpauth_uri = fields.String(required=True, metadata=TOKEN)


class ConfirmSecondFactor(Words):
    code = fields.String(required=True, validate=CODE, load_only=True, metadata=SECRET)


class RecoveryCodes(Schema):
    """Shown once; each is good once instead of a code of the moment."""

    recovery_codes = fields.List(fields.String(), required=True, metadata=TOKEN)


class ProveSecondFactor(Words):
    """`ticket` of the refusal `second_factor_required`; `code` of the moment, or a recovery code."""

    ticket = fields.String(required=True, validate=validate.Length(1, 1000), load_only=True, metadata=SECRET)
    code = fields.String(required=True, validate=CODE, load_only=True, metadata=SECRET)
    device = device()


class SecondFactorReset(Schema):
    """`reset`: whether it is gone. After the first of two officers it is not yet."""

    reset = fields.Boolean(required=True, metadata=INTERNAL)


enrol_second_factor = Command(
    "membership.enrol_second_factor",
    "POST /me/second-factor",
    request=EnrolSecondFactor,
    reply=Enrolment,
    allow=[signed_in()],
    refuses=("wrong_credentials", "account_locked", "second_factor_enrolled"),
    about="Makes a secret for the caller's authenticator. It counts once a first code has confirmed it.",
    example={"password": "correct-horse-battery"},
    idempotent=False,
    status=201,
    deadline=10.0,
)
confirm_second_factor = Command(
    "membership.confirm_second_factor",
    "POST /me/second-factor/confirmation",
    request=ConfirmSecondFactor,
    reply=RecoveryCodes,
    allow=[signed_in()],
    refuses=("second_factor_wrong", "account_locked", "second_factor_enrolled", "second_factor_not_enrolled"),
    about="Confirms the authenticator by its first code and gives ten recovery codes. All other sessions end; in this one "
    "powerful grants have force from the next token on.",
    example={"code": "492039"},
    idempotent=False,
)
prove_second_factor = Command(
    "membership.prove_second_factor",
    "POST /auth/second-factor",
    request=ProveSecondFactor,
    reply=Tokens,
    allow=[public()],
    refuses=("ticket_invalid", "second_factor_wrong", "account_locked"),
    about="The second step of signing in. A code is good once; wrong ones count towards the lock as wrong passwords do. A ticket "
    "lasts two minutes and is good for nothing else.",
    example={"ticket": "bm90LWEtcmVhbC10aWNrZXQ", "code": "492039"},
    idempotent=False,
)
reset_second_factor = Command(
    "membership.reset_second_factor",
    "POST /accounts/{account_id}/second-factor-reset",
    request=ShowAccount,
    reply=SecondFactorReset,
    on=Account,
    allow=[role(*GIVERS).over(Account.area_id)],
    refuses=("second_factor_not_enrolled", "approver_not_independent", "grant_above_giver", "account_closed"),
    about="Takes a lost authenticator from an account: one officer asks, and when another asks too within seven days it is "
    "gone and the account's sessions end. Both might have given each of the account's roles.",
    example={"account_id": ACCOUNT},
)
