"""叩门办实事: what residents tell at their doors is taken on, solved or not by their word, and counted once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import NewCommunity
from tests.mechanisms.test_v08_v13_v24_needs import Desk, refused


@pytest.mark.mechanism("V07")
def test_what_is_told_at_the_door_is_solved_or_not(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    helper = here.volunteer()
    here.team("general", helper)
    morning = city.evening(8, 0, days=1)
    with city.moves(here.area_id, {"V07.solved": 1}, year=morning.year):
        doors = Desk(city, here, "door")
        solved, unsolved, elsewhere = doors.raised("door_deed"), doors.raised("door_deed"), doors.raised("general")
        doors.helped(solved, helper, morning)
        doors.act(solved, "confirm", solved=True)
        doors.act(solved, "reopen", reason="leaks_again")
        doors.helped(solved, helper, morning + timedelta(hours=1))
        doors.act(solved, "confirm", solved=True)
        doors.act(unsolved, "close", result="unsolved")
        doors.helped(elsewhere, helper, morning + timedelta(hours=2))
        doors.act(elsewhere, "confirm", solved=True)
    figure = city.figures(here.area_id, morning.year)["V07.solved"]
    assert (figure["numerator"], figure["denominator"]) == (1, 2)
    assert refused(here.officer.post(f"/needs/{solved}/confirm", {"solved": True})) == (409, "need_not_there_yet")
    assert resident.post(f"/needs/{solved}/reopen", {"reason": "curious"}).status_code == 404
