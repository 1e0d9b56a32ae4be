"""A story is told in causal order, whatever order the parts come in, and says what has not happened yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from runtime import story
from runtime.story_cli import lines

BEGAN = datetime(2011, 5, 4, 9, 0, tzinfo=UTC)
SECRETARY = uuid4()
NAMES = {"membership": "membership.post_claimed.v1", "volunteering": "volunteering.team_formed.v1"}


def at(milliseconds: int) -> datetime:
    return BEGAN + timedelta(milliseconds=milliseconds)


def part(acts: Any = (), events: Any = (), clocks: Any = (), cut: bool = False) -> dict[str, Any]:
    return {"acts": list(acts), "events": list(events), "clocks": list(clocks), "cut": cut}


def act(what: str, when: int) -> dict[str, Any]:
    return {"at": at(when), "act": what, "account_id": SECRETARY, "target": None}


def event(service: str, when: int, *, cause: UUID | None = None, **more: Any) -> dict[str, Any]:
    words = {"event_id": uuid4(), "name": NAMES[service], "aggregate_id": uuid4(), "aggregate_seq": 1, "consumer": None}
    words |= {"account_id": SECRETARY, "causation_id": cause, "recorded_at": at(when), "published_at": at(when + 5)}
    return words | more


def effect(of: dict[str, Any], state: str = "done", when: int | None = None, **more: Any) -> dict[str, Any]:
    words = {"event_id": of["event_id"], "state": state, "handler": "use_cases.react", "at": when and at(when)}
    return words | {"parked_id": None, "parked_state": None, "attempts": 0, "due_at": None} | more


def told(steps: list[story.Step]) -> list[tuple[int, str, str]]:
    return [(step.depth, step.kind, step.service) for step in steps]


def test_an_answer_follows_the_effect_that_gave_it() -> None:
    claimed = event("membership", 10)
    formed = event("volunteering", 60, cause=claimed["event_id"])
    parts = {
        "volunteering": part(events=[formed]),
        "membership": part(acts=[act("membership.claim_post", 8)], events=[claimed]),
        "patrol": part(),
    }
    effects = {"volunteering": [effect(claimed, when=55)], "patrol": [effect(formed, when=90)]}
    steps = story.steps(parts, effects)
    assert told(steps) == [
        (0, "act", "membership"),
        (1, "event", "membership"),
        (2, "effect", "volunteering"),
        (3, "event", "volunteering"),
        (4, "effect", "patrol"),
    ]
    assert [step.took for step in steps] == [None, 0.002, 0.045, 0.005, 0.03]
    assert story.length(steps) == (at(8), 0.082)


def test_each_event_follows_the_last_act_before_it() -> None:
    first, second = event("membership", 10), event("membership", 30)
    acts = [act("membership.claim_post", 9), act("read:membership.show_person", 25), act("membership.release_post", 29)]
    steps = story.steps({"membership": part(acts, [second, first])}, {})
    assert [(step.what, step.depth) for step in steps] == [
        ("membership.claim_post", 0),
        (first["name"], 1),
        ("read:membership.show_person", 0),
        ("membership.release_post", 0),
        (second["name"], 1),
    ]
    assert [step.at for step in steps if step.kind == "event"] == [at(10), at(30)]


def test_what_a_clock_told_has_no_act_before_it() -> None:
    late = event("membership", 900, account_id=None)
    steps = story.steps({"membership": part([act("membership.claim_post", 9)], [late])}, {})
    assert told(steps) == [(0, "act", "membership"), (0, "event", "membership")]


def test_what_still_waits_stands_last_and_is_counted_in_no_duration() -> None:
    claimed = event("membership", 10, published_at=None)
    parts = {
        "membership": part(
            [act("membership.claim_post", 9)],
            [claimed],
            [{"name": "pledge_due", "key": "k", "due_at": at(86_400_000), "attempts": 0}],
        )
    }
    effects = {
        "patrol": [effect(claimed, "waiting")],
        "eldercare": [effect(claimed, "parked", 20, parked_id=7, parked_state="dead", attempts=5)],
        "volunteering": [effect(claimed, when=40)],
    }
    steps = story.steps(parts, effects)
    assert [step.kind for step in steps] == ["act", "event", "effect", "parked", "waiting", "clock"]
    assert story.length(steps)[1] == 0.031
    shown = "\n".join(lines(steps))
    assert "3 still waits" in shown and "parked 7" in shown and "(dead)" in shown and "(on its way)" in shown


def test_an_event_whose_cause_is_not_known_is_told_all_the_same() -> None:
    orphan = event("volunteering", 60, cause=uuid4())
    assert told(story.steps({"volunteering": part(events=[orphan])}, {})) == [(0, "event", "volunteering")]


def test_services_are_asked_about_events_of_others_that_are_meant_for_them() -> None:
    for_all, for_patrol = event("membership", 1), event("membership", 2, consumer="patrol")
    many = [event("volunteering", n) for n in range(150)]
    parts = {"membership": part(events=[for_all, for_patrol]), "volunteering": part(events=many), "patrol": part()}
    assert [len(words) for words in story.asked_of("volunteering", parts)] == [1]
    assert [len(words) for words in story.asked_of("patrol", parts)] == [100, 52]
    assert [len(words) for words in story.asked_of("membership", parts)] == [100, 50]
