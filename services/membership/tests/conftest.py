"""A city with one street, two communities and a household, a pack in force, and people who act in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from contracts.cobuilding.events import UnitRegisteredV1
from contracts.membership import operations as ops
from kernel.ids import uuid7
from membership import passwords
from membership.bootstrap import first_account
from runtime import tokens
from runtime.database import transaction
from runtime.testing.clock import TestClock
from runtime.testing.harness import Answer, DoorUnderTest, SignedIn

TODAY = date(2031, 6, 15)
PASSWORD = "correct-horse-battery"
PACK = "a-mechanism-of-a-test"
HEAD = f"name: {PACK}\nversion: '1'\ntitle: 测试机制\n"
MEMBERSHIP = """
posts:
  - {code: guidance, name_zh: 文明劝导岗, name_en: Guidance, level: personal, duties: [劝导],
     evidence: [{fact: hours_approved}, {fact: shift_completed}]}
  - {code: mediation, name_zh: 纠纷调处岗, name_en: Mediation, level: personal, duties: [调处]}
  - {code: guidance_unit, name_zh: 文明劝导大岗, name_en: Guidance, level: organisation, duties: [责任路段]}
pledge: {max_length: 40, period: year, days: 200}
assignments:
  - {kind: charge, name_zh: 包抓, name_en: In charge, area_kinds: [community], most_areas: 1}
  - {kind: warden, name_zh: 中心户长, name_en: Warden, area_kinds: [building]}
household_visits:
  again_hours: 48
  kinds:
    - {code: hardship, name_zh: 困难, name_en: Hardship, urgency: arrival, due_hours: 4}
    - {code: accident, name_zh: 意外, name_en: Accident, urgency: arrival, due_hours: 2,
       raised_by: [elder_sos_resolved, welfare_check_unmet, hazard_at_home]}
    - {code: newcomer, name_zh: 新居民, name_en: Newcomer, urgency: call, due_hours: 168,
       raised_by: [person_registered, person_moved]}
    - {code: elder, name_zh: 老人, name_en: Elder, urgency: call, due_hours: 240, raised_by: [elder_registered]}
    - {code: worry, name_zh: 思想波动, name_en: Worry, urgency: call, due_hours: 72,
       raised_by: [elder_first, elder_visit_missed]}
    - {code: everybody, name_zh: 普遍走访, name_en: Everybody, urgency: round, due_hours: 2400}
  wishes: [{code: repair, name_zh: 维修, name_en: Repair}, {code: advice, name_zh: 咨询, name_en: Advice}]
"""


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClock:
    """The city's clock, held at ten in the morning."""
    held = TestClock(tmp_path / "clock")
    held.hold(datetime.fromisoformat(f"{TODAY}T10:00:00+08:00"))
    monkeypatch.setenv("GONGJIAN_TEST", "1")
    monkeypatch.setenv("GONGJIAN_TEST_CLOCK", str(held.path))
    return held


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packs with one that is whole and one whose part is not."""
    folder = tmp_path / "packs"
    for version, text in (("1", MEMBERSHIP), ("2", "posts: [{code: guidance}]")):
        made = folder / PACK / version
        made.mkdir(parents=True)
        (made / "pack.yaml").write_text(HEAD.replace("'1'", f"'{version}'"), encoding="utf-8")
        (made / "membership.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("GONGJIAN_PACKS_DIR", str(folder))
    return folder


@dataclass
class City:
    """What the tests act in. Sign-ins are made anew for each call: tokens live five minutes."""

    door: DoorUnderTest
    clock: TestClock
    root: UUID
    areas: dict[str, UUID] = field(default_factory=dict)

    def by(self, role: str, area: str = "community", *, person_id: UUID | None = None) -> SignedIn:
        """Somebody with a role over one of the areas."""
        return self.door.sign_in((role, "area", self.areas[area]), person_id=person_id)

    def person(self, person_id: UUID) -> SignedIn:
        """A resident, signed in as themselves."""
        return self.door.sign_in(("resident", "area", self.areas["household"]), person_id=person_id)

    def sign_in(self, username: str, password: str = PASSWORD) -> SignedIn:
        """A real session of a real account."""
        token = self.done(ops.sign_in, None, username=username, password=password)["access_token"]
        claims = tokens.verify(token)
        return SignedIn(claims.account_id, claims.person_id, claims.session_id, token)

    def done(self, operation: Any, by: SignedIn | None, **fields: Any) -> Any:
        """The data of an act that must succeed."""
        answer = self.door.call(operation, by, **fields)
        assert answer.ok, answer.problem
        return answer.data

    def give_by_two(self, account_id: str, role: str, area: str, **more: Any) -> str:
        """A powerful grant, proposed by one and approved by another; its id."""
        wanted = {"account_id": account_id, "role": role, "kind": "area", "scope": self.areas[area]} | more
        proposed = self.done(ops.propose_grant, self.by("security_admin", "city"), **wanted)
        decided = {"proposal_id": proposed["proposal_id"]}
        return str(self.done(ops.approve_grant, self.by("security_admin", "city"), **decided)["grant_id"])

    def put_area(self, name: str, parent: str, kind: str, **more: Any) -> UUID:
        fields = {"parent_id": self.areas[parent], "kind": kind, "name": name, "valid_from": "2000-01-01"} | more
        made = self.done(ops.register_area, self.by("city_officer", "city"), **fields)
        return UUID(made["area_id"])

    def register(self, name: str = "徐开枝", home: str = "household", **more: Any) -> UUID:
        """Register a person; the id."""
        fields = {"name": name, "home_area": self.areas[home]} | more
        return UUID(self.done(ops.register_person, self.by("registrar"), **fields)["person_id"])

    def unit(self, name: str = "圳尾小学") -> UUID:
        """A unit that cobuilding has told of."""
        unit_id = uuid7()
        told = {"unit_id": unit_id, "name": name, "kind": "school"}
        self.door.deliver(UnitRegisteredV1, aggregate_id=unit_id, area=self.areas["community"], payload=told)
        return unit_id

    def post(self, template: str = "guidance", level: str = "personal", **more: Any) -> UUID:
        """Set up a post; the id."""
        fields = {"area_id": self.areas["community"], "template": template, "level": level} | more
        return UUID(self.done(ops.set_up_post, self.by("community_secretary"), **fields)["post_id"])

    def claim(self, post: UUID, **claimant: Any) -> UUID:
        """Claim a post by the secretary's hand; the id."""
        made = self.done(ops.claim_post, self.by("community_secretary"), post_id=post, **claimant)
        return UUID(made["claim_id"])

    def pledge(self, claim: UUID, due_on: str = "2031-12-01", text: str = "每周六上午劝导") -> Answer:
        by = self.by("community_secretary")
        return self.door.call(ops.publish_pledge, by, claim_id=claim, due_on=due_on, text=text)

    def import_people(self, *records: dict[str, Any], **more: Any) -> Any:
        named = [{"record_key": f"p{n}", "source": "册"} | record for n, record in enumerate(records)]
        return self.done(ops.import_people, self.by("registrar"), records=named, **more)


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Argon2 with next to no work: what it costs is its own test's business."""
    passwords._nobodys.cache_clear()
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def city(door_under_test: DoorUnderTest, clock: TestClock, packs: Path, quick_hashes: None) -> City:
    """The first accounts, the city entered, its areas down to a household, and a pack in force from 2031."""
    door = door_under_test
    with transaction(door.engine) as session:
        made = first_account(session, "root", PASSWORD)
    here = City(door, clock, made["area_id"], {"city": made["area_id"]})
    named = {"name": "三明市", "code": "350400000000", "valid_from": "2000-01-01"}
    here.done(ops.found_city, here.by("city_officer", "city"), **named)
    for key, parent, kind, name, code in (
        ("district", "city", "district", "梅列区", "350402000000"),
        ("street", "district", "street", "列东街道", "350402001000"),
        ("community", "street", "community", "圳尾社区", "350402001003"),
        ("elsewhere", "street", "community", "列东社区", "350402001001"),
        ("building", "community", "building", "1幢", None),
        ("household", "building", "household", "101室", None),
    ):
        here.areas[key] = here.put_area(name, parent, kind, code=code)
    assigned = {"area_id": here.areas["street"], "pack": PACK, "version": "1", "valid_from": "2031-01-01"}
    here.done(ops.assign_pack, here.by("street_officer", "street"), **assigned)
    return here
