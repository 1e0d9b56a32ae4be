"""Facts depend on which events there are, never on the order, the grouping or the repetition in which they come."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contracts.membership.events import PledgePublishedV1, PostClaimedV1, PostReleasedV1
from contracts.volunteering.events import HoursApprovedV1, HoursReversedV1
from reporting.domain.fact import Fact
from reporting.use_cases.archive import keep
from reporting.use_cases.rebuild import rebuild_facts
from runtime.access import SIGNED_OUT
from runtime.envelope import Received

HERE = UUID(int=7)


def story(hear: Any) -> list[Received]:
    """Two claims, one released twice, pledges, hours approved and reversed, an end without a beginning."""
    claim = {"claim_id": str(UUID(int=100)), "post_id": str(UUID(int=101)), "template": "a", "level": "personal"}
    who = {"claimant_kind": "person", "claimant_id": str(UUID(int=102))}
    pledge = {
        "pledge_id": str(UUID(int=103)),
        "claim_id": claim["claim_id"],
        "post_id": claim["post_id"],
        "template": "a",
    }
    released = {"claim_id": claim["claim_id"], "post_id": claim["post_id"], "reason": "moved_away"}
    hours = {"attendance_id": str(UUID(int=104)), "activity_id": str(UUID(int=105)), "team_id": None}
    return [
        hear(PostClaimedV1, {**claim, **who, "claimed_on": "2011-02-20"}, area=HERE),
        hear(PledgePublishedV1, {**pledge, **who, "published_on": "2011-03-01"}, area=HERE),
        hear(PledgePublishedV1, {**pledge, **who, "published_on": "2011-05-01"}, area=HERE, kind="import"),
        hear(PostReleasedV1, {**released, "released_on": "2011-11-02"}, area=HERE),
        hear(PostReleasedV1, {**released, "released_on": "2011-11-01"}, area=HERE),
        hear(PostReleasedV1, {**released, "claim_id": str(UUID(int=200)), "released_on": "2011-11-01"}, area=HERE),
        hear(
            HoursApprovedV1,
            {**hours, "person_id": who["claimant_id"], "minutes": 90, "served_on": "2011-12-31"},
            area=HERE,
        ),
        hear(HoursReversedV1, {"attendance_id": hours["attendance_id"], "reason_code": "wrong_person"}, area=HERE),
    ]


def facts(session: Session) -> list[tuple[Any, ...]]:
    table = Fact.__table__
    return [tuple(row) for row in session.execute(select(table).order_by(table.c.series, table.c.key))]


def test_any_order_and_any_grouping_make_the_same_facts(database: Any, hear: Any) -> None:
    session, events = database.session, story(hear)
    keep(session, events)
    wanted = facts(session)
    assert len(wanted) == 5

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(order=st.permutations(range(len(events))), repeated=st.integers(0, len(events) - 1), size=st.integers(1, 8))
    def shuffled(order: list[int], repeated: int, size: int) -> None:
        session.execute(text("TRUNCATE fact, archive"))
        heard = [events[n] for n in [*order, repeated]]
        for first in range(0, len(heard), size):
            keep(session, heard[first : first + size])
        assert facts(session) == wanted

    shuffled()


def test_the_earliest_telling_stands_and_an_end_waits_for_its_beginning(database: Any, hear: Any) -> None:
    session, events = database.session, story(hear)
    keep(session, events)
    pledge = session.get(Fact, ("membership.pledge", str(UUID(int=100))))
    assert pledge is not None and pledge.begins_at and pledge.ends_at
    assert pledge.begins_at.isoformat() == "2011-02-28T16:00:00+00:00"
    assert pledge.ends_at.isoformat() == "2011-10-31T16:00:00+00:00"
    assert (pledge.subject, pledge.imported, pledge.kept["template"]) == (str(UUID(int=102)), False, "a")
    waiting = session.get(Fact, ("membership.pledge", str(UUID(int=200))))
    assert waiting is not None and waiting.begin_event is None and waiting.ends_at is not None


def test_a_rebuild_makes_the_same_facts_as_live(database: Any, hear: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporting.use_cases.rebuild.CHUNK", 3)
    session, events = database.session, story(hear)
    for event in events:
        keep(session, [event])
    live = facts(session)
    session.execute(text("UPDATE fact SET amount = 17, subject = 'spoiled'"))
    told = rebuild_facts(session, SIGNED_OUT)
    assert facts(session) == live
    assert told == {"events": len(events), "facts": len(live)}
