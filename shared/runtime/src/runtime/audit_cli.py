"""`gongjian audit`: whether the audit's chain of seals still holds."""

from __future__ import annotations

from typing import Annotated

import typer

from contracts.catalogue import SERVICES
from runtime.database import engine, transaction
from runtime.seals import verify as broken_links

app = typer.Typer(help="The audit and its seals (审计).", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The audit and its seals (审计)."""


@app.command()
def verify(
    services: Annotated[list[str] | None, typer.Argument(help="Services; all if none is named.")] = None,
) -> None:
    """Compute every chain anew. Ends with 1 if a link does not hold, and names it."""
    whole = True
    for service in services or SERVICES:
        with transaction(engine(service)) as session:
            faults = broken_links(session)
        whole = whole and not faults
        typer.echo(f"{service}: {'holds' if not faults else 'BROKEN'}")
        for fault in faults:
            typer.echo(f"  link {fault.chain}: {fault.fault}")
    if not whole:
        raise typer.Exit(1)
