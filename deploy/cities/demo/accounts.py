"""Opens the demo accounts through the API and gives each its role at its scope."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from deploy.cities.sending import Ledger, Speaker

LIST = Path(__file__).with_name("accounts.yaml")


def listed() -> list[dict[str, str]]:
    """The demo accounts as `accounts.yaml` lists them."""
    read: list[dict[str, str]] = yaml.safe_load(LIST.read_text(encoding="utf-8"))["accounts"]
    return read


def credentials_of(role: str) -> tuple[str, str]:
    """Username and password of the first account of a role."""
    account = next(one for one in listed() if one["role"] == role)
    return account["username"], account["password"]


def open_accounts(giver: Speaker, ledger: Ledger, *roles: str) -> None:
    """Opens the accounts of `roles`, or all; what was opened or given before stays as it is."""
    for account in listed():
        if not roles or account["role"] in roles:
            _grant(giver, ledger, account, _open(giver, ledger, account))


def _open(giver: Speaker, ledger: Ledger, account: Mapping[str, str]) -> str:
    body: dict[str, Any] = {"username": account["username"], "password": account["password"]}
    if person := account.get("person"):
        body["person_id"] = ledger.ids[person]
    opened = giver.act("/accounts", body, unless=("username_taken",))
    if opened is not None:
        return str(opened["account_id"])
    known = giver.get("/accounts", q=account["username"])["items"]
    return next(str(one["account_id"]) for one in known if one["username"] == account["username"])


def _grant(giver: Speaker, ledger: Ledger, account: Mapping[str, str], account_id: str) -> None:
    kind = account["scope"].split(":", 1)[0]
    body = {"role": account["role"], "kind": kind, "scope": ledger.ids[account["scope"]]}
    giver.act(f"/accounts/{account_id}/grants", body, unless=("grant_repeated",))
