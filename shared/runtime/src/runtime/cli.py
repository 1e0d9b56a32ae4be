"""`gongjian`: everything an operator does, one command each.

Commands that become a long-running process of their own kind replace this process, so that nothing imported here is in
the way (a nameko service must be monkey-patched before anything else is imported).
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
from typing import Annotated, NoReturn

import orjson
import typer
from sqlalchemy import text

from contracts.catalogue import SERVICES
from runtime import audit_cli, lasting, logs, migrations, parking_cli, story_cli
from runtime.database import engine, transaction
from runtime.doors import load
from runtime.keys import ensure_keys
from runtime.settings import settings
from runtime.topology import Topology

app = typer.Typer(help="Gongjian (共建): run a city and look after it.", no_args_is_help=True)
app.add_typer(audit_cli.app, name="audit")
app.add_typer(parking_cli.app, name="parking")
app.command("story")(story_cli.tell)

Services = Annotated[list[str] | None, typer.Argument(help="Services; all if none is named.")]
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def main() -> None:
    """The entry point of the `gongjian` script."""
    app()


@app.command()
def migrate(services: Services = None) -> None:
    """Bring databases to this release, making those that do not exist."""
    for service in services or SERVICES:
        migrations.run(service)
        typer.echo(f"{service}: {migrations.head(service)}")


@app.command()
def serve(service: Annotated[str, typer.Argument(help="The service to carry.")]) -> None:
    """A service over RabbitMQ: operations, events, clocks. SIGTERM drains it."""
    _become("runtime.amqp.serve", service)


@app.command()
def relay(services: Services = None) -> None:
    """Carry committed events to RabbitMQ until SIGTERM. Any number may run; per service and lane one leads."""
    from runtime.relay import Relay

    logs.configure("relay")
    stop = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    running = Relay(services or SERVICES, settings.amqp_uri)
    running.start()
    lasting.spare()
    stop.wait()
    running.stop()


@app.command(context_settings=PASSED_ON)
def gateway(context: typer.Context) -> None:
    """The HTTP gateway over RabbitMQ (--host, --port)."""
    _become("gateway", *context.args)


@app.command(context_settings=PASSED_ON)
def embedded(context: typer.Context) -> None:
    """The whole city in one process (--port, --home)."""
    _become("embedded", *context.args)


@app.command()
def topology(
    services: Services = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Declare it at GONGJIAN_AMQP_URI instead of printing it.")
    ] = False,
) -> None:
    """RabbitMQ's exchanges, queues, bindings and users, as its own definitions JSON."""
    derived = Topology.of([load(service) for service in services or SERVICES])
    if apply:
        derived.apply(settings.amqp_uri)
    else:
        typer.echo(orjson.dumps(derived.definitions(), option=orjson.OPT_INDENT_2).decode())


@app.command()
def wiring() -> None:
    """Which service hears which event, as JSON: what `make wiring` keeps beside the contracts."""
    heard = {service: sorted(event.name for event in load(service).followed) for service in SERVICES}
    typer.echo(orjson.dumps(heard, option=orjson.OPT_INDENT_2).decode())


@app.command()
def replay(
    source: Annotated[str, typer.Option("--from", help="The service that told of them.")],
    to: Annotated[str, typer.Option(help="The service that shall hear them again.")],
    types: Annotated[str, typer.Option(help="Names without the service, e.g. 'person_*'.")] = "*",
) -> None:
    """Send published events once more to one service; those that it has had take no effect again."""
    from runtime.resend import resend

    typer.echo(f"{resend(engine(source), types, to)} events on their way from {source} to {to}")


@app.command()
def clocks(services: Services = None) -> None:
    """What is set to happen: due time, clock, key, failures."""
    rows = text("SELECT due_at, name, key, attempts, last_error FROM runtime.clock ORDER BY due_at")
    for service in services or SERVICES:
        with engine(service).connect() as connection:
            for due_at, name, key, attempts, error in connection.execute(rows):
                typer.echo(f"{service}  {due_at.isoformat()}  {name} {key}  {attempts}  {error or ''}".rstrip())


@app.command()
def keys() -> None:
    """Make the keys that are missing in GONGJIAN_KEYS_DIR: what tokens are signed and fields sealed with."""
    ensure_keys(settings.keys_dir)


@app.command()
def bootstrap(
    username: Annotated[str, typer.Option(help="The first city officer.")],
    password: Annotated[str, typer.Option(envvar="GONGJIAN_BOOTSTRAP_ROOT")],
    guard_password: Annotated[str, typer.Option(envvar="GONGJIAN_BOOTSTRAP_GUARD", help="Of the account `guard`.")],
) -> None:
    """Make the root of the grid and the first two accounts, in an empty city; all others come of these."""
    load("membership")  # knows every mapped class; the one function alone would not
    first_account = importlib.import_module("membership.bootstrap").first_account
    with transaction(engine("membership")) as session:
        first_account(session, username, password, guard_password=guard_password)


def _become(module: str, *arguments: str) -> NoReturn:
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 - modules of ours, no shell


if __name__ == "__main__":
    main()
