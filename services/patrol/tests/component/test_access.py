"""Who may do what about shifts."""

from __future__ import annotations

from datetime import date
from typing import Any

from contracts.patrol import operations as ops

NIGHT = date(2031, 6, 15)


def test_who_may_plan(here: Any) -> None:
    words = {"team_id": here.team, "area_id": here.community, "night": NIGHT}
    door = here.door
    assert door.call(ops.plan_shift, None, **words).status == 401
    for by in (here.resident(), here.member(1), door.sign_in(("community_secretary", "area", here.elsewhere))):
        assert door.call(ops.plan_shift, by, **words).status == 403
    assert door.call(ops.plan_shift, door.sign_in(("patrol_captain", "area", here.community)), **words).ok


def test_a_shift_is_hidden_from_others_areas_and_residents(here: Any) -> None:
    shift = here.plan()
    door = here.door
    neighbour = door.sign_in(("community_secretary", "area", here.elsewhere))
    assert door.call(ops.show_shift, neighbour, shift_id=shift).status == 404
    assert door.call(ops.list_shifts, neighbour).data["items"] == []
    assert door.call(ops.close_shift, neighbour, shift_id=shift).status == 404
    assert door.call(ops.show_shift, here.resident(), shift_id=shift).status == 404
    assert door.call(ops.list_shifts, here.resident()).status == 403
    warden = door.sign_in(("warden", "area", here.community))
    assert door.call(ops.show_shift, warden, shift_id=shift).ok
    assert door.call(ops.close_shift, warden, shift_id=shift).status == 403
    assert [item["shift_id"] for item in door.call(ops.list_shifts, here.member(3)).data["items"]] == [str(shift)]


def test_names_are_read_by_the_team_and_those_over_it(here: Any) -> None:
    shift = here.plan()
    here.door.call(ops.roster_member, here.captain(), shift_id=shift, person_id=here.members[1])
    for by in (here.captain(), here.member(2), here.secretary()):
        shown = here.door.call(ops.show_shift, by, shift_id=shift)
        assert [entry["display_name"] for entry in shown.data["roster"]] == ["林二"]


def test_only_registrars_import_and_only_into_their_areas(here: Any) -> None:
    record = {
        "record_key": "1",
        "source": "台账",
        "team_id": here.team,
        "area_id": here.community,
        "night": "2031-06-01",
    }
    assert here.door.call(ops.import_shifts, here.secretary(), records=[record]).status == 403
    elsewhere = here.door.sign_in(("registrar", "area", here.elsewhere))
    answer = here.door.call(ops.import_shifts, elsewhere, records=[record])
    assert (answer.data["refused"], answer.data["results"][0]["code"]) == (1, "out_of_area")
