"""The crowd: an account per role with the demo account's grants, but its own, so that no fuzzed act locks a caller out."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import yaml

from tests.access.callers import Caller, given_by_two
from tests.city.start import ACCOUNTS

SESSION_OF_ITS_OWN = frozenset(
    {
        "membership.sign_out",
        "membership.change_password",
        "membership.enrol_second_factor",
    }
)
"""Operations that are asked in a session made for the one request: afterwards it is no more, or a wrong password was counted,
which the next sign-in forgets."""

ENDS_ALL_SESSIONS = frozenset({"membership.end_my_sessions"})
"""Operations that are asked as somebody without a role, whose sessions nobody else is asked in."""

HELPERS = ("security_admin", "registrar", "city_officer")
"""Demo accounts that make the crowd."""


class Crowd:
    """Callers by role. `kept` are the ids of their accounts and grants: closing or revoking one would end the run, so an
    unknown id is asked for in their place."""

    def __init__(self, http: httpx.Client) -> None:
        demo = yaml.safe_load(ACCOUNTS.read_text(encoding="utf-8"))["accounts"]
        self.kept: set[str] = set()
        known = {each["role"]: Caller(http, each) for each in demo if each["role"] in HELPERS}
        self._opener, self._registrar = known["security_admin"], known["registrar"]
        self._approver = known["city_officer"]
        self.callers: dict[str, Caller] = {}
        secret = {"username": f"fuzz-leaver-{uuid4().hex[:6]}", "password": uuid4().hex}
        self.kept.add(self._opener.post("/accounts", secret)["account_id"])
        self._leaver = Caller(http, {**secret, "role": "nobody"})
        # A city officer last: only two security administrators give that role, the second is one of the crowd.
        for account in sorted(demo, key=lambda one: one["role"] == "city_officer"):
            self.callers[account["role"]] = self._double(http, account)
        self.roles = tuple(sorted(self.callers))

    def token(self, role: str, operation: str) -> str:
        """A token of the role that is good for this request."""
        if operation in ENDS_ALL_SESSIONS:
            return self._leaver.new_token()
        caller = self.callers[role]
        return caller.new_token() if operation in SESSION_OF_ITS_OWN else caller.token

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
            approver = self.callers["security_admin"] if grant["role"] == "city_officer" else self._approver
            given = given_by_two(self._opener, approver, opened["account_id"], grant)
            self.kept.add(given["grant_id"])
        return Caller(http, {**secret, "role": account["role"]})

    def _neighbour(self, person_id: str) -> str:
        """Somebody new who lives where the demo's person lives: a person has one account only."""
        home = self._registrar.get(f"/people/{person_id}")["home_area"]
        made = self._registrar.post("/people", {"name": f"路人{uuid4().hex[:6]}", "home_area": home})
        return str(made["person_id"])
