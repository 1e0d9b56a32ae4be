"""Rate limits (限流): token buckets in the memory of one gateway process."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from starlette.types import Scope

from gateway.problems import Refused
from gateway.settings import GatewaySettings, Rate

KEPT = 50_000
"""Buckets and tokens remembered at most; the longest unused is forgotten, by then its bucket is full again."""


HALF_WAY = "second_factor_required"
"""The refusal of a sign-in whose password was right: the second step follows."""


class Buckets:
    """One bucket per key at one rate."""

    def __init__(self, rate: Rate | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Takes one token; 0.0 when there was one, else the seconds until there will be."""
        if self._rate is None:
            return 0.0
        now, level = self._clock(), self._level(key, self._rate)
        wait = max(0.0, (1.0 - level) / self._rate.per_second)
        self._levels[key] = (level if wait else level - 1.0, now)
        self._levels.move_to_end(key)
        if len(self._levels) > KEPT:
            self._levels.popitem(last=False)
        return wait

    def wait(self, key: str) -> float:
        """The seconds until there will be a token; 0.0 while there is one. Takes none."""
        return 0.0 if self._rate is None else max(0.0, (1.0 - self._level(key, self._rate)) / self._rate.per_second)

    def _level(self, key: str, rate: Rate) -> float:
        now = self._clock()
        level, since = self._levels.get(key, (float(rate.burst), now))
        return min(float(rate.burst), level + (now - since) * rate.per_second)


class KnownTokens:
    """Which account a token speaks for, learnt from services that accepted it.

    The gateway does not verify tokens; were it to believe any `sub`, a forger could empty another's bucket or fill his
    own with a new name for each request. So a token counts for its account once a service has accepted it, and until
    then the client's address pays.
    """

    def __init__(self) -> None:
        self._accounts: OrderedDict[str, str] = OrderedDict()

    def account(self, token: str) -> str | None:
        return self._accounts.get(token)

    def learn(self, token: str, account: str) -> None:
        self._accounts[token] = account
        if len(self._accounts) > KEPT:
            self._accounts.popitem(last=False)


class Limits:
    """All limits of one gateway process."""

    def __init__(self, settings: GatewaySettings, known: KnownTokens) -> None:
        self._all = Buckets(settings.rate_limit)
        self._sign_ins = Buckets(settings.sign_in_limit)
        self._failures = Buckets(settings.sign_in_failures)
        self._guesses = Buckets(settings.sign_in_limit)
        self._known = known

    def admit(self, token: str | None, scope: Scope, *, signs_in: bool = False, guesses: bool = False) -> None:
        """Lets one request in; guesses at numbers are limited as signing in is. Raises `Refused` (429) with the wait."""
        address = _address(scope)
        payer = (token and self._known.account(token)) or address
        wait = self._all.take(payer)
        if signs_in and not wait:
            wait = self._failures.wait(address) or self._sign_ins.take(address)
        if guesses and not wait:
            wait = self._guesses.take(address)
        if wait:
            raise Refused("too_many_requests", headers=[(b"retry-after", b"%d" % math.ceil(wait))])

    def sign_in_refused(self, scope: Scope, told: Mapping[str, Any]) -> None:
        """Somebody at this address was not who they said: membership locks names, here whoever tries many of them waits."""
        if told["status"] == 401 and told["code"] != HALF_WAY:
            self._failures.take(_address(scope))


def _address(scope: Scope) -> str:
    return str((scope.get("client") or ("unknown",))[0])
