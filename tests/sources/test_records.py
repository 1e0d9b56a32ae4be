"""The raw records of a source: each fits its import door, and at least one in five of what is counted must not count."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import pytest

from contracts import catalogue
from contracts.operations import Import
from deploy.cities.sending import as_sent
from deploy.cities.zhenwei import nights, teams
from deploy.cities.zhenwei.generate import REGISTERS

DOORS = {operation.path: operation for operation in catalogue.operations() if isinstance(operation, Import)}
COUNTED = ("claims", "teams", "attendances", "shifts", "pairings")


def any_id(key: str) -> str:
    return str(uuid5(UUID(int=0), key))


@pytest.mark.parametrize("register", REGISTERS)
def test_every_record_fits_its_door(register: str) -> None:
    door = DOORS[f"/{register}/imports"]
    schema = door.record()
    for record in REGISTERS[register]():
        assert schema.validate(as_sent(record, any_id)) == {}, record["record_key"]


@pytest.mark.parametrize("register", REGISTERS)
def test_every_record_has_a_key_of_its_own(register: str) -> None:
    records = REGISTERS[register]()
    assert len({record["record_key"] for record in records}) == len(records)


@pytest.mark.parametrize("register", COUNTED)
def test_one_in_five_must_not_count(register: str) -> None:
    assert share_that_must_not_count(REGISTERS[register]()) >= 0.2


def test_one_seat_in_five_must_not_count() -> None:
    assert share_that_must_not_count(teams.seats()) >= 0.2


def test_seats_are_more_than_people_and_people_more_than_500() -> None:
    taken = [seat["person_id"] for seat in teams.seats() if not seat["why_not"]]
    assert len(taken) > len(set(taken)) > 500


def test_a_night_is_patrolled_by_who_was_in_the_team() -> None:
    joined = {(seat["team_id"], seat["person_id"]): seat["joined_on"] for seat in teams.seats()}
    for shift in nights.shifts():
        for scan in shift["check_ins"]:
            assert joined[shift["team_id"], scan["person_id"]] <= shift["night"]


def share_that_must_not_count(records: Any) -> float:
    return sum(record["why_not"] is not None for record in records) / len(records)
