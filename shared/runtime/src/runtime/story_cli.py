"""`gongjian story`: one civic act across all services, read from their databases."""

from __future__ import annotations

import getpass
from typing import Annotated, Any
from uuid import UUID

import typer
from sqlalchemy.exc import DBAPIError

from contracts.catalogue import SERVICES
from runtime import story, story_desk
from runtime.database import engine, transaction
from runtime.doors import load
from runtime.parking_control import Operator


def tell(
    correlation_id: Annotated[UUID, typer.Argument(help="The X-Correlation-ID of an answer.")],
) -> None:
    """One civic act in causal order: who, when, how long, what still waits. Ends with 1 where nothing is known of it."""
    parts: dict[str, Any] = {}
    for service in SERVICES:
        try:
            parts[service] = _part(service, correlation_id)
        except DBAPIError:
            typer.echo(f"{service} does not answer: what it did is not told here", err=True)
    effects = {service: _effects(service, parts) for service in parts}
    told = story.steps(parts, effects)
    if not told:
        typer.echo("Nothing is known of it.", err=True)
        raise typer.Exit(1)
    for line in lines(told):
        typer.echo(line)
    for service, part in parts.items():
        if part["cut"]:
            typer.echo(f"{service} knows more than is told here", err=True)


def lines(told: list[story.Step]) -> list[str]:
    """The story as text: a head, then a line for each step, indented by its depth."""
    began, seconds = story.length(told)
    waits = sum(step.kind in story.STILL for step in told)
    since = "" if began is None else began.isoformat(timespec="milliseconds")
    return [f"{since}  {seconds:.3f} s  {waits or 'nothing'} still waits", *(_line(step) for step in told)]


def _line(step: story.Step) -> str:
    took = "" if step.took is None else f"+{step.took * 1000:.0f} ms"
    words = [f"{took:>10}  {'  ' * step.depth}{step.kind:<8} {step.service}: {step.what}"]
    if step.about is not None and step.kind not in ("parked", "effect"):
        words.append(step.about)
    if step.kind == "act":
        words.append(f"by {step.account_id}" if step.account_id else "by the console")
    if step.state is not None:
        words.append(f"({step.state})")
    return "  ".join(words)


def _part(service: str, correlation_id: UUID) -> dict[str, Any]:
    with transaction(engine(service)) as session:
        watcher = Operator(login=getpass.getuser())
        story_desk.look(session, watcher, correlation_id, login=watcher.login)
        return story_desk.part(session, correlation_id)


def _effects(service: str, parts: dict[str, Any]) -> list[dict[str, Any]]:
    door = load(service)
    with transaction(engine(service)) as session:
        return [
            each
            for words in story.asked_of(service, parts)
            for each in story_desk.effects(session, door, [story_desk.Told.read(word) for word in words])
        ]
