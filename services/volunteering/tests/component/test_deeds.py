"""The deeds wall and contests: nobody is published who has not agreed, and a ballot decides who wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import MetaData, Table

from contracts.cobuilding.events import BallotClosedV1
from contracts.membership.events import PersonErasureOrderedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    BallotRequestedV1,
    DeedPublishedV1,
    DeedTakenDownV1,
    NominationMadeV1,
    NominationWonV1,
)
from runtime.testing.harness import Answer, SignedIn

STORY = "连续三年为楼上的独居老人送早餐，风雨无阻。"
TELLER, DOER, OTHER = 0, 1, 2


@dataclass
class Wall:
    here: Any

    def tell(self, number: int = TELLER, **changes: Any) -> Answer:
        words = {
            "area_id": self.here.community,
            "board": "kindness",
            "doer_id": self.here.people[DOER],
            "story": STORY,
        }
        answer: Answer = self.here.door.call(ops.tell_deed, self.here.someone(number), **words | changes)
        return answer

    def told(self, **changes: Any) -> str:
        return str(self.here.done(self.tell(**changes)).data["deed_id"])

    def agree(self, deed: str, number: int = DOER, *, agrees: bool = True) -> Answer:
        answer: Answer = self.here.door.call(ops.agree_deed, self.here.someone(number), deed_id=deed, agrees=agrees)
        return answer

    def publish(self, deed: str, by: SignedIn | None = None) -> Answer:
        answer: Answer = self.here.door.call(ops.publish_deed, by or self.here.secretary(), deed_id=deed)
        return answer

    def published(self, **changes: Any) -> str:
        deed = self.told(**changes)
        self.here.done(self.agree(deed))
        self.here.done(self.publish(deed))
        return deed

    def board(self, **words: Any) -> list[dict[str, Any]]:
        """What anybody reads."""
        answer = self.here.door.call(ops.list_board, None, area_id=self.here.street, **words)
        return list(self.here.done(answer).data["items"])


@pytest.fixture
def wall(here: Any) -> Wall:
    return Wall(here)


def test_a_deed_is_told_agreed_to_approved_and_taken_down(here: Any, wall: Wall) -> None:
    deed = wall.told()
    assert (wall.publish(deed).status, wall.publish(deed).code) == (409, "doer_has_not_agreed")
    assert STORY not in _stored(here, "deed")
    here.done(wall.agree(deed))
    assert wall.agree(deed).code == "deed_settled"
    assert wall.board() == []
    here.done(wall.publish(deed))
    (shown,) = wall.board(board="kindness")
    assert (shown["story"], shown["doer"]) == (STORY, "林二")
    assert wall.board(board="filial") == []
    assert wall.publish(deed).code == "deed_settled"
    taken = here.door.call(ops.take_down_deed, here.someone(DOER), deed_id=deed, reason="consent_withdrawn")
    assert here.done(taken).data["state"] == "taken_down"
    assert wall.board() == [] and STORY not in _stored(here, "deed")
    again = here.door.call(ops.take_down_deed, here.secretary(), deed_id=deed, reason="wrong")
    assert (again.status, again.code) == (409, "deed_not_published")
    (up,), (down,) = here.door.emitted(DeedPublishedV1), here.door.emitted(DeedTakenDownV1)
    assert (up["data"]["board"], down["data"]["reason_code"]) == ("kindness", "consent_withdrawn")
    assert str(here.people[DOER]) not in str([up["data"], down["data"]])


def test_what_the_doer_declines_is_forgotten(here: Any, wall: Wall) -> None:
    deed = wall.told()
    assert wall.agree(deed, OTHER).status == 404
    assert wall.agree(deed, TELLER).status == 403
    here.done(wall.agree(deed, agrees=False))
    assert wall.publish(deed).code == "deed_settled"
    shown = here.door.call(ops.show_deed, here.secretary(), deed_id=deed)
    assert (here.done(shown).data["state"], shown.data["story"]) == ("declined", None)


def test_a_guardian_answers_for_a_minor(here: Any, wall: Wall) -> None:
    child = here.door.person(here.community, "小宝", minor=True)
    deed = wall.told(doer_id=child)
    itself = here.door.sign_in(("resident", "area", here.community), person_id=child)
    refused = here.door.call(ops.agree_deed, itself, deed_id=deed, agrees=True)
    assert (refused.status, refused.code) == (403, "guardian_agrees")
    parent = here.door.sign_in(("guardian", "person", child), person_id=here.people[OTHER])
    here.done(here.door.call(ops.agree_deed, parent, deed_id=deed, agrees=True))


def test_who_tells_and_who_approves(here: Any, wall: Wall) -> None:
    assert wall.tell(board="wealth").code == "board_unknown"
    assert wall.tell(DOER).code == "praises_oneself"
    assert wall.tell(doer_id=here.door.person(here.elsewhere, "外人")).code == "doer_unknown"
    stranger = here.door.sign_in(
        ("resident", "area", here.elsewhere), person_id=here.door.person(here.elsewhere, "外人")
    )
    words = {"area_id": here.community, "board": "kindness", "doer_id": here.people[DOER], "story": STORY}
    refused = here.door.call(ops.tell_deed, stranger, **words)
    assert (refused.status, refused.code) == (403, "for_residents")
    deed = wall.told()
    here.done(wall.agree(deed))
    for number in (TELLER, DOER):
        own = wall.publish(deed, here.secretary(person_id=here.people[number]))
        assert (own.status, own.code) == (403, "own_deed")
    assert wall.publish(deed, here.someone(TELLER)).status == 403
    seen = [len(here.done(here.door.call(ops.list_deeds, by)).data["items"])
            for by in (here.someone(TELLER), here.someone(DOER), here.someone(OTHER), here.secretary())]  # fmt: skip
    assert seen == [1, 1, 0, 1]
    assert here.door.call(ops.show_deed, here.someone(OTHER), deed_id=deed).status == 404
    assert here.done(here.door.call(ops.show_deed, here.someone(TELLER), deed_id=deed)).data["story"] == STORY
    assert here.done(here.door.call(ops.show_deed, here.secretary(), deed_id=deed)).data["story"] == STORY
    assert "read:deed" in {entry["act"] for entry in here.door.audited()}


def test_a_forgotten_doer_comes_down(here: Any, wall: Wall) -> None:
    wall.published()
    waiting = wall.told()
    here.door.deliver(PersonErasureOrderedV1, aggregate_id=uuid4(), sample=True, person_id=here.people[DOER])
    assert here.door.parked() == []
    assert wall.board() == []
    assert here.done(here.door.call(ops.show_deed, here.secretary(), deed_id=waiting)).data["story"] is None
    assert str(here.people[DOER]) not in _stored(here, "deed")


@dataclass
class Season:
    """A contest of families, with two households beside that of the fixture."""

    here: Any
    contest: str
    homes: list[UUID]

    def act(self, operation: Any, by: SignedIn, **words: Any) -> Answer:
        answer: Answer = self.here.door.call(operation, by, **words)
        return answer

    def nominate(self, number: int, nominee: UUID, kind: str = "household") -> Answer:
        words = {"contest_id": self.contest, "kind": kind, "nominee_id": nominee}
        return self.act(ops.nominate_candidate, self.here.someone(number), **words)

    def second(self, nomination: str, number: int) -> Answer:
        return self.act(ops.second_nomination, self.here.someone(number), nomination_id=nomination)

    def accept(self, nomination: str, home: UUID) -> Answer:
        of_it = self.here.door.person(home, "家人")
        by = self.here.door.sign_in(("resident", "area", self.here.community), person_id=of_it)
        return self.act(ops.accept_nomination, by, nomination_id=nomination)

    def standing(self, home: UUID, number: int, *seconders: int) -> str:
        """A household that is nominated, seconded and accepts."""
        made = str(self.here.done(self.nominate(number, home)).data["nomination_id"])
        for seconder in seconders:
            self.here.done(self.second(made, seconder))
        self.here.done(self.accept(made, home))
        return made

    def shortlist(self) -> Answer:
        return self.act(ops.shortlist_nominations, self.here.secretary(), contest_id=self.contest)

    def ballot(self, opens: str = "2031-06-20", closes: str = "2031-06-30") -> Answer:
        words = {"contest_id": self.contest, "opens_on": opens, "closes_on": closes}
        return self.act(ops.request_ballot, self.here.secretary(), **words)

    def counted(self, votes: dict[str, int], purpose: str = "contest") -> None:
        """Cobuilding tells the result of the ballot."""
        options = [{"option": one, "votes": number} for one, number in votes.items()]
        words = {"purpose": purpose, "about_id": UUID(self.contest), "options": options, "entitled": 120}
        self.here.door.deliver(BallotClosedV1, aggregate_id=uuid4(), sample=True, closed_on=date(2031, 6, 30), **words)

    def states(self) -> dict[str, str]:
        listed = self.here.done(self.act(ops.list_nominations, self.here.someone(5), contest_id=self.contest))
        return {one["nomination_id"]: one["state"] for one in listed.data["items"]}


def open_contest(here: Any, **changes: Any) -> Answer:
    words = {"area_id": here.community, "board": "filial", "season": "2031", "title": "十佳孝老家庭", "winners": 1}
    answer: Answer = here.door.call(ops.open_contest, here.secretary(), **words | changes)
    return answer


@pytest.fixture
def season(here: Any) -> Season:
    building = here.door.area("building", here.community)
    homes = [here.household, *(here.door.area("household", building) for _ in range(2))]
    return Season(here, str(here.done(open_contest(here)).data["contest_id"]), homes)


def test_from_a_nomination_to_the_winners(here: Any, season: Season) -> None:
    first = season.standing(season.homes[0], 0, 1, 2)
    second = season.standing(season.homes[1], 1, 2)
    alone = str(here.done(season.nominate(2, season.homes[2])).data["nomination_id"])
    here.done(season.shortlist())
    assert season.states() == {first: "shortlisted", second: "shortlisted", alone: "left_out"}
    assert season.ballot("2031-06-14").code == "ballot_days_wrong"
    here.done(season.ballot())
    (asked,) = here.door.emitted(BallotRequestedV1)
    assert [one["candidate_id"] for one in asked["data"]["candidates"]] == [first, second]
    assert (asked["data"]["winners"], asked["data"]["opens_on"]) == (1, "2031-06-20")
    season.counted({first: 40, second: 55}, purpose="appraisal")
    assert season.states()[second] == "shortlisted"
    season.counted({first: 40, second: 55})
    season.counted({first: 99, second: 0})
    assert here.door.parked() == []
    assert season.states() == {first: "lost", second: "won", alone: "left_out"}
    (won,) = here.door.emitted(NominationWonV1)
    assert (won["data"]["nomination_id"], won["data"]["kind"], won["data"]["won_on"]) == (
        second,
        "household",
        "2031-06-30",
    )
    (decided,) = here.done(here.door.call(ops.list_contests, here.someone(0))).data["items"]
    assert (decided["state"], decided["decided_on"]) == ("decided", "2031-06-30")


def test_of_equals_more_seconds_decide_and_without_votes_nobody_wins(here: Any, season: Season) -> None:
    few = season.standing(season.homes[0], 0, 1)
    many = season.standing(season.homes[1], 1, 2, 3)
    here.done(season.shortlist())
    here.done(season.ballot())
    season.counted({few: 7, many: 7})
    assert season.states() == {few: "lost", many: "won"}


def test_nominations_refuse_what_is_not_one(here: Any, season: Season) -> None:
    person = here.people[3]
    made = str(here.done(season.nominate(0, person, "person")).data["nomination_id"])
    (told,) = here.door.emitted(NominationMadeV1)
    assert str(person) not in str(told["data"])
    assert season.nominate(1, person, "person").code == "already_nominated"
    assert season.nominate(1, here.people[1], "person").code == "nominates_oneself"
    assert season.nominate(1, uuid4(), "person").code == "nominee_unknown"
    assert season.nominate(1, here.community).code == "nominee_unknown"
    assert season.nominate(1, uuid4()).code == "nominee_unknown"
    for number in (0, 3):
        own = season.second(made, number)
        assert (own.status, own.code) == (403, "own_nomination")
    here.done(season.second(made, 1))
    assert season.second(made, 1).code == "already_seconded"
    assert str(here.people[1]) not in _stored(here, "nomination_second")
    assert season.act(ops.accept_nomination, here.someone(2), nomination_id=made).code == "not_the_nominee"
    assert season.shortlist().code == "nobody_shortlisted"
    here.done(season.act(ops.accept_nomination, here.someone(3), nomination_id=made))
    assert season.act(ops.shortlist_nominations, here.someone(0), contest_id=season.contest).status == 403
    here.done(season.shortlist())
    for late in (season.nominate(1, here.people[4], "person"), season.second(made, 2), season.shortlist()):
        assert (late.status, late.code) == (409, "contest_moved_on")
    assert open_contest(here).code == "season_taken"
    assert open_contest(here, board="wealth").code == "board_unknown"


def test_who_is_forgotten_stands_no_longer(here: Any, season: Season) -> None:
    made = str(here.done(season.nominate(0, here.people[3], "person")).data["nomination_id"])
    here.done(season.second(made, 1))
    here.done(season.act(ops.accept_nomination, here.someone(3), nomination_id=made))
    here.door.deliver(PersonErasureOrderedV1, aggregate_id=uuid4(), sample=True, person_id=here.people[3])
    assert season.shortlist().code == "nobody_shortlisted"
    assert str(here.people[3]) not in _stored(here, "nomination")


def _stored(here: Any, table: str) -> str:
    """Every row of a table as text."""
    with here.door.engine.connect() as connection:
        return str(connection.execute(Table(table, MetaData(), autoload_with=connection).select()).all())
