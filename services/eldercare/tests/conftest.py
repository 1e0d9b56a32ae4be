"""A community with a pack that names three cards, and some of its elders-to-be, in the spring of 2031."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from contracts.eldercare import operations as ops
from runtime.testing.clock import TestClock
from runtime.testing.harness import DoorUnderTest, SignedIn

TODAY = date(2031, 3, 5)
CARD_KINDS = [
    {"code": "convenience_service", "zh": "便民服务卡", "en": "Convenience service card"},
    {"code": "loving_discount", "zh": "爱心优惠卡", "en": "Discount card"},
    {"code": "safe_passage", "zh": "安全通道卡", "en": "Safe passage card"},
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
    street: UUID
    community: UUID
    estate: UUID
    other_estate: UUID
    elsewhere: UUID
    person: UUID

    def coordinator(self) -> SignedIn:
        return self.door.sign_in(("care_coordinator", "area", self.community))

    def secretary(self) -> SignedIn:
        return self.door.sign_in(("community_secretary", "area", self.community))

    def registrar(self) -> SignedIn:
        return self.door.sign_in(("registrar", "area", self.community))

    def family(self, person: UUID | None = None) -> SignedIn:
        return self.door.sign_in(("family", "person", person or self.person), person_id=self.elsewhere)

    def oneself(self) -> SignedIn:
        return self.door.sign_in(("resident", "area", self.community), person_id=self.person)

    def neighbour(self) -> SignedIn:
        return self.door.sign_in(("care_coordinator", "area", self.elsewhere))

    def register(self, **changes: Any) -> Any:
        words = {"person_id": self.person, "area_id": self.community, "living": "alone"} | changes
        return self.door.call(ops.register_elder, self.coordinator(), **words)

    def elder(self, **changes: Any) -> str:
        answer = self.register(**changes)
        assert answer.status == 201, answer.problem
        return str(answer.data["elder_id"])

    def issue(self, elder: str, kind: str = "convenience_service") -> Any:
        return self.door.call(ops.issue_card, self.coordinator(), elder_id=elder, kind=kind)

    def show(self, elder: str, by: SignedIn | None = None) -> Any:
        return self.door.call(ops.show_elder, by or self.coordinator(), elder_id=elder)

    def valid(self, code: str) -> Any:
        clerk = self.door.sign_in(("desk_clerk", "area", self.elsewhere))
        return self.door.call(ops.verify_card, clerk, code=code).data


@pytest.fixture
def here(door_under_test: DoorUnderTest, clock: TestClock) -> Community:
    """One community with two estates, its neighbour, and somebody who lives in the first estate."""
    door = door_under_test
    street = door.area("street")
    community, elsewhere = door.area("community", street), door.area("community", street)
    estate, other = door.area("estate", community), door.area("estate", community)
    door.pack(street, {"card_kinds": CARD_KINDS})
    return Community(door, clock, street, community, estate, other, elsewhere, door.person(estate, "林秀英"))
