"""Names, phone and identity numbers, positions, notes and passwords are planted, and looked for wherever they could be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import uuid4

import amqp
import psycopg
import pytest
from marshmallow import Schema, fields

from contracts import catalogue
from contracts.classes import DataClass
from runtime import audit, seals
from runtime.access import Caller
from runtime.database import engine_at, transaction
from tests.city.own import OwnCity
from tests.privacy.evidence import Leak, Piece, Tap, leaks, log_sizes, logged, measured, stored, tapped
from tests.privacy.registers import sow_registers
from tests.privacy.seeds import Seeds, confidential_operations
from tests.privacy.sowing import Sowing

pytestmark = pytest.mark.broker


@dataclass
class Field:
    """What was sown, and all that went over the bus meanwhile."""

    sowing: Sowing
    seeds: Seeds
    bus: list[Piece]
    tap: Tap
    logs: dict[str, int]


@pytest.fixture(scope="module")
def sown(own_city: OwnCity) -> Iterator[Field]:
    seeds, logs = Seeds(Random(20110501)), log_sizes(own_city)
    with tapped(own_city) as tap:
        sowing = Sowing(own_city.city, seeds)
        sow_registers(sowing)
        sowing.everywhere()
        own_city.assert_well()
        yield Field(sowing, seeds, list(tap.messages()), tap, logs)


TOLD_TO_THE_SERVICE = {
    "membership.finish_external_sign_in": {"binding", "code", "device", "link_code", "state"},
    "membership.link_external_identity": {"subject"},
}
"""What this city refuses, having no identity provider: test_external.py of membership's component tests looks for it,
test_what_identifies_somebody_stands_in_no_log_and_no_event."""


def test_every_operation_that_takes_something_in_confidence_was_told_it(sown: Field) -> None:
    wanted = confidential_operations()
    assert TOLD_TO_THE_SERVICE.items() <= wanted.items()
    told = sown.sowing.sown | TOLD_TO_THE_SERVICE
    assert {name: fields - told.get(name, set()) for name, fields in wanted.items()} == {name: set() for name in wanted}


def test_nothing_told_in_confidence_is_on_the_bus(sown: Field) -> None:
    exchanges = {piece.where.split(" ")[0] for piece in sown.bus}
    assert {"nameko-rpc", "membership.events", "volunteering.events", "eldercare.events", "patrol.events"} <= exchanges
    assert leaks(sown.bus, sown.seeds.all - sown.seeds.names) == set()


def test_what_was_refused_is_in_no_event(sown: Field) -> None:
    """Told where nothing confidential is asked for it may travel in the one request that told it, and no further."""
    beyond = [piece for piece in sown.bus if not piece.where.startswith("nameko-rpc ")]
    assert leaks(beyond, sown.sowing.misplaced.all) == set()


def test_names_travel_in_person_events_alone(sown: Field) -> None:
    found = leaks(sown.bus, sown.seeds.names)
    assert found, "the tap saw no name at all: person_registered should have carried one"
    assert {leak.where.split(".all.person.")[-1] for leak in found} == {
        "membership.person_registered.v1",
        "membership.person_changed.v1",
    }


def test_no_log_and_no_measure_knows_any_of_it(sown: Field, own_city: OwnCity) -> None:
    everything = sown.seeds.all | sown.sowing.misplaced.all
    assert leaks(logged(own_city, sown.logs), everything) == set()
    assert leaks(measured(own_city), everything) == set()


def test_no_refusal_repeats_what_it_refuses(sown: Field) -> None:
    refused = [Piece(f"{one.request.method} {one.request.url.path}", one.content) for one in sown.sowing.refusals]
    assert {one.status_code for one in sown.sowing.refusals} >= {400, 403, 404, 422}
    assert leaks(refused, sown.sowing.misplaced.all) == set()


def test_in_every_table_it_is_ciphertext(sown: Field, own_city: OwnCity) -> None:
    assert leaks(stored(own_city), sown.seeds.secrets | sown.sowing.misplaced.all) == set()


def test_names_codes_and_words_stand_where_they_are_kept_alone(sown: Field, own_city: OwnCity) -> None:
    places = {leak.where for leak in leaks(stored(own_city), sown.seeds.names)}
    assert {where for where in places if not is_register_or_replica(where)} == set()
    # What a command answered is kept beside it for 24 hours: whether they are over hangs on the hour of the day.
    codes = {leak.where for leak in leaks(stored(own_city), sown.seeds.codes)} - {"eldercare runtime.operation_reply"}
    assert codes == {"eldercare public.card"}
    words = {leak.where for leak in leaks(stored(own_city), sown.seeds.words)} - {"membership runtime.operation_reply"}
    assert words == {"membership public.member_seat", "membership public.transfer", "membership public.session"}


def is_register_or_replica(where: str) -> bool:
    service, _, table = where.partition(" ")
    if table in (
        "runtime.person",
        "runtime.operation_reply",
    ):  # the replica; what a command answered, kept for 24 hours
        return True
    # A roll is listed in the order of names, for which the database keeps each member's beside their place.
    registers = ("public.person", "public.person_search", "public.member_seat")
    return service == "membership" and (table in registers or "outbox" in table)


READINGS = {
    "membership.show_person": ("registrar", "/people/{person}", {"phone", "identity_number"}),
    "volunteering.show_pairing": ("aid_worker", "/pairings/{pairing}", {"goal", "helped_id"}),
    "volunteering.show_need": ("community_secretary", "/needs/{need}", {"text"}),
    "eldercare.show_elder": ("care_coordinator", "/elders/{elder}", {"living"}),
}
"""Who reads each sensitive field unmasked, and where."""
READ_BY_THE_SERVICE = {
    "volunteering.show_entitlement": {"category", "person_id"},
    "membership.show_correction": {"value"},
    "membership.open_locked": {"name", "identity_number"},
    "membership.show_visit": {"kind", "note", "wishes"},
    "volunteering.show_school_place": {"display_name", "guardian_id", "person_id", "relation"},
    "volunteering.show_roster": {"display_name", "person_id"},
    "volunteering.list_school_days": {"picker_id", "signature"},
    "volunteering.show_mentorship": {"end_reason", "goal", "helped_id"},
    **{f"{service}.copy_of_person": {"held"} for service in catalogue.SERVICES},
}
"""Asked at the services' own doors: test_entitlements.py, test_after_school.py, test_mentorships.py, test_corrections.py,
test_erasures.py, test_household_visits.py and test_copies.py of their component tests."""


def test_every_reply_with_something_sensitive_has_its_reader() -> None:
    shown = {one.name: sensitive(one.reply) for one in catalogue.operations() if one.reply is not None}
    here = {name: fields for name, (_, _, fields) in READINGS.items()}
    assert {name: found for name, found in shown.items() if found} == here | READ_BY_THE_SERVICE


def sensitive(schema: type[Schema]) -> set[str]:
    found = set()
    for name, one in schema().dump_fields.items():
        inner = one.inner if isinstance(one, fields.List) else one
        if isinstance(inner, fields.Nested):
            found |= sensitive(type(inner.schema))
        elif one.metadata.get("data_class") is DataClass.SENSITIVE:
            found.add(name)
    return found


@pytest.mark.parametrize("operation", READINGS)
def test_each_reading_of_what_is_sealed_is_in_the_audit(sown: Field, own_city: OwnCity, operation: str) -> None:
    role, path, shown = READINGS[operation]
    sowing = sown.sowing
    ids = {"person": sowing.person, "pairing": sowing.pairing, "need": sowing.need, "elder": sowing.elder}
    path = path.format(**ids)
    before = readings(own_city, operation, ids)
    reader, other = own_city.city.as_role(role), own_city.city.as_role("street_officer")
    told = reader.done(reader.get(path))
    assert {name for name in shown if told[name] is not None} == shown
    entries = readings(own_city, operation, ids)[len(before) :]
    assert [set(entry["fields"]) for entry in entries] == [shown]
    masked = other.get(path)
    assert masked.status_code == 404 or not any(masked.json()[name] == told[name] for name in shown)
    assert len(readings(own_city, operation, ids)) == len(before) + 1


def readings(own_city: OwnCity, operation: str, ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the audit says of readings of the things that were sown, oldest first."""
    with psycopg.connect(own_city.database(operation.split(".")[0])) as connection:
        query = "SELECT detail FROM runtime.audit WHERE act = %s AND target = ANY(%s) ORDER BY id"
        found = connection.execute(query, (f"read:{operation}", list(ids.values()))).fetchall()
    return [detail for (detail,) in found]


def test_what_leaks_is_found(sown: Field, own_city: OwnCity) -> None:
    """The search itself: the same values, planted where they must not be, in every shape."""
    secret = sorted(sown.seeds.secrets)[0]
    note = next(one for one in sorted(sown.seeds.secrets) if "高血压" in one)
    sown.tap.channel.basic_publish(
        amqp.Message(f'{{"goal": "{note}"}}'.encode()), "eldercare.events", "bulk.nobody.elder.leak"
    )
    assert leaks(sown.tap.messages(), [note]) == {Leak("eldercare.events bulk.nobody.elder.leak", note)}
    with psycopg.connect(own_city.database("patrol")) as connection:
        connection.execute("CREATE TABLE leak (said text, raw bytea, document jsonb)")
        shapes = [(note, None, None), (None, secret.encode(), None), (None, None, f'{{"phone": ["{secret}"]}}')]
        for row in shapes:
            connection.execute("TRUNCATE leak")
            connection.execute("INSERT INTO leak VALUES (%s, %s, %s)", row)
            connection.commit()
            assert {leak.where for leak in leaks(stored(own_city), [note, secret])} == {"patrol public.leak"}, row
        connection.execute("DROP TABLE leak")
    careless = own_city.logs / "careless.log"
    careless.write_text(f'{{"event": "refused", "phone": "{secret}"}}\n', encoding="utf-8")
    try:
        assert leaks(logged(own_city, sown.logs), [secret]) == {Leak("careless.log", secret)}
    finally:
        careless.unlink()


def test_a_service_that_keeps_nothing_to_itself_is_noticed(sown: Field, own_city: OwnCity) -> None:
    """Membership, carried by a process that stores, logs, counts and answers in clear: the same search finds all four."""
    seeds, logs, city = Seeds(Random(20110502)), log_sizes(own_city), own_city.city
    community = city.area("圳尾社区")["area_id"]
    told = {"home_area": community, "name": seeds.name(), "phone": seeds.phone(), "identity_number": seeds.identity()}
    with city.in_place_of("membership", "tests.privacy.careless"):
        list(sown.tap.messages())
        registrar = city.as_role("registrar")
        person = registrar.done(registrar.post("/people", told))["person_id"]
        shown = registrar.done(registrar.get(f"/people/{person}"))
        seen = [*sown.tap.messages(), *measured(own_city)]
    assert (shown["phone"], shown["identity_number"]) == (told["phone"], told["identity_number"])
    try:
        for secret in seeds.secrets:
            found = {leak.where for leak in leaks([*seen, *logged(own_city, logs), *stored(own_city)], [secret])}
            assert found >= {"membership.log", "membership /metrics", "membership public.person"}
            assert any(where.startswith("nameko-rpc ") for where in found)
    finally:
        with psycopg.connect(own_city.database("membership")) as connection:
            connection.execute(UNTOLD, {"id": person})


UNTOLD = "UPDATE person SET phone_sealed = NULL, identity_sealed = NULL, identity_hash = NULL WHERE person_id = %(id)s"


@pytest.mark.parametrize("service", catalogue.SERVICES)
def test_a_broken_link_of_the_seal_chain_is_found(sown: Field, own_city: OwnCity, service: str) -> None:
    engine = engine_at(own_city.url(service), service)
    try:
        with transaction(engine) as session:
            audit.record(session, Caller(account_id=uuid4()), act="privacy.look")
        with transaction(engine) as session:
            seals.seal(session)
            assert seals.verify(session) == []
        with psycopg.connect(own_city.database(service), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")  # as the owner of the server could
            ((entry, act),) = connection.execute(FIRST_ENTRY).fetchall()
            connection.execute(FORGED, {"act": "nothing.happened", "id": entry})
            with transaction(engine) as session:
                assert [link.chain for link in seals.verify(session)] == [1]
            connection.execute(FORGED, {"act": act, "id": entry})
        with transaction(engine) as session:
            assert seals.verify(session) == []
    finally:
        engine.dispose()


FIRST_ENTRY = "SELECT id, act FROM runtime.audit ORDER BY tx, id LIMIT 1"
FORGED = "UPDATE runtime.audit SET act = %(act)s WHERE id = %(id)s"
