"""The audit is append-only, and its chain of seals finds whatever was done to it all the same."""

from __future__ import annotations

from uuid import uuid4

import pytest
from garden.service import door
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from kernel.ids import uuid7
from runtime import audit, outbox, seals
from runtime.access import Caller
from runtime.database import transaction
from runtime.doors import Door
from runtime.provided import housekeep
from runtime.testing.harness import DoorUnderTest

WHO = Caller(account_id=uuid4())


def act(garden: DoorUnderTest, count: int = 1) -> None:
    with transaction(garden.engine) as session:
        for _ in range(count):
            audit.record(session, WHO, act="garden.rest", target=uuid7(), detail={"b": 1, "a": [1, 2]})


def seal(garden: DoorUnderTest) -> None:
    with transaction(garden.engine) as session:
        seals.seal(session)


def faults(garden: DoorUnderTest) -> list[tuple[int, str]]:
    with transaction(garden.engine) as session:
        return [(link.chain, link.fault) for link in seals.verify(session)]


def tamper(garden: DoorUnderTest, *statements: str) -> None:
    """As somebody who owns the database could."""
    with garden.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement.replace("FIRST", FIRST)))


@pytest.fixture
def sealed(garden: DoorUnderTest) -> DoorUnderTest:
    for count in (3, 1, 4):
        act(garden, count)
        seal(garden)
    return garden


def test_entries_cannot_be_changed_or_removed(sealed):
    for statement in ("UPDATE runtime.audit SET act = 'x'", "DELETE FROM runtime.audit", "TRUNCATE runtime.audit"):
        with pytest.raises(ProgrammingError, match="append-only"), sealed.engine.begin() as connection:
            connection.execute(text(statement))


def test_an_untouched_chain_holds(sealed):
    assert faults(sealed) == []
    links = sealed.emitted()
    assert [link["data"]["entries"] for link in links] == [3, 1, 4]
    assert [link["data"]["chain"] for link in links] == [1, 2, 3]
    assert links[2]["data"]["previous"] == links[1]["data"]["digest"]


def test_nothing_new_makes_no_link(sealed):
    seal(sealed)
    assert len(sealed.emitted()) == 3


FIRST = "id = (SELECT id FROM runtime.audit ORDER BY id LIMIT 1)"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE runtime.audit SET act = 'garden.plant_tree' WHERE FIRST", (1, "an entry was changed")),
        ("UPDATE runtime.audit SET at = at + interval '1 us' WHERE FIRST", (1, "an entry was changed")),
        ("UPDATE runtime.audit SET detail = '{}' WHERE FIRST", (1, "an entry was changed")),
        ("DELETE FROM runtime.audit WHERE FIRST", (1, "sealed 3 entries, found 2")),
        ("DELETE FROM runtime.audit_seal WHERE chain = 2", (3, "link 2 is missing")),
        ("UPDATE runtime.audit_seal SET previous = 'x' WHERE chain = 2", (2, "does not continue the link before")),
    ],
)
def test_a_broken_link_is_found(sealed, statement, found):
    tamper(sealed, statement)
    assert found in faults(sealed)


def test_a_rewritten_link_breaks_the_next(sealed):
    """Who changes an entry and its seal must change all seals after it; the published ones stay."""
    tamper(
        sealed,
        "DELETE FROM runtime.audit WHERE id = (SELECT id FROM runtime.audit ORDER BY id LIMIT 1)",
        "CREATE TABLE kept AS SELECT * FROM runtime.audit_seal WHERE chain > 1",
        "DELETE FROM runtime.audit_seal",
    )
    seal(sealed)
    tamper(
        sealed,
        "UPDATE runtime.audit_seal SET entries = 2, tx_to = (SELECT min(tx_from) FROM kept)",
        "INSERT INTO runtime.audit_seal SELECT * FROM kept",
    )
    assert (2, "does not continue the link before") in faults(sealed)


def test_an_entry_of_a_transaction_that_was_running_is_sealed_by_the_next_link(garden):
    with transaction(garden.engine) as slow:
        audit.record(slow, WHO, act="garden.rest")
        audit.write(slow)
        act(garden)
        seal(garden)
    act(garden)
    seal(garden)
    assert sum(link["data"]["entries"] for link in garden.emitted()) == 3
    assert faults(garden) == []


def test_a_database_restored_elsewhere_goes_on(sealed):
    """Another server counts transactions anew, so all numbers lie below those of the last link."""
    tamper(
        sealed,
        "UPDATE runtime.audit SET tx = ((tx::text)::bigint + 1000000)::text::xid8",
        "UPDATE runtime.audit_seal SET tx_from = ((tx_from::text)::bigint + 1000000)::text::xid8 WHERE chain > 1",
        "UPDATE runtime.audit_seal SET tx_to = ((tx_to::text)::bigint + 1000000)::text::xid8",
    )
    assert faults(sealed) == []
    act(sealed, 2)
    seal(sealed)
    act(sealed, 5)
    seal(sealed)
    assert [link["data"]["entries"] for link in sealed.emitted()][3:] == [2, 5]
    assert faults(sealed) == []


def test_the_national_suite_seals_too(garden, monkeypatch):
    act(garden)
    seal(garden)
    monkeypatch.setenv("GONGJIAN_CIPHERS", "sm")
    act(garden)
    seal(garden)
    assert [link["data"]["digest"].split(":")[0] for link in garden.emitted()] == ["sha256", "sm3"]
    assert faults(garden) == []


def test_a_rolled_back_act_leaves_no_entry(garden):
    class Stop(Exception):
        pass

    def fail() -> None:
        with transaction(garden.engine) as session:
            audit.record(session, WHO, act="garden.rest")
            raise Stop

    with pytest.raises(Stop):
        fail()
    assert garden.audited() == []


def test_a_command_is_recorded_with_its_correlation(garden):
    from garden import contract

    operator = garden.sign_in(("system_operator", "area", uuid4()))
    request = garden.request(contract.rest, operator)
    request.meta = {**request.meta, "correlation_id": "story-1"}
    assert garden.call_together([request])[0].status == 200
    (entry,) = garden.audited()
    assert (entry["act"], entry["actor_account"], entry["correlation_id"]) == (
        "garden.rest",
        operator.account_id,
        "story-1",
    )


def test_buffers_are_empty_after_the_commit(garden):
    with transaction(garden.engine) as session:
        audit.record(session, WHO, act="garden.rest")
    assert (audit.mark(session), outbox.mark(session)) == (0, 0)


def test_the_door_offers_the_jobs() -> None:
    fresh = Door(door.service)
    housekeep(fresh)
    assert seals.seal in {job.job for job in fresh.jobs}
