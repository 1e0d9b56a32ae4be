"""The first accounts (初始化): whoever runs the city makes them once from the command line; all others come of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.membership.events import AreaRegisteredV1
from membership.domain.accounts import Account, check_password
from membership.domain.areas import Area
from membership.domain.errors.accounts import CityAlreadyBegun
from membership.domain.grants import Grant
from membership.passwords import hash_password
from membership.use_cases.areas import draw_number, replica_of, tell
from runtime.replicas import put_area
from runtime.time import now


def first_account(
    session: Session, username: str, password: str, *, guard_username: str = "guard", guard_password: str | None = None
) -> dict[str, Any]:
    """Make the unnamed root of the grid and two accounts over it: `username`, a city officer, and `guard_username`, the
    security administrator, who gives all other grants. Two, because nobody should both rule and give the right to.

    Entering the city (`found_city`, or the first record of an import of areas) names the root. Without
    `guard_password` both have the same password. Returns area_id, officer and guard (account ids).
    Raises `CityAlreadyBegun` if there is any account, and `PasswordWeak`.
    """
    if session.scalar(select(func.count()).select_from(Account)):
        raise CityAlreadyBegun()
    root = Area.reserve_city(draw_number(session))
    session.add(root)
    put_area(session, **replica_of(root))
    tell(session, AreaRegisteredV1, root)
    officer = _account(session, root, username, password, "city_officer")
    guard = _account(session, root, guard_username, guard_password or password, "security_admin")
    return {"area_id": root.area_id, "officer": officer.account_id, "guard": guard.account_id}


def _account(session: Session, root: Area, username: str, password: str, role: str) -> Account:
    check_password(password, username)
    account = Account.open(
        username=username, password_hash=hash_password(password), person_id=None, area_id=root.area_id, at=now()
    )
    grant = Grant.give(
        account_id=account.account_id,
        role=role,
        kind="area",
        scope=root.area_id,
        area_id=root.area_id,
        by=None,
        at=now(),
    )
    session.add_all([account, grant])
    return account
