"""The one-shot container `migrate`: keys, schemas, the first two accounts. Doing it again changes nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from contracts.catalogue import SERVICES
from membership.bootstrap import first_account
from membership.domain.errors.accounts import CityAlreadyBegun
from runtime import migrations
from runtime.database import engine, transaction
from runtime.keys import ensure_keys

SIGNING_KEYS, KEYS, BUS_KEY = Path("/signing-keys"), Path("/keys"), Path("/bus-key")
FOR_EVERY_SERVICE = ("token_public.pem", "master.key", "bus.key")


def main() -> None:
    hand_out_keys()
    for service in SERVICES:
        use_database_of(service)
        migrations.run(service)
        print(f"{service}: {migrations.head(service)}", flush=True)
    use_database_of("membership")
    make_first_accounts()


def hand_out_keys() -> None:
    """Who verifies tokens and seals fields gets what that needs; the key that signs tokens is membership's alone, and the
    gateway gets the bus key alone: it can open no database."""
    ensure_keys(SIGNING_KEYS)
    for name in FOR_EVERY_SERVICE:
        shutil.copy(SIGNING_KEYS / name, KEYS / name)
    shutil.copy(SIGNING_KEYS / "bus.key", BUS_KEY / "bus.key")


def use_database_of(service: str) -> None:
    """Speak to the service's database as the service itself, so that everything made there is its own."""
    password = os.environ[f"GONGJIAN_DATABASE_PASSWORD_{service.upper()}"]
    os.environ["GONGJIAN_DATABASE_URL"] = f"postgresql+psycopg://{service}:{password}@postgres/{service}"


def make_first_accounts() -> None:
    root, guard = os.environ["GONGJIAN_BOOTSTRAP_ROOT"], os.environ["GONGJIAN_BOOTSTRAP_GUARD"]
    try:
        with transaction(engine("membership")) as session:
            first_account(session, "root", root, guard_password=guard)
    except CityAlreadyBegun:
        print("The city has its accounts already.")


if __name__ == "__main__":
    main()
