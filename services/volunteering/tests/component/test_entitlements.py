"""Entitlements: goods for residents in difficulty, and nobody learns who they are."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from contracts.membership.events import PersonErasureOrderedV1, PersonMovedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import GoodsIssuedV1, VolunteerRegisteredV1
from runtime.testing.harness import Answer


def propose(here: Any, number: int = 4, by: Any = None, **changes: Any) -> Answer:
    words = {
        "area_id": here.community,
        "person_id": here.people[number],
        "category": "low_income",
        "valid_from": "2031-06-01",
        "valid_until": "2032-05-31",
    }
    answer: Answer = here.door.call(ops.propose_entitlement, by or here.aid_worker(), **words | changes)
    return answer


def entitle(here: Any, number: int = 4, **changes: Any) -> str:
    made = here.done(propose(here, number, **changes)).data["entitlement_id"]
    here.done(here.door.call(ops.approve_entitlement, here.secretary(), entitlement_id=made))
    return str(made)


def give(here: Any, counter: Any, stock: UUID, items: int = 1, number: int = 4, by: Any = None) -> Answer:
    words = {"shop_id": counter.shop, "goods": [{"stock_id": stock, "number": items}], "person_id": here.people[number]}
    answer: Answer = here.door.call(ops.reserve_for_entitled, by or counter.clerk(), **words)
    return answer


def test_an_entitlement_counts_when_somebody_else_has_approved_it(here: Any, counter: Any) -> None:
    stock = counter.shelve()
    counter.batch(stock)
    made = here.done(propose(here)).data
    assert made["state"] == "proposed"
    assert give(here, counter, stock).code == "not_entitled"
    approve = {"entitlement_id": made["entitlement_id"]}
    assert here.door.call(ops.approve_entitlement, here.aid_worker(), **approve).status == 403
    own = here.door.call(ops.approve_entitlement, here.secretary(person_id=here.people[4]), **approve)
    assert (own.status, own.code) == (403, "own_entitlement")
    secretary = here.secretary()
    mine = here.done(propose(here, 3, by=secretary)).data["entitlement_id"]
    assert here.door.call(ops.approve_entitlement, secretary, entitlement_id=mine).code == "own_entitlement"
    assert here.done(here.door.call(ops.approve_entitlement, here.secretary(), **approve)).data["state"] == "approved"
    assert here.door.call(ops.approve_entitlement, here.secretary(), **approve).code == "entitlement_decided"
    assert here.done(give(here, counter, stock)).data["paid_with"] == "entitlement"


def test_proposals_are_refused_by_name(here: Any) -> None:
    assert propose(here, category="no_such").code == "category_unknown"
    assert propose(here, valid_until="2031-05-31").code == "ends_before_it_begins"
    assert propose(here, valid_until="2032-06-01").code == "entitlement_too_long"
    assert propose(here, person_id=uuid4()).code == "person_unknown"
    assert propose(here, by=here.door.sign_in(("aid_worker", "area", here.household)), area_id=here.household).code == (
        "shop_needs_community"
    )
    here.done(propose(here))
    assert (propose(here).status, propose(here).code) == (409, "already_entitled")


def test_who_is_entitled_never_leaves(here: Any, counter: Any) -> None:
    stock = counter.shelve()
    counter.batch(stock)
    made = entitle(here)
    reserved = here.done(give(here, counter, stock, 2)).data
    assert reserved["person_id"] is None
    here.done(counter.hand_over(reserved["reservation_id"]))
    (told,) = [envelope["data"] for envelope in here.door.emitted(GoodsIssuedV1)]
    assert (told["paid_with"], told["number"], len(told["subject"])) == ("entitlement", 2, 32)
    helped = here.people[4]
    # That somebody volunteers, who may be anybody, is told.
    said = [envelope for envelope in here.door.emitted() if envelope["name"] != VolunteerRegisteredV1.name]
    kept = str(said) + "".join(_stored(here))
    assert str(helped) not in kept and helped.hex not in kept
    assert "low_income" not in kept
    assert told["subject"] not in "".join(_stored(here)), "what others count by is not what the service finds by"
    listed = here.done(here.door.call(ops.list_entitlements, here.aid_worker())).data["items"]
    assert [set(each) & {"person_id", "category"} for each in listed] == [set()]
    opened = here.done(here.door.call(ops.show_entitlement, here.aid_worker(), entitlement_id=made)).data
    assert (opened["person_id"], opened["category"]) == (str(helped), "low_income")
    assert any(entry["act"] == "read:entitlement" for entry in here.door.audited())
    assert here.done(here.door.call(ops.list_reservations, here.someone(4))).data["items"] == []


def test_only_those_who_arrange_help_know_of_entitlements(here: Any) -> None:
    made = entitle(here)
    for by in (here.someone(4), here.the_leader(), here.registrar(), here.secretary(here.elsewhere)):
        hidden = here.door.call(ops.show_entitlement, by, entitlement_id=made)
        unknown = here.door.call(ops.show_entitlement, by, entitlement_id=uuid4())
        assert hidden.status == unknown.status == 404
        assert hidden.problem == unknown.problem
    assert here.door.call(ops.list_entitlements, here.someone(4)).status == 403


def test_the_same_helped_is_one_subject_all_year(here: Any, counter: Any) -> None:
    stock = counter.shelve()
    counter.batch(stock)
    for number in (4, 5):
        entitle(here, number)
    for number in (4, 4, 5):
        here.done(counter.hand_over(here.done(give(here, counter, stock, 1, number)).data["reservation_id"]))
    first, second, third = (envelope["data"]["subject"] for envelope in here.door.emitted(GoodsIssuedV1))
    assert first == second != third


def test_a_month_gives_as_many_items_as_the_pack_says(here: Any, counter: Any) -> None:
    category = {"code": "low_income", "zh": "低保", "en": "Low income", "items_per_month": 3}
    here.door.pack(here.community, {"love_shop": {"categories": [category]}})
    stock = counter.shelve()
    counter.batch(stock, 20)
    entitle(here)
    here.done(give(here, counter, stock, 2))
    over = give(here, counter, stock, 2)
    assert (over.status, over.code) == (409, "entitlement_used_up")
    here.done(give(here, counter, stock, 1))
    here.clock.hold(here.at(9).replace(month=7, day=1))
    here.done(give(here, counter, stock, 3))


def test_an_entitlement_ends(here: Any, counter: Any) -> None:
    stock = counter.shelve()
    counter.batch(stock)
    made = entitle(here)
    end = {"entitlement_id": made, "reason": "no_longer_in_need"}
    assert here.done(here.door.call(ops.end_entitlement, here.aid_worker(), **end)).data["state"] == "ended"
    assert here.door.call(ops.end_entitlement, here.aid_worker(), **end).code == "entitlement_over"
    assert give(here, counter, stock).code == "not_entitled"
    entitle(here, valid_from="2031-06-15", valid_until="2031-06-20")
    here.done(give(here, counter, stock))
    here.clock.hold(here.at(9, day=21))
    assert give(here, counter, stock).code == "not_entitled"
    assert here.door.call(ops.reserve_for_entitled, here.someone(4), shop_id=counter.shop, person_id=here.people[4],
                          goods=[{"stock_id": stock, "number": 1}]).status == 403  # fmt: skip


def test_who_moves_out_of_the_area_is_entitled_there_no_more(here: Any, counter: Any) -> None:
    stock = counter.shelve()
    counter.batch(stock)
    entitle(here)
    moved = {"person_id": here.people[4], "from_area": here.community, "home_area": here.elsewhere}
    day = date(2031, 6, 15)
    here.door.deliver(PersonMovedV1, sample=True, aggregate_id=here.people[4], moved_on=day, **moved)
    assert here.door.parked() == []
    assert give(here, counter, stock).code == "not_entitled"


def test_who_is_to_be_forgotten_cannot_be_recognised(here: Any, counter: Any) -> None:
    stock = counter.shelve()
    counter.batch(stock)
    made = entitle(here)
    waiting = here.done(give(here, counter, stock)).data["reservation_id"]
    helped = here.people[4]
    words = {"person_id": helped, "order_id": uuid4()}
    here.door.deliver(PersonErasureOrderedV1, sample=True, aggregate_id=words["order_id"], **words)
    assert here.door.parked() == []
    opened = here.done(here.door.call(ops.show_entitlement, here.aid_worker(), entitlement_id=made)).data
    assert (opened["state"], opened["person_id"], opened["category"]) == ("ended", None, None)
    assert counter.hand_over(waiting).code == "reservation_over"
    assert (counter.batches(stock), counter.adds_up()) == ([(10, 0)], True)
    assert date.fromisoformat(opened["valid_from"]) == date(2031, 6, 1)


_STORED = """
    SELECT entitlement::text FROM entitlement UNION ALL SELECT reservation::text FROM reservation
    UNION ALL SELECT reserved_goods::text FROM reserved_goods UNION ALL SELECT stock_movement::text FROM stock_movement
    UNION ALL SELECT bank_account::text FROM bank_account
    UNION ALL SELECT operation_reply::text FROM runtime.operation_reply
               WHERE operation <> 'volunteering.register_volunteer'
"""


def _stored(here: Any) -> list[str]:
    """Every row of the shop's and the bank's own tables, and of what replies were stored, as text."""
    with here.door.engine.connect() as connection:
        return [str(row) for row in connection.execute(text(_STORED)).scalars()]
