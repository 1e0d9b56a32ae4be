"""`gongjian parking`: look at events that could not take effect, replay them, or give them up with a reason."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from sqlalchemy import Row
from sqlalchemy.orm import Session

from runtime import parking_control
from runtime.database import engine, transaction
from runtime.parking_control import CannotBe, Operator

app = typer.Typer(help="Events that could not take effect yet (暂存).", no_args_is_help=True)

Service = Annotated[str, typer.Argument(help="The service that parked them.")]
ParkedId = Annotated[int, typer.Argument(help="The number in the list.")]
Reason = Annotated[str, typer.Option(help="Why; it goes into the audit.")]


@app.command("list")
def list_(
    service: Service,
    limit: Annotated[int, typer.Option(help="How many, oldest first.")] = 100,
    skipped: Annotated[bool, typer.Option(help="Also those that were given up.")] = False,
) -> None:
    """One line each: number, state, tries, event, aggregate and its number, error."""
    with transaction(engine(service)) as session:
        for row in parking_control.listed(session, limit=limit, skipped=skipped):
            typer.echo(_line(row))


@app.command()
def show(service: Service, parked_id: ParkedId) -> None:
    """Everything about one: the error's trace and the body as it came."""
    with _intervening(service) as session:
        row = parking_control.shown(session, parked_id)
        typer.echo(_line(row))
        for name in ("event_id", "position", "parked_at", "due_at", "reason", "trace"):
            typer.echo(f"{name}: {getattr(row, name)}")
        typer.echo(bytes(row.body).decode(errors="backslashreplace"))


@app.command()
def replay(service: Service, parked_id: ParkedId, reason: Reason = "") -> None:
    """Try it again now. An early event then no longer waits for the one that never came."""
    with _intervening(service) as session:
        parking_control.replay(session, parked_id, _operator(), reason)


@app.command()
def skip(service: Service, parked_id: ParkedId, reason: Reason) -> None:
    """Give it up; what waits behind it goes on."""
    with _intervening(service) as session:
        parking_control.skip(session, parked_id, _operator(), reason)


@contextmanager
def _intervening(service: str) -> Iterator[Session]:
    try:
        with transaction(engine(service)) as session:
            yield session
    except CannotBe as no:
        typer.echo(str(no), err=True)
        raise typer.Exit(1) from None


def _operator() -> Operator:
    return Operator(login=getpass.getuser())


def _line(row: Row[Any]) -> str:
    where = f"{row.aggregate} {row.aggregate_id} #{row.aggregate_seq}" if row.aggregate else "no event"
    return f"{row.id:>6}  {row.state:<8} {row.attempts}  {row.name or '-'}  {where}  {row.error or ''}".rstrip()
