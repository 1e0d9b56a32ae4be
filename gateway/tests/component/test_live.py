"""Live hints: who hears of what, for how long, and what a gap does."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from contracts import catalogue
from gateway import unreadable
from gateway.live import hub as hub_module
from gateway.live import stream as stream_module
from runtime.problems import TOKEN_EXPIRED
from runtime.testing.waiting import eventually


def shift(live: Any, area: str, team: str | None = None) -> str:
    return live.bus.tell("patrol.shift_completed.v1", area=area, team_id=team or str(uuid4()))


def test_a_hint_names_the_thing_and_nothing_else(live: Any) -> None:
    reader = live.opened(live.token_of())
    team = live.bus.tell("volunteering.team_formed.v1", area=live.community, name="巡逻一队", leader_id=str(uuid4()))
    reader.hears(team)
    assert reader.told("hint") == [{"type": "team", "id": team}]


def test_officers_hear_what_lies_below_them_and_nobody_else_does(live: Any) -> None:
    street = live.opened(live.token_of(("street_officer", "area", live.street)))
    own = live.opened(live.token_of(("community_secretary", "area", live.community)))
    sibling = live.opened(live.token_of(("community_secretary", "area", live.sibling)))
    wrong_role = live.opened(live.token_of(("carer", "area", live.community)))
    shifts = [shift(live, live.community) for _ in range(20)]
    end = live.bus.tell("volunteering.team_disbanded.v1")  # everyone signed in may read a team
    for reader in (street, own):
        reader.hears(*shifts, end)
    for reader in (sibling, wrong_role):  # what they were told, they were told before those
        reader.hears(end)
    assert (sibling.hints, wrong_role.hints) == ([end], [end])
    assert live.asked("membership.show_area") == 1


def test_what_a_person_may_read_no_other_person_hears_of(live: Any) -> None:
    person = str(uuid4())
    herself = live.opened(live.token_of(person=person))
    guardian = live.opened(live.token_of(("guardian", "person", person), person=str(uuid4())))
    another = live.opened(live.token_of(person=str(uuid4())))
    live.bus.tell("membership.person_changed.v1", aggregate_id=person, home_area=live.community)
    end = live.bus.tell("volunteering.team_disbanded.v1")
    another.hears(end)
    assert another.hints == [end]
    herself.hears(person, end)
    guardian.hears(person, end)


def test_a_team_is_reached_by_its_own_captain_alone(live: Any) -> None:
    team = str(uuid4())
    captain = live.opened(live.token_of(("patrol_captain", "team", team)))
    other = live.opened(live.token_of(("patrol_captain", "team", str(uuid4()))))
    done, end = shift(live, live.community, team), live.bus.tell("volunteering.team_disbanded.v1")
    captain.hears(done, end)
    other.hears(end)
    assert other.hints == [end]


def test_where_nobody_can_tell_below_what_an_area_lies_officers_look_again(live: Any) -> None:
    live.grid_is_down = True
    street = live.opened(live.token_of(("street_officer", "area", live.street)))
    own = live.opened(live.token_of(("street_officer", "area", live.community)))
    resident = live.opened(live.token_of())
    before = street.blocks[0][2]
    done = shift(live, live.community)
    own.hears(done)
    assert street.ended.wait(live.within)
    assert street.told("end") == [{"reason": "missed"}] and not street.hints
    assert not resident.ended.is_set()
    again = live.opened(live.token_of(("street_officer", "area", live.street)), **{"Last-Event-ID": before})
    assert again.told("resync") == [{}]


@pytest.mark.parametrize("event", ["session", "grant"])
def test_a_revocation_ends_the_streams_it_means_at_once(live: Any, event: str) -> None:
    token = live.token_of()
    ended, other = live.opened(token), live.opened(live.token_of())
    if event == "session":
        live.bus.tell("membership.session_ended.v1", session_id=live.claims_of(token)["sid"])
    else:
        moment = "2100-01-01T00:00:00+00:00"
        live.bus.tell("membership.grant_revoked.v1", account_id=live.claims_of(token)["sub"], valid_from=moment)
    secret = live.bus.tell("volunteering.team_disbanded.v1")
    assert ended.ended.wait(live.within)
    other.hears(secret)
    assert ended.told("end") == [{"reason": "session_ended"}] and not ended.hints
    assert live.refusal(token) == (401, "session_ended")


def test_a_token_issued_after_its_accounts_revocation_is_good(live: Any) -> None:
    token = live.token_of()
    before = "2000-01-01T00:00:00+00:00"
    live.bus.tell("membership.grant_revoked.v1", account_id=live.claims_of(token)["sub"], valid_from=before)
    reader = live.opened(token)
    reader.hears(live.bus.tell("volunteering.team_disbanded.v1"))


def test_a_stream_lives_no_longer_than_its_token(live: Any) -> None:
    reader = live.opened(live.token_of(lives=0.5))
    assert reader.ended.wait(live.within)
    assert reader.told("end") == [{"reason": "token_expired"}]


def test_a_token_that_no_service_accepts_opens_nothing(live: Any) -> None:
    live.refused = TOKEN_EXPIRED
    assert live.refusal(live.token_of()) == (401, "token_expired")
    assert live.refusal(None) == (401, "token_missing")
    assert not live.hub.streams


def test_who_comes_back_in_time_goes_on_where_he_was(live: Any) -> None:
    token = live.token_of()
    reader = live.opened(token)
    first = live.bus.tell("volunteering.team_disbanded.v1")
    reader.hears(first)
    place = next(place for _, data, place in reader.blocks if data == {"type": "team", "id": first})
    away = [live.bus.tell("volunteering.team_disbanded.v1") for _ in range(3)]
    shift(live, live.community)  # not for this one, neither then nor now
    again = live.opened(token, **{"Last-Event-ID": place})
    again.hears(*away)
    assert set(again.hints) == set(away) and not again.told("resync")


@pytest.mark.parametrize("place", ["of-another-gateway", "", "é" * 100])
def test_who_comes_back_too_late_looks_again(live: Any, place: str) -> None:
    reader = live.opened(live.token_of(), **{"Last-Event-ID": place.encode()})  # type: ignore[arg-type]
    assert reader.told("resync") == [{}]


def test_the_ring_is_short(live: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "RING", 2)
    reader = live.opened(live.token_of())
    for _ in range(4):
        reader.hears(live.bus.tell("volunteering.team_disbanded.v1"))
    places = [place for event, _, place in reader.blocks if event == "hint"]
    assert live.opened(live.token_of(), **{"Last-Event-ID": places[0]}).told("resync")
    assert not live.opened(live.token_of(), **{"Last-Event-ID": places[-2]}).told("resync")


def test_a_gap_in_what_was_heard_ends_every_stream(live: Any) -> None:
    token = live.token_of()
    reader = live.opened(token)
    live.bus.missed()
    assert reader.ended.wait(live.within)
    assert reader.told("end") == [{"reason": "missed"}]
    assert live.opened(token, **{"Last-Event-ID": reader.blocks[0][2]}).told("resync") == [{}]
    live.bus.is_ready = False
    assert live.refusal(token) == (503, "service_unavailable")


def test_one_account_may_open_so_many_and_all_together_so_many(live_with: Callable[..., Any]) -> None:
    live = live_with(live_per_account=2, live_streams=3)
    greedy = live.token_of()
    live.opened(greedy), live.opened(greedy)
    refused = live.ask(greedy)
    refused.read()
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_streams")
    assert int(refused.headers["retry-after"]) > 0
    live.opened(live.token_of())
    assert live.refusal(live.token_of()) == (503, "streams_exhausted")


def test_the_number_of_open_streams_is_measured(live: Any) -> None:
    live.opened(live.token_of())
    numbers = httpx.get(f"http://127.0.0.1:{live.address[1]}/metrics").text
    assert "gongjian_gateway_live_streams 1.0" in numbers


def test_a_client_that_hangs_up_leaves_nothing_behind(live: Any) -> None:
    token = live.token_of(("street_officer", "area", live.street), person=str(uuid4()))
    response = live.ask(token)
    eventually(lambda: live.hub.open_of(live.claims_of(token)["sub"]) == 1)
    response.close()
    eventually(lambda: not live.hub.streams)
    assert live.hub.open_of(live.claims_of(token)["sub"]) == 0
    assert not live.hub._by_key and not live.hub._of_account


def test_who_does_not_read_is_cut(live: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The socket's buffers take some hundred kilobytes; then the stream's own bound counts."""
    monkeypatch.setattr(stream_module, "PAUSE", 0.001)
    monkeypatch.setattr(stream_module, "WRITE_WITHIN", 0.5)
    monkeypatch.setattr(unreadable, "UNREAD_FOR", 500)
    with socket.create_connection(live.address) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(
            f"GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {live.token_of()}\r\n\r\n".encode()
        )
        eventually(lambda: live.hub.streams)

        def told_and_cut() -> bool:
            for _ in range(200):
                live.bus.tell("volunteering.team_disbanded.v1")
            return not live.hub.streams

        eventually(told_and_cut)
        eventually(lambda: not live.connections)
    good = live.opened(live.token_of())
    good.hears(live.bus.tell("volunteering.team_disbanded.v1"))


def test_a_quiet_stream_gives_signs_of_life(live_with: Callable[..., Any]) -> None:
    live = live_with(live_heartbeat=0.05)
    response = live.ask(live.token_of())
    signs = (line for line in response.iter_lines() if line.startswith(":"))
    assert next(signs) and next(signs)


def test_a_gateway_that_goes_down_ends_its_streams_first(live: Any) -> None:
    reader = live.opened(live.token_of())
    begun = time.monotonic()
    live.stop()
    assert reader.told("end") == [{"reason": "closing"}]
    assert time.monotonic() - begun < 5  # not the whole time that requests in flight are given


def test_what_cannot_be_is_refused(live: Any) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{live.address[1]}") as client:
        headers = {"Authorization": f"Bearer {live.token_of()}"}
        for method, path, more, wanted in (
            ("POST", "/api/v1/live", {}, (405, "method_not_allowed")),
            ("GET", "/api/v1/live", {"Accept": "application/json"}, (406, "not_acceptable")),
            ("GET", "/api/v1/live?type=team", {}, (400, "malformed_query")),
        ):
            answer = client.request(method, path, headers=headers | more)
            assert (answer.status_code, answer.json()["code"]) == wanted


def test_nothing_that_cannot_be_read_stops_the_hints(live: Any) -> None:
    reader = live.opened(live.token_of())
    for body in (b"", b"[]", b'{"name": 1}', b'{"name":"membership.session_ended.v1","data":{}}'):
        live.bus._heard([body])
    reader.hears(live.bus.tell("volunteering.team_disbanded.v1"))


def test_the_bus_is_listened_to_for_hints_areas_and_revocations_alone(live: Any) -> None:
    followed = live.bus.followed
    assert {"membership.session_ended.v1", "membership.grant_revoked.v1", "membership.area_merged.v1"} <= followed
    assert followed < {event.name for event in catalogue.events()}
