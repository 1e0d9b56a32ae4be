"""A person's copy joined from parts that played services tell: silent ones are named, a refusal of all passes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from contracts import catalogue
from runtime.calls import ServiceDown
from runtime.problems import NOT_FOUND

PERSON, ACCOUNT = str(uuid4()), str(uuid4())
PATH = f"/api/v1/people/{PERSON}/copy"
NOTHING = {"person_id": PERSON, "held": {}, "readings": [], "cut": []}
KNOWN = {
    "membership": NOTHING
    | {
        "held": {"person": [{"name": "林秀英"}]},
        "readings": [{"at": "2011-05-04T09:00:00+08:00", "field": "phone", "account_id": ACCOUNT}],
    },
    "eldercare": NOTHING
    | {
        "held": {"elders": [{"living": "alone"}]},
        "readings": [{"at": "2011-05-05T09:00:00+08:00", "field": "living", "account_id": ACCOUNT}],
        "cut": ["cards"],
    },
}
Ask = Callable[..., Any]


@pytest.fixture
def played(gateway_with: Any, services: Any, say: Any) -> Callable[..., Ask]:
    """A gateway before services that hold something; those `down` do not answer, those `ignorant` know nobody."""

    def make(down: frozenset[str] = frozenset(), ignorant: frozenset[str] = frozenset()) -> Ask:
        def reply(operation: Any) -> Any:
            if operation.service in down:
                raise ServiceDown(operation.service)
            if operation.service in ignorant:
                return say.no(NOT_FOUND)
            return say.done(KNOWN.get(operation.service, NOTHING))

        services.reply = reply
        ask: Ask = gateway_with(operations=catalogue.operations()).ask
        return ask

    return make


def test_the_parts_are_one_document(played: Callable[..., Ask], services: Any) -> None:
    answer = played()("GET", PATH.upper().replace("/API/V1/PEOPLE", "/api/v1/people").replace("COPY", "copy"))
    copy = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert copy["held"]["eldercare"] == {"elders": [{"living": "alone"}]}
    assert (set(copy["held"]), copy["silent"], copy["cut"]) == (set(catalogue.SERVICES), [], ["eldercare.cards"])
    assert [(each["service"], each["field"]) for each in copy["readings"]] == [
        ("eldercare", "living"),
        ("membership", "phone"),
    ]
    assert {words["held_of"] for _, words, _ in services.calls} == {PERSON}


def test_who_is_down_or_has_not_heard_is_named(played: Callable[..., Ask]) -> None:
    copy = played(frozenset({"patrol"}), frozenset({"reporting"}))("GET", PATH).json()
    assert (copy["silent"], set(copy["held"])) == (
        ["patrol", "reporting"],
        set(catalogue.SERVICES) - {"patrol", "reporting"},
    )


def test_a_refusal_of_all_and_a_silence_of_all_pass_through(played: Callable[..., Ask]) -> None:
    everybody = frozenset(catalogue.SERVICES)
    refused = played(ignorant=everybody)("GET", PATH)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert played()("GET", "/api/v1/people/no-uuid/copy").content == refused.content
    assert played(everybody)("GET", PATH).status_code == 503


def test_what_cannot_be_is_refused(played: Callable[..., Ask]) -> None:
    ask = played()
    assert ask("GET", PATH, token=None).json()["code"] == "token_missing"
    assert ask("GET", f"{PATH}?all=true").json()["code"] == "malformed_query"
    assert ask("POST", PATH).status_code == 405
