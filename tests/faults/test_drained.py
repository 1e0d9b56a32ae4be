"""SIGTERM in the middle of handlers: what is in hand ends, is answered and acknowledged, and nothing is done again."""

from __future__ import annotations

import re
import signal
import subprocess

from beta.mischief import TAKES_LONG
from invariant import state
from sqlalchemy import text
from two import TwoServices

from tests.faults.clients import Asking, over_the_bus
from tests.faults.load import Telling
from tests.faults.scene import kept


def drain(services: TwoServices, process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    services.until(lambda: process.poll() is not None)
    assert process.returncode == 0, services.tails()


def test_a_service_answers_everything_that_it_has_begun(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    first = two_services.start("serve", "alpha")
    with Asking(two_services, over_the_bus(two_services.uri, within=60), takes=0.02) as load:
        load.goes_on()
        two_services.start("serve", "alpha")
        two_services.until(lambda: alphas_serving(two_services) == 2)
        unanswered = load.unanswered  # those of the time before anybody served
        drain(two_services, first)
        load.goes_on()
        assert (load.unanswered, load.replayed) == (unanswered, 0)
    kept(two_services, load)


def test_a_consumer_acknowledges_everything_that_took_effect(two_services: TwoServices) -> None:
    two_services.start("relay", "alpha")
    consumer = two_services.start("serve", "beta")
    with Telling(two_services) as load:
        two_services.until(lambda: state(two_services.alpha, two_services.beta).effects)
        two_services.tell(10, things=2, number=TAKES_LONG)
        two_services.until(lambda: handlers_at_work(two_services))
        drain(two_services, consumer)
        load.goes_on()
    two_services.until(lambda: state(two_services.alpha, two_services.beta).unpublished == 0)
    found = state(two_services.alpha, two_services.beta)
    # Every event has taken effect or waits; none does both, so none that took effect will be delivered again.
    assert two_services.waiting("beta") + len(found.effects) == len(found.told)
    assert two_services.waiting("beta")
    two_services.start("serve", "beta")
    kept(two_services, load)


def test_a_relay_marks_everything_that_was_confirmed(two_services: TwoServices) -> None:
    relay = two_services.start("relay", "alpha")
    with Telling(two_services) as load:
        load.goes_on()
        two_services.until(lambda: two_services.waiting("beta"))
        drain(two_services, relay)
        load.goes_on()
    with two_services.alpha.connect() as connection:
        marked = connection.execute(text("SELECT count(*) FROM runtime.outbox WHERE published_at IS NOT NULL"))
        assert two_services.waiting("beta") == marked.scalar_one()
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    kept(two_services, load)


def alphas_serving(services: TwoServices) -> int:
    """How many of alpha's processes have said that they serve."""
    return len(re.findall("serving", (services.logs / "serve-alpha.log").read_text(errors="replace")))


def handlers_at_work(services: TwoServices) -> int:
    """Transactions of beta that wait for their handler: it is at work, and long."""
    with services.beta.connect() as connection:
        waiting = text("""SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                           AND state = 'idle in transaction' AND now() - state_change > interval '50 milliseconds'""")
        return int(connection.execute(waiting).scalar_one())
