"""A community with a few volunteers and a team, on a morning in June."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.operations import Import
from contracts.volunteering import operations as ops
from runtime.testing.clock import TestClock
from runtime.testing.harness import Answer, DoorUnderTest, SignedIn

MORNING = datetime.fromisoformat("2031-06-15T08:00:00+08:00")


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClock:
    """The city's clock, held at eight in the morning."""
    held = TestClock(tmp_path / "clock")
    held.hold(MORNING)
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
    elsewhere: UUID
    household: UUID
    leader: UUID
    people: list[UUID]

    @staticmethod
    def at(hour: int, minute: int = 0, day: int = 15) -> datetime:
        """A moment of June 2031 by the clock on the wall."""
        return datetime.fromisoformat(f"2031-06-{day:02}T{hour:02}:{minute:02}:00+08:00")

    @staticmethod
    def done(answer: Answer) -> Answer:
        """The answer, which must not be a refusal."""
        assert answer.ok, answer.problem
        return answer

    def secretary(self, area: UUID | None = None, person_id: UUID | None = None) -> SignedIn:
        return self.door.sign_in(("community_secretary", "area", area or self.community), person_id=person_id)

    def registrar(self) -> SignedIn:
        return self.door.sign_in(("registrar", "area", self.community))

    def enter(self, door: Import, *records: dict[str, Any], dry_run: bool = False) -> list[tuple[str, str | None]]:
        """Outcome and code of each record of an import; its key is its place where it has none."""
        keyed = [{"record_key": str(n), "source": "圳尾社区台账"} | record for n, record in enumerate(records)]
        answer = self.done(self.door.call(door, self.registrar(), records=keyed, dry_run=dry_run))
        return [(result["outcome"], result.get("code")) for result in answer.data["results"]]

    def refused_record(self, door: Import, record: dict[str, Any], **changes: Any) -> str | None:
        """The code by which a record is refused; nothing of it may stay."""
        before = len(self.door.emitted())
        ((outcome, code),) = self.enter(door, record | changes | {"record_key": str(uuid4())})
        assert outcome == "refused"
        assert len(self.door.emitted()) == before
        return code

    def aid_worker(self) -> SignedIn:
        return self.door.sign_in(("aid_worker", "area", self.community))

    def the_leader(self) -> SignedIn:
        return self.door.sign_in(("volunteer", "area", self.community), person_id=self.leader)

    def someone(self, number: int) -> SignedIn:
        return self.door.sign_in(("volunteer", "area", self.community), person_id=self.people[number])

    def register(self, person: UUID) -> UUID:
        answer = self.door.call(ops.register_volunteer, self.secretary(), person_id=person)
        assert answer.ok, answer.problem
        return UUID(answer.data["volunteer_id"])

    def form(self, name: str = "圳尾志愿队", kind: str = "general", **changes: Any) -> UUID:
        words = {"area_id": self.community, "name": name, "kind": kind, "leader_id": self.leader} | changes
        return UUID(self.done(self.door.call(ops.form_team, self.secretary(), **words)).data["team_id"])

    def join(self, team: UUID, *numbers: int) -> None:
        for number in numbers:
            self.done(self.door.call(ops.add_member, self.secretary(), team_id=team, person_id=self.people[number]))

    def plan(self, team: UUID, start: int = 9, end: int = 11, seats: int | None = None, **changes: Any) -> UUID:
        """An activity of the fifteenth of June, from one full hour to another."""
        words = {
            "team_id": team,
            "area_id": self.community,
            "title": "清理楼道",
            "starts_at": self.at(start),
            "ends_at": self.at(end),
            "seats": seats,
        }
        answer = self.done(self.door.call(ops.plan_activity, self.secretary(), **words | changes))
        return UUID(answer.data["activity_id"])

    def sign_up(self, activity: UUID, number: int, **more: Any) -> Answer:
        return self.door.call(ops.sign_up, self.someone(number), activity_id=activity, **more)

    def check_in(self, activity: UUID, number: int, at: datetime | None = None) -> Answer:
        """By the leader."""
        return self.door.call(
            ops.check_in, self.the_leader(), activity_id=activity, person_id=self.people[number], at=at
        )

    def attend(self, activity: UUID, number: int, at: datetime) -> UUID:
        """Signs up and is there."""
        self.done(self.sign_up(activity, number))
        self.clock.hold(at)
        return UUID(self.done(self.check_in(activity, number)).data["attendance_id"])


@pytest.fixture
def here(door_under_test: DoorUnderTest, clock: TestClock) -> Community:
    """One community, its neighbour, a leader and six volunteers."""
    door = door_under_test
    street = door.area("street")
    community, elsewhere = door.area("community", street), door.area("community", street)
    household = door.area("household", door.area("building", door.area("estate", community)))
    people = [door.person(community, name) for name in ("陈一", "林二", "黄三", "吴四", "郑五", "何六")]
    made = Community(door, clock, street, community, elsewhere, household, door.person(community, "徐开枝"), people)
    for person in (made.leader, *people):
        made.register(person)
    return made
