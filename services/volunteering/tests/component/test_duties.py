"""What other services ask volunteers for, by their frozen samples: matters, orders, missed visits, calls for help."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.cobuilding.events import MatterRoutedV1
from contracts.eldercare.events import (
    OrderCancelledV1,
    OrderPlacedV1,
    SosAssignedV1,
    SosCancelledV1,
    SosRaisedV1,
    VisitCorrectedV1,
    VisitMissedV1,
    VisitVerifiedV1,
)
from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    HoursApprovedV1,
    MatchConfirmedV1,
    MatchFailedV1,
    NeedClosedV1,
    NeedSolvedV1,
    ResponderDeclinedV1,
    ResponderOfferedV1,
    VolunteerAssignedV1,
    VolunteerWithdrawnV1,
)


@pytest.fixture
def team(here: Any) -> UUID:
    """Two who can be sent to somebody's home."""
    made: UUID = here.form("为老服务队", "elder_service")
    here.join(made, 0, 1)
    return made


def tell(here: Any, event: Any, aggregate: UUID, area: UUID | None = None, **words: Any) -> None:
    """The sample with these words, of something that lies in the household unless said otherwise."""
    here.door.deliver(event, sample=True, aggregate_id=aggregate, area=area or here.household, **words)
    assert here.door.parked() == []


def asked(here: Any, number: int) -> list[dict[str, Any]]:
    listed = here.done(here.door.call(ops.list_matches, here.someone(number), open=True)).data["items"]
    return [dict(item) for item in listed]


def minutes_of(here: Any, number: int) -> int:
    (volunteer,) = here.done(here.door.call(ops.list_volunteers, here.someone(number))).data["items"]
    words = {"volunteer_id": volunteer["volunteer_id"]}
    return int(here.done(here.door.call(ops.show_hours, here.someone(number), **words)).data["minutes"])


class TestOrders:
    def place(self, here: Any) -> UUID:
        order = uuid4()
        times = {"starts_at": here.at(14), "ends_at": here.at(16)}
        tell(here, OrderPlacedV1, order, order_id=order, service_code="company", **times)
        return order

    def test_an_order_asks_the_best_and_the_first_who_accepts_is_assigned(self, here: Any, team: UUID) -> None:
        order = self.place(here)
        first, second = asked(here, 0), asked(here, 1)
        assert (len(first), len(second)) == (1, 1)
        here.done(here.door.call(ops.accept_match, here.someone(1), match_id=second[0]["match_id"]))
        (confirmed,), (assigned,) = here.door.emitted(MatchConfirmedV1), here.door.emitted(VolunteerAssignedV1)
        assert (confirmed["data"]["duty_kind"], confirmed["data"]["duty_id"]) == ("order", str(order))
        assert (assigned["data"]["duty_kind"], assigned["data"]["person_id"]) == ("order", str(here.people[1]))

    def test_a_withdrawn_order_sets_everybody_free(self, here: Any, team: UUID) -> None:
        order = self.place(here)
        here.done(here.door.call(ops.accept_match, here.someone(0), match_id=asked(here, 0)[0]["match_id"]))
        tell(here, OrderCancelledV1, order, order_id=order)
        assert len(here.door.emitted(VolunteerWithdrawnV1)) == 1
        assert (asked(here, 0), asked(here, 1)) == ([], [])
        here.done(here.sign_up(here.plan(team, 14, 16), 0))

    def test_the_visit_is_credited_by_whoever_booked_it(self, here: Any, team: UUID) -> None:
        order, visit = self.place(here), uuid4()
        here.done(here.door.call(ops.accept_match, here.someone(0), match_id=asked(here, 0)[0]["match_id"]))
        (need,) = here.done(here.door.call(ops.list_needs, here.someone(0))).data["items"]
        here.clock.hold(here.at(16))
        done = here.door.call(ops.report_done, here.someone(0), need_id=need["need_id"], minutes=60)
        assert done.code == "kept_by_asking_service"
        words = {"visit_id": visit, "order_id": order, "visitor_id": here.people[0], "team_id": team}
        tell(here, VisitVerifiedV1, visit, **words, minutes=90, visited_on=date(2031, 6, 15))
        assert minutes_of(here, 0) == 90
        (solved,) = here.door.emitted(NeedSolvedV1)
        assert (solved["data"]["source"], solved["data"]["team_kind"]) == ("order", "elder_service")
        assert not here.door.emitted(HoursApprovedV1)
        tell(here, VisitCorrectedV1, visit, visit_id=visit, minutes=30, reason_code="left_early")
        assert minutes_of(here, 0) == 30
        tell(here, VisitCorrectedV1, visit, visit_id=visit, minutes=0, reason_code="nobody_there")
        assert minutes_of(here, 0) == 0

    def test_history_asks_nobody_and_the_past_neither(self, here: Any, team: UUID) -> None:
        order = uuid4()
        times = {"starts_at": here.at(14), "ends_at": here.at(16)}
        tell(here, OrderPlacedV1, order, order_id=order, service_code="company", kind="import", **times)
        past = {"starts_at": here.at(5), "ends_at": here.at(6)}
        tell(here, OrderPlacedV1, uuid4(), order_id=uuid4(), service_code="company", **past)
        assert asked(here, 0) == []


class TestMissedVisits:
    def test_somebody_is_asked_to_stand_in_soon(self, here: Any, team: UUID) -> None:
        visit = uuid4()
        tell(here, VisitMissedV1, visit, visit_id=visit)
        (ask,) = asked(here, 0)
        assert (ask["starts_at"], ask["ends_at"]) == ("2031-06-15T00:00:00+00:00", "2031-06-15T02:00:00+00:00")
        here.done(here.door.call(ops.accept_match, here.someone(0), match_id=ask["match_id"]))
        (assigned,) = here.door.emitted(VolunteerAssignedV1)
        assert (assigned["data"]["duty_kind"], assigned["data"]["duty_id"]) == ("visit", str(visit))

    def test_where_nobody_can_be_sent_it_is_said_at_once(self, here: Any) -> None:
        visit = uuid4()
        tell(here, VisitMissedV1, visit, visit_id=visit)
        (failed,) = here.door.emitted(MatchFailedV1)
        assert (failed["data"]["duty_kind"], failed["data"]["reason_code"]) == ("visit", "nobody_found")


class TestMatters:
    def test_a_matter_stands_in_the_stations_queue_and_is_answered(self, here: Any) -> None:
        words = {"area_id": here.community, "name": "便民站", "kind": "convenience"}
        station = here.done(here.door.call(ops.open_station, here.secretary(), **words)).data["station_id"]
        matter, others = uuid4(), uuid4()
        due = here.at(8, day=17)
        matters = {"category": "lighting", "due_at": due}
        tell(here, MatterRoutedV1, matter, here.community, matter_id=matter, routed_to="volunteering", **matters)
        tell(here, MatterRoutedV1, others, here.community, matter_id=others, routed_to="patrol", **matters)
        (need,) = here.done(here.door.call(ops.list_needs, here.secretary())).data["items"]
        known = (need["station_id"], need["source"], need["category"], need["due_at"])
        assert known == (station, "matter", "general", "2031-06-17T00:00:00+00:00")
        decline = {"need_id": need["need_id"], "reason": "needs_works"}
        here.done(here.door.call(ops.decline_need, here.secretary(), **decline))
        (closed,) = here.door.emitted(NeedClosedV1)
        assert (closed["data"]["matter_id"], closed["data"]["result_code"]) == (str(matter), "declined")


class TestCallsForHelp:
    @pytest.fixture
    def screened(self, here: Any) -> None:
        """The first two may go to people's homes alone."""
        for number in (0, 1):
            (volunteer,) = here.done(here.door.call(ops.list_volunteers, here.someone(number))).data["items"]
            words = {"volunteer_id": volunteer["volunteer_id"], "valid_until": date(2032, 6, 15)}
            here.done(here.door.call(ops.record_screening, here.secretary(), **words))

    def raise_sos(self, here: Any, ring: int = 3, sos: UUID | None = None) -> UUID:
        called = sos or uuid4()
        tell(here, SosRaisedV1, called, sos_id=called, ring=ring)
        return called

    def calls(self, here: Any, number: int) -> list[dict[str, Any]]:
        return [dict(item) for item in here.done(here.door.call(ops.list_calls, here.someone(number))).data["items"]]

    def test_screened_volunteers_nearby_are_asked_and_offer(self, here: Any, screened: None) -> None:
        sos = self.raise_sos(here)
        assert [len(self.calls(here, number)) for number in range(3)] == [1, 1, 0]
        offers = [self.calls(here, number)[0]["offer_id"] for number in (0, 1)]
        here.done(here.door.call(ops.offer_help, here.someone(0), offer_id=offers[0], minutes_away=4))
        (offered,) = here.door.emitted(ResponderOfferedV1)
        assert (offered["data"]["person_id"], offered["data"]["minutes_away"]) == (str(here.people[0]), 4)
        assert here.door.call(ops.offer_help, here.someone(2), offer_id=offers[1]).status == 404
        here.done(here.door.call(ops.decline_call, here.someone(1), offer_id=offers[1], reason="away"))
        assert here.door.call(ops.offer_help, here.someone(1), offer_id=offers[1]).code == "offer_settled"
        tell(here, SosAssignedV1, sos, sos_id=sos, responder_id=here.people[0])
        assert [self.calls(here, number)[0]["state"] for number in (0, 1)] == ["assigned", "declined"]
        tell(here, SosCancelledV1, sos, sos_id=sos)
        assert self.calls(here, 0)[0]["state"] == "ended"

    def test_where_nobody_is_near_it_is_said_and_the_next_ring_reaches_further(self, here: Any, screened: None) -> None:
        sos = self.raise_sos(here, ring=1)
        (declined,) = here.door.emitted(ResponderDeclinedV1)
        assert (declined["data"]["person_id"], declined["data"]["reason_code"]) == (None, "nobody_near")
        self.raise_sos(here, ring=3, sos=sos)
        assert len(self.calls(here, 0)) == 1

    def test_who_is_at_an_activity_is_not_called(self, here: Any, screened: None) -> None:
        here.done(here.sign_up(here.plan(here.form(), 9, 11), 0))
        here.clock.hold(here.at(10))
        self.raise_sos(here)
        assert (self.calls(here, 0), len(self.calls(here, 1))) == ([], 1)

    def test_a_screening_runs_out(self, here: Any, screened: None) -> None:
        here.clock.hold(here.at(8) + timedelta(days=366))
        self.raise_sos(here)
        assert self.calls(here, 0) == []
