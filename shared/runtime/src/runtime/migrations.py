"""Migrations: one alembic environment per service, all run by the same few lines.

# services/<name>/migrations/env.py
from runtime.migrations import environment
environment("membership", Base.metadata)
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import psycopg
from alembic import command, context
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection, Engine, MetaData, NullPool, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from runtime.settings import settings

# Two processes that migrate at once: the second waits and then finds nothing to do.
LOCK = text("SELECT pg_advisory_lock(hashtextextended('gongjian migrations', 0))")


class NoMigrations(RuntimeError):
    """The service's folder with alembic.ini was not found."""


def run(service: str, url: str | None = None) -> None:
    """Bring the service's database to head, creating the database where the server has none."""
    target = url or settings.database_url(service)
    create_database(target)
    config = _config(service)
    engine = create_engine(target, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(LOCK)
        connection.commit()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def environment(service: str, metadata: MetaData | None = None) -> None:
    """What a service's migrations/env.py calls: run alembic's command on the connection of `run`, or on the settings'."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given, metadata)
        return
    with create_engine(settings.database_url(service), poolclass=NullPool).connect() as connection:
        _migrate(connection, metadata)
        connection.commit()


def at_head(service: str, engine: Engine) -> bool:
    """Whether the database is where this release's migrations end. One short query."""
    return current(engine) == head(service)


def current(engine: Engine) -> str | None:
    """The revision the database is at, None for one that was never migrated."""
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    except ProgrammingError:
        return None


@cache
def head(service: str) -> str | None:
    """The last revision of this release."""
    return ScriptDirectory.from_config(_config(service)).get_current_head()


def create_database(url: str) -> None:
    """Create the database of a URL if the server does not have it."""
    parts = make_url(url)
    server = parts.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [parts.database]).fetchone()
        if known:
            return
        try:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(parts.database or ""))
            )
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return  # another process made it in the same moment


def _migrate(connection: Connection, metadata: MetaData | None) -> None:
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


def _config(service: str) -> Config:
    folder = home(service)
    config = Config(folder / "alembic.ini")
    config.set_main_option("script_location", str(folder / "migrations"))
    return config


def home(service: str) -> Path:
    """The folder `services/<name>`, found from the package `src/<name>` in it. Raises `NoMigrations`."""
    spec = importlib.util.find_spec(service)
    if spec is None or spec.origin is None:
        raise NoMigrations(f"there is no package {service}")
    for folder in Path(spec.origin).resolve().parents:
        if (folder / "alembic.ini").exists():
            return folder
    raise NoMigrations(f"no alembic.ini above the package {service}")
