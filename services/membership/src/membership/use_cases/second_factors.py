"""Acts on second factors (双因素): enrolled, confirmed, used, and reset by two officers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from membership import authenticators
from membership.domain import accounts
from membership.domain.accounts import Account
from membership.domain.errors.accounts import WrongCredentials
from membership.domain.errors.grants import ApproverNotIndependent
from membership.domain.errors.second_factors import SecondFactorNotEnrolled, SecondFactorWrong
from membership.domain.grants import check_giver
from membership.domain.second_factors import RecoveryCode, SecondFactor
from membership.passwords import is_right
from membership.use_cases.ending import end_sessions
from membership.use_cases.giving import grants_of, roles_over
from membership.use_cases.locks import count_failure, must_not_be_locked
from runtime.access import Caller
from runtime.protection import seal, unseal
from runtime.time import now


def enrol_second_factor(session: Session, caller: Caller, *, password: str) -> dict[str, Any]:
    """Make the caller a secret that a first code will confirm; one that was never confirmed is replaced."""
    account = _account_of(session, caller)
    must_not_be_locked(session, account.username)
    if not is_right(password, account.password_hash):
        count_failure(session, caller, account.username, account)
        raise WrongCredentials()
    known = factor_of(session, account.account_id)
    secret = authenticators.new_secret()
    made = SecondFactor.enrol(account.account_id, seal(session, account.account_id, secret.encode()), now())
    if known is not None:
        known.must_be_unconfirmed()
    session.merge(made)
    return {"secret": secret, "otpauth_uri": authenticators.uri_of(secret, account.username)}


def confirm_second_factor(session: Session, caller: Caller, *, code: str) -> dict[str, Any]:
    """Make the secret count, prove this session by it, end all others, and give recovery codes."""
    account = _account_of(session, caller)
    must_not_be_locked(session, account.username)
    factor = factor_of(session, account.account_id)
    if factor is None:
        raise SecondFactorNotEnrolled()
    factor.must_be_unconfirmed()
    if not _shows(session, caller, factor, code):
        count_failure(session, caller, account.username, account)
        raise SecondFactorWrong()
    factor.confirmed_at = now()
    running = session.get(accounts.Session, caller.session_id, with_for_update=True)
    if running is not None:
        running.proven_at = now()
    end_sessions(session, account.account_id, but=caller.session_id)
    codes = [authenticators.new_recovery_code() for _ in range(authenticators.RECOVERY_CODES)]
    hashes = [authenticators.hash_of(account.account_id, each) for each in codes]
    session.add_all([RecoveryCode(account_id=account.account_id, code_hash=each) for each in hashes])
    return {"recovery_codes": codes}


def accepts(session: Session, caller: Caller, factor: SecondFactor, code: str) -> bool:
    """Whether a code of the moment or a recovery code is good; it is used up by that."""
    if _shows(session, caller, factor, code):
        return True
    hashed = authenticators.hash_of(factor.account_id, code)
    spare = session.get(RecoveryCode, (factor.account_id, hashed), with_for_update=True, populate_existing=True)
    if spare is None or spare.spent_at is not None:
        return False
    spare.spent_at = now()
    return True


def reset_second_factor(session: Session, caller: Caller, *, account_id: UUID) -> dict[str, Any]:
    """Take an authenticator away when a second officer says so too."""
    account = session.get_one(Account, account_id)
    account.must_be_open()
    for grant in grants_of(session, account_id):
        check_giver(grant.role, roles_over(session, caller, grant.area_id))
    factor = factor_of(session, account_id)
    if factor is None:
        raise SecondFactorNotEnrolled()
    _must_be_another(caller, account)
    asked_by, by = factor.asked_before_by(now()), caller.account_id
    if by is None or asked_by in (None, by):
        factor.ask_reset(by or account_id, now())
        return {"reset": False}
    asker = session.get(Account, asked_by)
    if asker is not None:
        _must_be_another(caller, asker)
    forget_second_factor(session, account_id)
    end_sessions(session, account_id)
    return {"reset": True}


def forget_second_factor(session: Session, account_id: UUID) -> None:
    """An account without an authenticator and recovery codes."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))


def factor_of(session: Session, account_id: UUID) -> SecondFactor | None:
    """The authenticator of an account, locked: of two sign-ins with one code the second must see the first."""
    return session.get(SecondFactor, account_id, with_for_update=True, populate_existing=True)


def _shows(session: Session, caller: Caller, factor: SecondFactor, code: str) -> bool:
    secret = unseal(session, caller, factor.account_id, factor.secret_sealed, field="second_factor").decode()
    step = authenticators.step_of(secret, code, now())
    return step is not None and factor.use(step)


def _must_be_another(caller: Caller, account: Account) -> None:
    same_person = account.person_id is not None and account.person_id == caller.person_id
    if same_person or account.account_id == caller.account_id:
        raise ApproverNotIndependent()


def _account_of(session: Session, caller: Caller) -> Account:
    return session.get_one(Account, caller.account_id)
