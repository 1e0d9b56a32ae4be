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


HIGHEST = "city_officer"
"""Only security administrators give it, so the demo's own one approves it and has to be there before."""


def open_accounts(giver: Speaker, approver: Speaker, ledger: Ledger, *roles: str) -> None:
    """Opens the accounts of `roles`, or all; what was opened or given before stays as it is."""
    for account in sorted(listed(), key=lambda one: one["role"] == HIGHEST):
        if not roles or account["role"] in roles:
            opened = _open(giver, ledger, account)
            if account["role"] == HIGHEST:
                second = Speaker(giver.base_url, *credentials_of("security_admin"))
                _grant(giver, second, ledger, account, opened)
                second.close()
            else:
                _grant(giver, approver, ledger, account, opened)


def _open(giver: Speaker, ledger: Ledger, account: Mapping[str, str]) -> str:
    body: dict[str, Any] = {"username": account["username"], "password": account["password"]}
    if person := account.get("person"):
        body["person_id"] = ledger.ids[person]
    opened = giver.act("/accounts", body, unless=("username_taken",))
    if opened is not None:
        return str(opened["account_id"])
    known = giver.get("/accounts", q=account["username"])["items"]
    return next(str(one["account_id"]) for one in known if one["username"] == account["username"])


def _grant(giver: Speaker, approver: Speaker, ledger: Ledger, account: Mapping[str, str], account_id: str) -> None:
    """Gives the account its role; a powerful one is proposed by the one and approved by the other."""
    kind = account["scope"].split(":", 1)[0]
    body = {"role": account["role"], "kind": kind, "scope": ledger.ids[account["scope"]]}
    done_before = ("grant_repeated", "grant_needs_approval")
    if giver.act(f"/accounts/{account_id}/grants", body, unless=done_before) is None:
        proposed = giver.act(f"/accounts/{account_id}/grant-proposals", body, unless=("grant_repeated",))
        if proposed is not None:
            approver.act(f"/grant-proposals/{proposed['proposal_id']}/approval", {}, unless=("proposal_decided",))
