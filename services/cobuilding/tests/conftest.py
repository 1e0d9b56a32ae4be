"""A community with a pack that names obligations, in the spring of 2031."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from contracts.cobuilding import operations as ops
from runtime import clocks
from runtime.testing.clock import TestClock
from runtime.testing.harness import DoorUnderTest, SignedIn

TODAY = date(2031, 3, 5)
OBLIGATIONS = [
    {"code": "open_venue", "zh": "开放场所", "en": "Open a venue"},
    {"code": "volunteer_hours", "zh": "组织志愿服务", "en": "Send volunteers"},
]


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClock:
    """The city's clock, held at ten in the morning."""
    held = TestClock(tmp_path / "clock")
    held.hold(datetime.fromisoformat(f"{TODAY}T10:00:00+08:00"))
    monkeypatch.setenv("GONGJIAN_TEST", "1")
    monkeypatch.setenv("GONGJIAN_TEST_CLOCK", str(held.path))
    return held


@dataclass
class Community:
    """What the tests act in. Sign-ins are made anew for each call: tokens live five minutes."""

    door: DoorUnderTest
    clock: TestClock
    community: UUID
    elsewhere: UUID
    person: UUID

    def secretary(self) -> SignedIn:
        return self.door.sign_in(("community_secretary", "area", self.community))

    def registrar(self) -> SignedIn:
        return self.door.sign_in(("registrar", "area", self.community))

    def resident(self) -> SignedIn:
        return self.door.sign_in(("resident", "area", self.community), person_id=self.person)

    def contact(self, unit: str) -> SignedIn:
        return self.door.sign_in(("unit_contact", "unit", UUID(unit)), person_id=self.person)

    def register(self, name: str = "圳尾小学", **changes: Any) -> Any:
        words = {"area_id": self.community, "name": name, "kind": "school"} | changes
        return self.door.call(ops.register_unit, self.secretary(), **words)

    def unit(self, name: str = "圳尾小学", **changes: Any) -> str:
        answer = self.register(name, **changes)
        assert answer.status == 201, answer.problem
        return str(answer.data["unit_id"])

    def sign(self, unit: str, **changes: Any) -> Any:
        words = {"unit_id": unit, "signed_on": TODAY, "ends_on": "2033-03-04", "obligations": ["open_venue"]}
        return self.door.call(ops.sign_agreement, self.secretary(), **(words | changes))

    def tick(self) -> None:
        """Everything that the clock has to do by now."""
        clocks.wind(self.door.engine, self.door.door)
        self.door.tick()


@pytest.fixture
def here(door_under_test: DoorUnderTest, clock: TestClock) -> Community:
    """One community and its neighbour, under a pack."""
    door = door_under_test
    street = door.area("street")
    community, elsewhere = door.area("community", street), door.area("community", street)
    door.pack(street, {"obligations": OBLIGATIONS})
    return Community(door, clock, community, elsewhere, door.person(community, "许敏"))
