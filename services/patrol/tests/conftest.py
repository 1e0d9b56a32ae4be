"""A community with a patrol team of four, on an afternoon before a patrol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from contracts.patrol import operations as ops
from contracts.volunteering.events import TeamChangedV1, TeamFormedV1
from kernel.ids import uuid7
from runtime.testing.clock import TestClock
from runtime.testing.harness import DoorUnderTest, SignedIn

NIGHT = date(2031, 6, 15)
FORMED = datetime(2027, 1, 1, 4, tzinfo=UTC)


def shanghai(hour: int, minute: int = 0, second: int = 0, night: date = NIGHT) -> datetime:
    """A moment of the night by the clock on the wall."""
    return datetime.fromisoformat(f"{night}T{hour:02}:{minute:02}:{second:02}+08:00")


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClock:
    """The city's clock, held at four in the afternoon before the patrol."""
    held = TestClock(tmp_path / "clock")
    held.hold(shanghai(16))
    monkeypatch.setenv("GONGJIAN_TEST", "1")
    monkeypatch.setenv("GONGJIAN_TEST_CLOCK", str(held.path))
    return held


@dataclass
class Community:
    """What the tests act in. Sign-ins are made anew for each call: tokens live five minutes."""

    door: DoorUnderTest
    clock: TestClock
    community: UUID
    estate: UUID
    elsewhere: UUID
    team: UUID
    members: list[UUID]
    outsider: UUID

    def secretary(self) -> SignedIn:
        return self.door.sign_in(("community_secretary", "area", self.community))

    def captain(self) -> SignedIn:
        return self.door.sign_in(("patrol_captain", "team", self.team), person_id=self.members[0])

    def member(self, number: int) -> SignedIn:
        return self.door.sign_in(("patrol_member", "team", self.team), person_id=self.members[number])

    def registrar(self) -> SignedIn:
        return self.door.sign_in(("registrar", "area", self.community))

    def resident(self) -> SignedIn:
        return self.door.sign_in(("resident", "area", self.community), person_id=self.outsider)

    def form_team(self, kind: str, area: UUID, people: list[UUID]) -> UUID:
        """As volunteering tells it."""
        team = uuid7()
        told = {"aggregate_id": team, "area": area, "occurred_at": FORMED}
        formed = {"team_id": team, "name": f"{kind}队", "kind": kind, "leader_id": None}
        self.door.deliver(TeamFormedV1, **told, payload=formed)
        for person in people:
            self.door.deliver(
                TeamChangedV1,
                **told,
                team_id=team,
                change="member_joined",
                seat_id=uuid7(),
                person_id=person,
                team_kind=kind,
                seat_role="member",
            )
        return team

    def plan(self, **changes: Any) -> UUID:
        """A shift of the team tonight."""
        words = {"team_id": self.team, "area_id": self.community, "night": NIGHT} | changes
        answer = self.door.call(ops.plan_shift, self.secretary(), **words)
        assert answer.ok, answer.problem
        return UUID(answer.data["shift_id"])

    def check_in(self, shift: UUID, number: int, at: datetime, **more: Any) -> Any:
        """A check-in recorded by the captain for a member."""
        return self.door.call(
            ops.record_check_in, self.captain(), shift_id=shift, person_id=self.members[number], at=at, **more
        )

    def state(self, shift: UUID) -> str:
        return str(self.door.call(ops.show_shift, self.secretary(), shift_id=shift).data["state"])


@pytest.fixture
def here(door_under_test: DoorUnderTest, clock: TestClock) -> Community:
    """One community, its neighbour, and a patrol team of four."""
    door = door_under_test
    street = door.area("street")
    community, elsewhere = door.area("community", street), door.area("community", street)
    estate = door.area("estate", community)
    people = [door.person(community, name) for name in ("陈一", "林二", "黄三", "吴四", "郑五")]
    made = Community(door, clock, community, estate, elsewhere, uuid7(), people[:4], people[4])
    made.team = made.form_team("patrol", community, people[:4])
    assert door.parked() == []
    return made
