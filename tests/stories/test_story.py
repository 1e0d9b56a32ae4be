"""来龙去脉: an act over HTTP, its events over RabbitMQ, their effects and answers, in causal order; and what still waits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from runtime import story_cli
from runtime.cli import app
from runtime.database import engine_at
from tests.city.city import City, eventually

Story = dict[str, Any]
HEAR_OF_UNITS = {"membership", "volunteering", "reporting"}
REFUSED_NAME = "不予登记的单位"


def of(city: City, correlation_id: str) -> Story:
    auditor = city.as_role("auditor")
    story: Story = auditor.done(auditor.get(f"/stories/{correlation_id}"))
    return story


def told(story: Story, kind: str) -> set[tuple[str, str]]:
    return {(step["service"], step["what"]) for step in story["steps"] if step["kind"] == kind}


def register(city: City, name: str) -> tuple[str, str]:
    """A unit of 圳尾; its id and the story's."""
    secretary = city.as_role("community_secretary")
    answer = secretary.post(
        "/units", {"area_id": city.area("圳尾社区")["area_id"], "name": name, "kind": "private_enterprise"}
    )
    return str(secretary.done(answer)["unit_id"]), answer.headers["x-correlation-id"]


def settled(
    city: City, correlation_id: str, services: set[str] = HEAR_OF_UNITS, answers: Collection[tuple[str, str]] = ()
) -> Story:
    """The story once it has had effects in all these services, their answers were told and nothing waits any more."""
    found: list[Story] = []

    def whole() -> bool:
        found[:] = [of(city, correlation_id)]
        heard = services <= {service for service, _ in told(found[0], "effect")}
        return heard and set(answers) <= told(found[0], "event") and not found[0]["waiting"]

    eventually(whole, lambda: str(found))
    return found[0]


@pytest.fixture
def volunteering(city: City, postgres_server: Any) -> Iterator[Engine]:
    engine = engine_at(postgres_server.url("city_volunteering"), "volunteering")
    yield engine
    engine.dispose()


@pytest.fixture
def refusing(volunteering: Engine) -> Iterator[Callable[[], None]]:
    """Volunteering cannot take one unit up; calling what is given ends that."""

    def run(statement: str) -> None:
        with volunteering.begin() as connection:
            connection.exec_driver_sql(statement)

    def relent() -> None:
        run("ALTER TABLE unit DROP CONSTRAINT IF EXISTS refuses_one")

    run(f"ALTER TABLE unit ADD CONSTRAINT refuses_one CHECK (name <> '{REFUSED_NAME}')")
    yield relent
    relent()


def test_one_act_is_followed_through_every_service_that_heard_of_it(city: City) -> None:
    unit, correlation_id = register(city, f"新单位{uuid4().hex[:6]}")
    story = settled(city, correlation_id)
    first, second, *rest = story["steps"]
    assert (first["kind"], first["what"], first["depth"]) == ("act", "cobuilding.register_unit", 0)
    assert (second["kind"], second["what"], second["about"]) == ("event", "cobuilding.unit_registered.v1", unit)
    secretary = city.as_role("community_secretary")
    assert first["account_id"] == secretary.done(secretary.get("/me"))["account_id"]
    assert all((step["kind"], step["depth"]) == ("effect", 2) for step in rest)
    assert all(step["took"] >= 0 for step in story["steps"][1:])
    assert story["seconds"] == pytest.approx(max(step["took"] for step in rest) + second["took"])
    assert (story["silent"], story["cut"]) == ([], [])


def test_an_answer_stands_below_the_effect_that_gave_it(city: City, unlucky: str) -> None:
    secretary = city.as_role("community_secretary")
    died_on = city.today().date().isoformat()
    answer = secretary.post(f"/people/{unlucky}/death", {"died_on": died_on})
    secretary.done(answer)
    left_team = ("volunteering", "volunteering.team_changed.v1")
    story = settled(city, answer.headers["x-correlation-id"], {"volunteering", "patrol"}, {left_team})
    steps = story["steps"]
    left = next(n for n, step in enumerate(steps) if (step["service"], step["what"]) == left_team)
    above = [step for step in steps[:left] if step["depth"] < steps[left]["depth"]]
    assert [(step["kind"], step["service"]) for step in above[-1:]] == [("effect", "volunteering")]
    assert ("membership", "membership.person_died.v1") in told(story, "event")
    assert "patrol" in {service for service, _ in told(story, "effect")}


def test_what_could_not_take_effect_is_shown_until_it_has(
    city: City, refusing: Callable[[], None], volunteering: Engine
) -> None:
    _, correlation_id = register(city, REFUSED_NAME)
    found: list[Story] = []

    def parked() -> list[dict[str, Any]]:
        found[:] = [of(city, correlation_id)]
        return [step for step in found[0]["steps"] if step["kind"] == "parked"]

    (step,) = eventually(parked, lambda: str(found))
    assert (step["service"], step["state"]) == ("volunteering", "retry")
    assert found[0]["waiting"] >= 1
    refusing()
    operator = city.as_role("system_operator")
    operator.done(operator.post(f"/operations/volunteering/parking/{step['about']}/replay"))
    story = settled(city, correlation_id)
    assert "volunteering" in {service for service, _ in told(story, "effect")}


def test_a_service_that_is_down_is_named_and_catches_up(city: City) -> None:
    """Volunteering is stopped: the others go on, the story says of whom it knows nothing, and ends when it is back."""
    with city.without("volunteering"):
        unit, correlation_id = register(city, f"新单位{uuid4().hex[:6]}")
        found: list[Story] = []

        def by_the_others() -> bool:
            found[:] = [of(city, correlation_id)]
            return {service for service, _ in told(found[0], "effect")} == HEAR_OF_UNITS - {"volunteering"}

        eventually(by_the_others, lambda: str(found))
        assert found[0]["silent"] == ["volunteering"]
        assert ("cobuilding", "cobuilding.unit_registered.v1") in told(found[0], "event")
    story = settled(city, correlation_id)
    assert story["silent"] == []
    assert unit in {step["about"] for step in story["steps"]}


@pytest.mark.parametrize("role", ["community_secretary", "city_officer", "security_admin"])
def test_others_are_refused(city: City, role: str) -> None:
    refused = city.as_role(role).get(f"/stories/{uuid4()}")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_of_what_never_happened_there_is_no_story(city: City) -> None:
    for place in (uuid4(), "no-uuid"):
        assert city.as_role("auditor").get(f"/stories/{place}").status_code == 404


def test_the_same_story_is_told_on_the_console(
    city: City,
    postgres_server: Any,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, Any], None],
) -> None:
    _, correlation_id = register(city, f"新单位{uuid4().hex[:6]}")
    story = settled(city, correlation_id)

    def at(service: str) -> Engine:
        return engine_at(postgres_server.url(f"city_{service}"), service)

    monkeypatch.setattr(story_cli, "engine", at)
    shown = CliRunner().invoke(app, ["story", correlation_id])
    assert shown.exit_code == 0, shown.output
    record_property("story", shown.stdout)
    head, *lines = shown.stdout.splitlines()
    assert "nothing still waits" in head
    for step, line in zip(story["steps"], lines, strict=True):
        assert step["kind"] in line and f"{step['service']}: {step['what']}" in line
    unknown = CliRunner().invoke(app, ["story", str(uuid4())])
    assert unknown.exit_code == 1 and "Nothing is known" in unknown.stderr
