"""The crowd: an account per role with the demo account's grants, but its own, so that no fuzzed act locks a caller out."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import yaml

from tests.access.callers import Caller
from tests.city.start import ACCOUNTS

ENDS_ITS_SESSION = frozenset({"membership.sign_out", "membership.change_password"})
"""Operations that are asked in a session made for the one request: afterwards the session is no more."""


class Crowd:
    """Callers by role. `kept` are the ids of their accounts and grants: closing or revoking one would end the run, so an
    unknown id is asked for in their place."""

    def __init__(self, http: httpx.Client) -> None:
        demo = yaml.safe_load(ACCOUNTS.read_text(encoding="utf-8"))["accounts"]
        self.kept: set[str] = set()
        known = {role: Caller(http, each) for each in demo if (role := each["role"]) in ("security_admin", "registrar")}
        self._opener, self._registrar = known["security_admin"], known["registrar"]
        self.callers = {account["role"]: self._double(http, account) for account in demo}
        self.roles = tuple(sorted(self.callers))

    def token(self, role: str, operation: str) -> str:
        """A token of the role that is good for this request."""
        caller = self.callers[role]
        return caller.new_token() if operation in ENDS_ITS_SESSION else caller.token

    def spare(self, parameters: dict[str, Any]) -> None:
        """Replace the ids of the crowd itself in path parameters."""
        for name in ("account_id", "grant_id"):
            if parameters.get(name) in self.kept:
                parameters[name] = str(uuid4())

    def _double(self, http: httpx.Client, account: dict[str, Any]) -> Caller:
        name = account["username"]
        listed = self._opener.get("/accounts", q=name, limit=200)["items"]
        known = self._opener.get(f"/accounts/{next(one['account_id'] for one in listed if one['username'] == name)}")
        secret = {"username": f"fuzz-{name}-{uuid4().hex[:6]}", "password": uuid4().hex}
        person = {} if known["person_id"] is None else {"person_id": self._neighbour(known["person_id"])}
        opened = self._opener.post("/accounts", {**secret, **person})
        self.kept.add(opened["account_id"])
        for grant in known["grants"]:
            grant = {word: grant[word] for word in ("role", "kind", "scope")}
            given = self._opener.post(f"/accounts/{opened['account_id']}/grants", grant)
            self.kept.add(given["grant_id"])
        return Caller(http, {**secret, "role": account["role"]})

    def _neighbour(self, person_id: str) -> str:
        """Somebody new who lives where the demo's person lives: a person has one account only."""
        home = self._registrar.get(f"/people/{person_id}")["home_area"]
        made = self._registrar.post("/people", {"name": f"路人{uuid4().hex[:6]}", "home_area": home})
        return str(made["person_id"])
