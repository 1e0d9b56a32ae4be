"""What every fault is played on: a promise that is checked at the end, and processes that die and come back."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from invariant import State, broken_acts, broken_promises, state
from two import TwoServices

from tests.faults.clients import Asking
from tests.faults.load import EVENTS, Load, Telling

__all__ = ["EVENTS", "gateway", "kept", "revived", "revived_until", "settle"]

FRONT = Path(__file__).with_name("front.py")


def settle(services: TwoServices) -> State:
    """Wait until nothing is under way any more."""
    try:
        services.until(lambda: state(services.alpha, services.beta).settled)
    except AssertionError as late:
        found = state(services.alpha, services.beta)
        late.add_note(f"parked {found.parked}, unpublished {found.unpublished}, missing {len(found.missing())}")
        raise
    return state(services.alpha, services.beta)


def kept(services: TwoServices, load: Load | None = None) -> State:
    """Wait until nothing is under way, then check everything that was promised; what there is to see."""
    found = settle(services)
    assert broken_promises(found, load.committed if isinstance(load, Telling) else ()) == []
    if isinstance(load, Asking):
        assert broken_acts(services.alpha, load.answered) == []
    return found


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


def revived_until(services: TwoServices, holds: Callable[[], object], *arguments: str) -> Callable[[], bool]:
    """The same, as often as it takes until something holds."""
    lives = [services.start(*arguments)]

    def held() -> bool:
        if lives[-1].poll() is not None:
            assert lives[-1].returncode == -signal.SIGKILL, services.tails()
            lives.append(services.start(*arguments))
        return bool(holds())

    return held


def gateway(services: TwoServices, port: int) -> subprocess.Popen[bytes]:
    """The gateway's process in front of alpha, on a port of this machine."""
    return services.run("gateway", str(FRONT), "--port", str(port))
