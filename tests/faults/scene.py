"""What every fault is played on: how much happens, when nothing is under way any more, processes that die and come back."""

from __future__ import annotations

import signal
from collections.abc import Callable

from invariant import State, state
from two import TwoServices

from runtime.settings import settings

EVENTS = min(2_000, round(3_000 * settings.scale))


def settle(services: TwoServices) -> State:
    """Wait until nothing is under way any more."""
    services.until(lambda: state(services.alpha, services.beta).settled)
    return state(services.alpha, services.beta)


def revived(services: TwoServices, count: int, *arguments: str, **environment: str) -> Callable[[], bool]:
    """Have a process that kills itself started anew, `count` times; after that it lives. True once it has died enough."""
    deaths = [services.start(*arguments, **environment)]

    def died() -> bool:
        if deaths[-1].poll() is None:
            return False
        assert deaths[-1].returncode == -signal.SIGKILL, services.tails()
        if len(deaths) == count:
            return True
        deaths.append(services.start(*arguments, **environment))
        return False

    return died
