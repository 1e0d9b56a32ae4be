"""A story joined from parts that played services tell: silent ones are named, refusals pass through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from contracts import catalogue
from runtime.calls import ServiceDown
from runtime.problems import NOT_ALLOWED

STORY = str(uuid4())
EVENT, TEAM, ACCOUNT = str(uuid4()), str(uuid4()), str(uuid4())
NOTHING = {"acts": [], "events": [], "clocks": [], "cut": False}
FORMED = {
    "acts": [
        {"at": "2011-05-04T09:00:00+08:00", "act": "volunteering.form_team", "account_id": ACCOUNT, "target": None}
    ],
    "events": [
        {
            "event_id": EVENT,
            "name": "volunteering.team_formed.v1",
            "aggregate_id": TEAM,
            "aggregate_seq": 1,
            "account_id": ACCOUNT,
            "causation_id": None,
            "consumer": None,
            "recorded_at": "2011-05-04T09:00:00.004+08:00",
            "published_at": "2011-05-04T09:00:00.010+08:00",
        }
    ],
    "clocks": [],
    "cut": True,
}
TAKEN = {
    "event_id": EVENT,
    "state": "done",
    "handler": "patrol.use_cases.teams.keep_team",
    "at": "2011-05-04T09:00:00.030+08:00",
    "parked_id": None,
    "parked_state": None,
    "attempts": 0,
    "due_at": None,
}
Ask = Callable[..., Any]


@pytest.fixture
def played(gateway_with: Any, services: Any, say: Any) -> Callable[..., Ask]:
    """A gateway whose volunteering has formed a team that patrol took up; `down` services do not answer."""

    def make(down: frozenset[str] = frozenset(), parts: dict[str, Any] | None = None) -> Ask:
        def reply(operation: Any) -> Any:
            if operation.service in down:
                raise ServiceDown(operation.service)
            if operation.method_name == "show_story":
                told = {"volunteering": FORMED} if parts is None else parts
                return say.done(told.get(operation.service, NOTHING))
            return say.done({"items": [TAKEN] if operation.service == "patrol" else []})

        services.reply = reply
        ask: Ask = gateway_with(operations=catalogue.operations()).ask
        return ask

    return make


def test_the_parts_are_joined_in_causal_order(played: Callable[..., Ask], services: Any) -> None:
    answer = played()("GET", f"/api/v1/stories/{STORY.upper()}")
    story = answer.json()
    assert answer.status_code == 200
    assert [(step["kind"], step["service"], step["depth"], step["took"]) for step in story["steps"]] == [
        ("act", "volunteering", 0, None),
        ("event", "volunteering", 1, 0.004),
        ("effect", "patrol", 2, 0.026),
    ]
    assert (story["correlation_id"], story["seconds"], story["waiting"]) == (STORY, 0.03, 0)
    assert (story["silent"], story["cut"]) == ([], ["volunteering"])
    asked = {name: words for name, words, _ in services.calls if name.endswith("list_effects")}
    assert set(asked) == {f"{one}.list_effects" for one in catalogue.SERVICES if one != "volunteering"}
    assert asked["patrol.list_effects"] == {"told": [f"{EVENT}/volunteering.team_formed.v1/{TEAM}/1"]}


def test_a_service_that_is_down_is_named_and_the_rest_is_told(played: Callable[..., Ask]) -> None:
    story = played(frozenset({"patrol", "reporting"}))("GET", f"/api/v1/stories/{STORY}").json()
    assert story["silent"] == ["patrol", "reporting"]
    assert [step["kind"] for step in story["steps"]] == ["act", "event"]


def test_where_only_the_silent_could_know_there_may_be_a_story(played: Callable[..., Ask]) -> None:
    answer = played(frozenset({"volunteering"}))("GET", f"/api/v1/stories/{STORY}")
    assert (answer.status_code, answer.json()["steps"], answer.json()["silent"]) == (200, [], ["volunteering"])


def test_when_all_are_down_so_is_the_story(played: Callable[..., Ask]) -> None:
    answer = played(frozenset(catalogue.SERVICES))("GET", f"/api/v1/stories/{STORY}")
    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")


def test_of_what_nobody_knows_there_is_no_story(played: Callable[..., Ask]) -> None:
    ask = played(parts={})
    unknown = ask("GET", f"/api/v1/stories/{STORY}")
    assert unknown.status_code == 404
    assert ask("GET", "/api/v1/stories/no-uuid").content == unknown.content


def test_a_refusal_is_the_services_own(gateway_with: Any, services: Any, say: Any) -> None:
    services.reply = say.no(NOT_ALLOWED)
    answer = gateway_with(operations=catalogue.operations()).ask("GET", f"/api/v1/stories/{STORY}")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_what_cannot_be_is_refused(played: Callable[..., Ask]) -> None:
    ask = played()
    path = f"/api/v1/stories/{STORY}"
    refused = [
        ask("GET", path, token=None),
        ask("POST", path),
        ask("GET", path, headers={"Accept": "text/csv"}),
        ask("GET", f"{path}?events=1"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [
        (401, "token_missing"),
        (405, "method_not_allowed"),
        (406, "not_acceptable"),
        (400, "malformed_query"),
    ]
