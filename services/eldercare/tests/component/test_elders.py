"""The elder register through its door."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.eldercare import operations as ops
from contracts.eldercare.events import CardRevokedV1, ElderLeftV1, ElderRegisteredV1, PersonErasureDoneV1
from contracts.membership.events import ConsentWithdrawnV1, PersonDiedV1, PersonErasureOrderedV1, PersonMovedV1
from kernel.ids import uuid7


def test_an_elder_is_registered_and_told_without_how(here: Any) -> None:
    answer = here.register()
    assert (answer.status, answer.version, answer.data["registered_on"]) == (201, 1, "2031-03-05")
    assert "living" not in answer.data
    [told] = here.door.emitted(ElderRegisteredV1)
    assert told["data"] == {"elder_id": answer.data["elder_id"], "person_id": str(here.person)}


def test_how_an_elder_lives_is_nowhere_in_the_clear(here: Any) -> None:
    elder = here.elder(living="empty_nest")
    here.issue(elder)
    here.show(elder)
    with here.door.engine.connect() as connection:
        sealed = connection.exec_driver_sql("SELECT living FROM elder").scalar_one()
        kept = connection.exec_driver_sql("SELECT convert_from(body, 'UTF8') FROM runtime.outbox").scalars().all()
        audited = connection.exec_driver_sql("SELECT detail::text FROM runtime.audit").scalars().all()
    assert b"empty_nest" not in bytes(sealed)
    assert not [text for text in (*kept, *audited) if "empty_nest" in text or "林秀英" in text]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"person_id": "nobody"}, 404, "person_unknown"),
        ({"person_id": "minor"}, 422, "person_is_minor"),
        ({"person_id": "dead"}, 409, "person_not_alive"),
        ({"area_id": "elsewhere"}, 409, "person_lives_elsewhere"),
        ({"living": "rich"}, 422, "invalid_request"),
        ({}, 409, "elder_exists"),
    ],
)
def test_who_cannot_be_registered(here: Any, changes: Any, status: int, code: str) -> None:
    dead = here.door.person(here.estate, "老人")
    here.door.deliver(PersonDiedV1, aggregate_id=dead, person_id=dead, stay_id=uuid7(), died_on=date(2031, 3, 1))
    named = {"nobody": uuid4(), "minor": here.door.person(here.estate, "童童", minor=True), "dead": dead}
    named["elsewhere"] = here.elsewhere
    if not changes:
        here.elder()
    words = {name: named.get(value, value) for name, value in changes.items()}
    by = here.door.sign_in(("care_coordinator", "area", here.street))
    request = {"person_id": here.person, "area_id": here.community, "living": "alone"} | words
    answer = here.door.call(ops.register_elder, by, **request)
    assert (answer.status, answer.code) == (status, code)


def test_who_sees_an_elder_and_how_the_elder_lives(here: Any) -> None:
    elder = here.elder()
    door = here.door
    carer = door.sign_in(("carer", "area", here.community))
    for by in (here.coordinator(), carer, here.oneself(), here.family()):
        answer = here.show(elder, by)
        assert (answer.data["living"], answer.data["display_name"]) == ("alone", "林秀英")
    for role in ("grid_worker", "registrar", "community_secretary"):
        answer = here.show(elder, door.sign_in((role, "area", here.community)))
        assert (answer.data["living"], answer.data["display_name"]) == (None, "林秀英")
    resident = door.sign_in(("resident", "area", here.community), person_id=uuid4())
    nobody = door.sign_in(("resident", "area", here.community))
    for by in (here.neighbour(), here.family(uuid4()), resident, nobody):
        assert here.show(elder, by).status == 404


def test_reading_how_an_elder_lives_is_audited(here: Any) -> None:
    elder = here.elder()
    here.show(elder, here.secretary())
    assert not [entry for entry in here.door.audited() if entry["act"] == "read:living"]
    here.show(elder, here.coordinator())
    [entry] = [entry for entry in here.door.audited() if entry["act"] == "read:living"]
    assert entry["target"] == str(here.person)


def test_lists_show_cards_and_never_how_somebody_lives(here: Any) -> None:
    elder = here.elder()
    here.issue(elder)
    here.issue(elder, "safe_passage")
    [item] = here.door.call(ops.list_elders, here.coordinator(), area_id=here.community).data["items"]
    assert "living" not in item
    assert (item["elder_id"], sorted(item["cards"])) == (elder, ["convenience_service", "safe_passage"])
    assert item["display_name"] == "林秀英"
    assert here.door.call(ops.list_elders, here.coordinator(), area_id=here.elsewhere).data["items"] == []
    assert here.door.call(ops.list_elders, here.neighbour()).data["items"] == []
    assert len(here.door.call(ops.list_elders, here.family()).data["items"]) == 1
    assert len(here.door.call(ops.list_elders, here.oneself()).data["items"]) == 1
    assert here.door.call(ops.list_elders, here.coordinator(), left=True).data["items"] == []


def test_who_may_register_and_remove(here: Any) -> None:
    words = {"person_id": here.person, "area_id": here.community, "living": "alone"}
    assert here.door.call(ops.register_elder, None, **words).status == 401
    for by in (here.oneself(), here.family(), here.neighbour(), here.registrar()):
        assert here.door.call(ops.register_elder, by, **words).status == 403
    elder = here.elder()
    removal = {"elder_id": elder, "reason": "wish"}
    assert here.door.call(ops.remove_elder, here.registrar(), **removal).status == 403
    assert here.door.call(ops.remove_elder, here.neighbour(), **removal).status == 404
    assert here.door.call(ops.remove_elder, here.oneself(), **removal).status == 200


def test_leaving_voids_the_cards_and_forgets_how_one_lived(here: Any) -> None:
    elder = here.elder()
    code = here.issue(elder).data["code"]
    answer = here.door.call(ops.remove_elder, here.coordinator(), elder_id=elder, reason="wish")
    assert (answer.data["left_on"], answer.version) == ("2031-03-05", 2)
    assert here.valid(code) == {"valid": False, "kind": None}
    assert [told["data"] for told in here.door.emitted(ElderLeftV1)] == [{"elder_id": elder}]
    assert len(here.door.emitted(CardRevokedV1)) == 1
    assert here.show(elder).data["living"] is None
    again = here.door.call(ops.remove_elder, here.coordinator(), elder_id=elder, reason="wish")
    assert (again.status, again.code) == (409, "elder_left")
    assert here.issue(elder).code == "elder_left"
    assert here.register().status == 201  # and may come back


def test_the_dead_leave(here: Any) -> None:
    elder = here.elder()
    code = here.issue(elder).data["code"]
    death = {"person_id": here.person, "stay_id": uuid7(), "died_on": date(2031, 3, 1)}
    here.door.deliver(PersonDiedV1, aggregate_id=here.person, **death)
    assert here.door.parked() == []
    assert here.valid(code)["valid"] is False
    assert here.show(elder).data["left_on"] == "2031-03-05"  # registered after it: told late, ends now
    assert len(here.door.emitted(ElderLeftV1)) == 1


def move(here: Any, to: UUID, **more: Any) -> None:
    told = {"person_id": here.person, "display_name": "林秀英", "home_area": to, "minor": False}
    told |= {"from_area": here.estate, "left_stay_id": uuid7(), "stay_id": uuid7(), "moved_on": date(2031, 3, 5)}
    here.door.deliver(PersonMovedV1, aggregate_id=here.person, area=to, **told, **more)


def test_a_move_within_the_area_changes_nothing(here: Any) -> None:
    elder = here.elder()
    move(here, here.other_estate)
    assert here.show(elder).data["area_id"] == str(here.community)
    assert here.show(elder).data["left_on"] is None


def test_a_move_within_the_community_takes_elder_and_cards_along(here: Any) -> None:
    elder = here.elder(area_id=here.estate)
    code = here.issue(elder).data["code"]
    move(here, here.other_estate)
    assert here.show(elder).data["area_id"] == str(here.other_estate)
    assert here.valid(code)["valid"] is True
    grid = here.door.sign_in(("grid_worker", "area", here.other_estate))
    card = here.show(elder).data["cards"][0]["card_id"]
    assert here.door.call(ops.revoke_card, grid, card_id=card, reason="lost").ok


def test_a_move_to_another_community_ends_the_stay(here: Any) -> None:
    elder = here.elder()
    code = here.issue(elder).data["code"]
    move(here, here.elsewhere)
    assert here.show(elder).data["left_on"] == "2031-03-05"
    assert here.valid(code)["valid"] is False
    assert len(here.door.emitted(ElderLeftV1)) == 1


def test_a_move_to_an_area_not_heard_of_waits(here: Any) -> None:
    elder = here.elder()
    move(here, uuid7())
    assert len(here.door.parked()) == 1
    assert here.show(elder).data["left_on"] is None


@pytest.mark.parametrize("event", [PersonDiedV1, PersonMovedV1])
def test_the_frozen_samples_are_understood(here: Any, event: Any) -> None:
    here.elder()
    here.door.deliver(event, sample=True)
    assert here.door.parked() == []


def test_somebody_erased_leaves_the_register_and_nothing_of_them_opens(here: Any) -> None:
    elder, order = here.elder(), uuid7()
    code = here.issue(elder).data["code"]
    told = {"person_id": here.person, "order_id": order, "due_on": date(2031, 3, 20)}
    here.door.deliver(PersonErasureOrderedV1, aggregate_id=here.person, **told)
    assert here.door.parked() == []
    assert here.valid(code) == {"valid": False, "kind": None}
    [left] = here.door.emitted(ElderLeftV1)
    assert left["data"] == {"elder_id": elder}
    [done] = here.door.emitted(PersonErasureDoneV1)
    assert (done["aggregate_id"], done["data"]) == (str(order), {"person_id": str(here.person), "locked_until": None})
    with here.door.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT wrapped FROM runtime.person_key").scalars().all() == [None]
    assert here.register().code == "person_not_alive"
    here.door.deliver(PersonErasureOrderedV1, sample=True)
    assert (here.door.parked(), len(here.door.emitted(PersonErasureDoneV1))) == ([], 2)


def test_who_withdraws_the_consent_to_be_cared_for_leaves_and_any_other_changes_nothing(here: Any) -> None:
    elder, consent = here.elder(), uuid7()
    code = here.issue(elder).data["code"]
    told = {"consent_id": consent, "person_id": here.person, "withdrawn_on": date(2031, 3, 5)}
    here.door.deliver(ConsentWithdrawnV1, aggregate_id=uuid7(), **told, purpose="publication")
    assert here.valid(code)["valid"]
    here.door.deliver(ConsentWithdrawnV1, aggregate_id=consent, **told, purpose="elder_care")
    assert (here.door.parked(), here.valid(code)["valid"]) == ([], False)
    assert [told["data"] for told in here.door.emitted(ElderLeftV1)] == [{"elder_id": elder}]
    here.door.deliver(ConsentWithdrawnV1, sample=True)
    assert here.door.parked() == []
