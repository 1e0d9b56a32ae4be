"""The register of units through its door."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from contracts.cobuilding import operations as ops
from contracts.cobuilding.events import AgreementLapsedV1, PersonErasureDoneV1, UnitChangedV1, UnitRegisteredV1
from contracts.membership.events import PersonDiedV1, PersonErasureOrderedV1
from kernel.ids import uuid7

CODE = "91350100M000100Y43"


def test_a_unit_is_registered_and_told(here: Any) -> None:
    answer = here.register(credit_code=CODE.lower(), contact_id=here.person)
    assert (answer.status, answer.version) == (201, 1)
    assert (answer.data["credit_code"], answer.data["registered_on"]) == (CODE, "2031-03-05")
    [told] = here.door.emitted(UnitRegisteredV1)
    assert told["data"] == {"unit_id": answer.data["unit_id"], "name": "圳尾小学", "kind": "school"}
    assert told["area"] == str(here.community)


@pytest.mark.parametrize(
    ("changes", "status", "code", "pointer"),
    [
        ({"name": "圳尾小学"}, 409, "unit_exists", "/name"),
        ({"credit_code": "91350100M000100Y44"}, 422, "credit_code_wrong", "/credit_code"),
        ({"credit_code": CODE}, 409, "credit_code_taken", "/credit_code"),
        ({"contact_id": uuid4()}, 404, "contact_unknown", "/contact_id"),
        ({"kind": "pub"}, 422, "invalid_request", "/kind"),
    ],
)
def test_what_cannot_be_registered(here: Any, changes: Any, status: int, code: str, pointer: str) -> None:
    here.unit(credit_code=CODE)
    answer = here.register(**({"name": "另一所小学"} | changes))
    assert (answer.status, answer.code, answer.pointers) == (status, code, [pointer])


def test_the_same_name_may_stand_in_two_communities(here: Any) -> None:
    here.unit()
    city = here.door.sign_in(("city_officer", "area", here.elsewhere))
    words = {"area_id": here.elsewhere, "name": "圳尾小学", "kind": "school"}
    assert here.door.call(ops.register_unit, city, **words).status == 201


def test_who_may_register_and_change(here: Any) -> None:
    unit = here.unit()
    words = {"area_id": here.community, "name": "新", "kind": "shop"}
    neighbour = here.door.sign_in(("community_secretary", "area", here.elsewhere))
    for by in (here.resident(), here.contact(unit), neighbour):
        assert here.door.call(ops.register_unit, by, **words).status == 403
    for by in (here.resident(), neighbour, here.contact(str(uuid4()))):
        assert here.door.call(ops.change_unit, by, unit_id=unit, name="新", if_match=1).status == 403
        assert here.door.call(ops.close_unit, by, unit_id=unit).status == 403
    assert here.door.call(ops.close_unit, here.contact(unit), unit_id=unit).status == 403
    assert here.door.call(ops.show_unit, None, unit_id=unit).status == 401
    assert here.door.call(ops.show_unit, here.resident(), unit_id=uuid4()).status == 404


def test_only_who_may_change_it_reads_its_contact(here: Any) -> None:
    unit = here.unit(contact_id=here.person)
    shown = {
        name: here.door.call(ops.show_unit, by, unit_id=unit).data["contact_id"]
        for name, by in {
            "secretary": here.secretary(),
            "contact": here.contact(unit),
            "resident": here.door.sign_in(("resident", "area", here.community)),
            "another": here.contact(str(uuid4())),
        }.items()
    }
    assert shown == {"secretary": str(here.person), "contact": str(here.person), "resident": None, "another": None}


def test_two_who_edit_at_once(here: Any) -> None:
    unit = here.unit()
    assert here.door.call(ops.change_unit, here.secretary(), unit_id=unit, name="甲").status == 428
    first = here.door.call(ops.change_unit, here.secretary(), unit_id=unit, name="甲", if_match=1)
    assert (first.status, first.version, first.data["name"]) == (200, 2, "甲")
    late = here.door.call(ops.change_unit, here.contact(unit), unit_id=unit, name="乙", if_match=1)
    assert late.status == 412


def test_only_the_public_entry_is_told(here: Any) -> None:
    unit = here.unit(credit_code=CODE)
    change = here.door.call
    change(ops.change_unit, here.contact(unit), unit_id=unit, contact_id=here.person, if_match=1)
    assert here.door.emitted(UnitChangedV1) == []
    change(ops.change_unit, here.secretary(), unit_id=unit, kind="agency", credit_code=None, if_match=2)
    [told] = here.door.emitted(UnitChangedV1)
    assert told["data"] == {
        "unit_id": unit,
        "name": "圳尾小学",
        "kind": "agency",
        "active": True,
        "changed_on": "2031-03-05",
    }
    assert change(ops.show_unit, here.secretary(), unit_id=unit).data["credit_code"] is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "圳尾医院"}, "unit_exists"),
        ({"credit_code": CODE}, "credit_code_taken"),
        ({"credit_code": "9" * 18}, "credit_code_wrong"),
        ({"contact_id": uuid4()}, "contact_unknown"),
        ({}, "invalid_request"),
    ],
)
def test_what_cannot_be_changed(here: Any, changes: Any, code: str) -> None:
    here.unit("圳尾医院", credit_code=CODE)
    answer = here.door.call(ops.change_unit, here.secretary(), unit_id=here.unit(), if_match=1, **changes)
    assert answer.code == code


def test_a_closed_unit_takes_its_agreement_with_it(here: Any) -> None:
    unit = here.unit(credit_code=CODE)
    agreement = here.sign(unit).data["agreement_id"]
    answer = here.door.call(ops.close_unit, here.secretary(), unit_id=unit)
    assert answer.data["closed_on"] == "2031-03-05"
    [lapsed], [changed] = here.door.emitted(AgreementLapsedV1), here.door.emitted(UnitChangedV1)
    assert lapsed["data"] == {"agreement_id": agreement, "unit_id": unit, "lapsed_on": "2031-03-05"}
    assert changed["data"]["active"] is False
    assert here.door.call(ops.close_unit, here.secretary(), unit_id=unit).code == "unit_closed"
    assert here.sign(unit).code == "unit_closed"
    again = here.door.call(ops.change_unit, here.secretary(), unit_id=unit, name="甲", if_match=2)
    assert again.code == "unit_closed"
    assert here.register(credit_code=CODE).status == 201  # name and code are free again


@pytest.mark.parametrize(
    ("closed_on", "code"),
    [("2031-03-06", "date_in_future"), ("2031-03-04", "before_registration")],
)
def test_a_unit_closes_between_its_registration_and_today(here: Any, closed_on: str, code: str) -> None:
    answer = here.door.call(ops.close_unit, here.secretary(), unit_id=here.unit(), closed_on=closed_on)
    assert (answer.status, answer.code) == (422, code)


def test_lists_by_area_kind_name_and_agreement(here: Any) -> None:
    school, hospital = here.unit("圳尾小学"), here.unit("圳尾医院", kind="hospital")
    here.sign(school)

    def listed(**words: Any) -> list[str]:
        items = here.door.call(ops.list_units, here.resident(), **words).data["items"]
        return [item["unit_id"] for item in items]

    assert listed() == [hospital, school] or listed() == [school, hospital]
    assert listed(area_id=here.elsewhere) == []
    assert listed(kind="hospital") == [hospital]
    assert listed(q="小学") == [school]
    assert listed(q="%") == []
    assert listed(agreed=True) == [school]
    assert listed(agreed=False) == [hospital]
    assert listed(closed=True) == []
    page = here.door.call(ops.list_units, here.resident(), limit=1).data
    rest = here.door.call(ops.list_units, here.resident(), limit=1, after=page["next"]).data
    assert {page["items"][0]["unit_id"], rest["items"][0]["unit_id"]} == {school, hospital}
    assert rest["next"] is None
    assert here.door.call(ops.list_units, here.resident(), after="nonsense").code == "cursor_invalid"


def test_the_dead_are_nobodys_contact(here: Any) -> None:
    unit = here.unit(contact_id=here.person)
    here.door.deliver(
        PersonDiedV1, aggregate_id=here.person, person_id=here.person, stay_id=uuid7(), died_on=date(2031, 3, 5)
    )
    assert here.door.parked() == []
    assert here.door.call(ops.show_unit, here.secretary(), unit_id=unit).data["contact_id"] is None
    here.door.deliver(PersonDiedV1, sample=True)
    assert here.door.parked() == []


def test_a_contact_who_is_erased_is_nobodys_contact(here: Any) -> None:
    unit, order = here.unit(contact_id=here.person), uuid7()
    told = {"person_id": here.person, "order_id": order, "due_on": date(2031, 3, 20)}
    here.door.deliver(PersonErasureOrderedV1, aggregate_id=here.person, **told)
    assert here.door.parked() == []
    assert here.door.call(ops.show_unit, here.secretary(), unit_id=unit).data["contact_id"] is None
    [done] = here.door.emitted(PersonErasureDoneV1)
    assert (done["aggregate_id"], done["data"]) == (str(order), {"person_id": str(here.person), "locked_until": None})
    assert here.register(name="另一所", contact_id=here.person).code == "contact_unknown"
