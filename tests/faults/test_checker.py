"""The checker itself: effects that were lost, doubled, reordered or made up, and acts done by half, are told as such."""

from __future__ import annotations

import pytest
from alpha.contract import ThingDoneV1
from invariant import FIRST_ACT, broken_acts, broken_promises, half_done, state
from sqlalchemy import Engine, text

from kernel.ids import uuid7
from runtime.database import transaction
from runtime.outbox import emit

pytestmark = pytest.mark.integration

PLANTED = {
    "never took effect": "DELETE FROM effect WHERE n = 3",
    "took effect 2 times": "INSERT INTO effect (event_id, aggregate_id, seq, kind)"
    " SELECT event_id, aggregate_id, seq, kind FROM effect WHERE n = 2",
    "went from 1 to 3": "UPDATE effect SET seq = 5 - seq WHERE seq IN (2, 3)",
    "took effect but was never told": "UPDATE effect SET event_id = gen_random_uuid() WHERE n = 1",
}


@pytest.fixture
def all_is_well(alpha: Engine, beta: Engine) -> None:
    """Four events of one thing were told by acts and took effect."""
    thing = uuid7()
    with transaction(alpha) as session:
        told = [emit(session, ThingDoneV1, aggregate_id=thing, number=FIRST_ACT + place) for place in range(4)]
        for place in range(4):
            words = {"thing": thing, "number": FIRST_ACT + place}
            session.execute(text("INSERT INTO mark (thing_id, number) VALUES (:thing, :number)"), words)
            session.execute(
                text("""INSERT INTO runtime.operation_reply (account_id, key, operation, body_hash, reply, at)
                        VALUES (:thing, :number, 'alpha.mark_thing', '', '{}', now())"""),
                {"thing": thing, "number": str(FIRST_ACT + place)},
            )
    with alpha.begin() as connection:
        connection.execute(text("UPDATE runtime.outbox SET published_at = now()"))
    with beta.begin() as connection:
        for seq, event_id in enumerate(told, 1):
            row = {"event_id": event_id, "aggregate_id": thing, "seq": seq}
            connection.execute(
                text(
                    "INSERT INTO effect (event_id, aggregate_id, seq, kind) "
                    "VALUES (:event_id, :aggregate_id, :seq, 'live')"
                ),
                row,
            )


@pytest.mark.usefixtures("all_is_well")
def test_nothing_is_found_where_all_is_well(alpha: Engine, beta: Engine) -> None:
    found = state(alpha, beta)
    assert found.settled
    assert broken_promises(found, found.told) == []
    assert broken_acts(alpha, range(FIRST_ACT, FIRST_ACT + 4)) == []


@pytest.mark.usefixtures("all_is_well")
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_breach_is_found(alpha: Engine, beta: Engine, fault: str) -> None:
    with beta.begin() as connection:
        connection.execute(text(PLANTED[fault]))
    assert [told for told in broken_promises(state(alpha, beta)) if told.endswith(fault)]


@pytest.mark.usefixtures("all_is_well")
def test_what_was_committed_and_is_gone_is_found(alpha: Engine, beta: Engine) -> None:
    gone = uuid7()
    assert broken_promises(state(alpha, beta), [gone]) == [f"{gone} was committed and is gone"]


@pytest.mark.usefixtures("all_is_well")
def test_a_lost_event_is_not_hidden_by_a_dead_body_that_is_none(alpha: Engine, beta: Engine) -> None:
    with beta.begin() as connection:
        connection.execute(text(PLANTED["never took effect"]))
        connection.execute(
            text("INSERT INTO runtime.parked (state, body, parked_at) VALUES ('dead', 'no event at all', now())")
        )
    found = state(alpha, beta)
    assert not found.settled
    assert [told for told in broken_promises(found) if told.endswith("never took effect")]


@pytest.mark.usefixtures("all_is_well")
@pytest.mark.parametrize(
    "planted",
    [
        "DELETE FROM mark WHERE n = 1",
        "INSERT INTO mark (thing_id, number) SELECT thing_id, number FROM mark WHERE n = 1",
        "DELETE FROM runtime.outbox WHERE aggregate_seq = 2",
        "DELETE FROM runtime.operation_reply WHERE key = '1000000'",
    ],
)
def test_an_act_done_by_half_is_found(alpha: Engine, planted: str) -> None:
    with alpha.begin() as connection:
        connection.execute(text(planted))
    assert half_done(alpha)


@pytest.mark.usefixtures("all_is_well")
def test_an_act_that_was_answered_and_not_done_is_found(alpha: Engine) -> None:
    assert broken_acts(alpha, range(FIRST_ACT, FIRST_ACT + 5)) == [f"act {FIRST_ACT + 4} was answered and not done"]
    assert broken_acts(alpha, range(FIRST_ACT, FIRST_ACT + 3)) == [f"act {FIRST_ACT + 3} was done and not answered"]
