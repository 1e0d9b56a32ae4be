"""Loads a demo city over HTTP: records through the import doors, accounts and a little life of today by live operations.

    python deploy/cities/load.py http://127.0.0.1:8000

The passwords of the first two accounts (`gongjian bootstrap`) come from GONGJIAN_BOOTSTRAP_ROOT and _GUARD. An
interrupted load is repeated whole: each record is taken once, and what was done before is left as it is.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:  # a script loaded by its path: its neighbours are found from the repository's root
    sys.path.insert(0, ROOT)

from deploy.cities.demo import accounts, today  # noqa: E402
from deploy.cities.sending import Ledger, Speaker  # noqa: E402

ROOT_ACCOUNT, GUARD_ACCOUNT = "root", "guard"
QUIET_SECONDS = 1.5
SETTLED_WITHIN = 120.0
EARLY_ROLES = ("registrar", "street_officer")
"""Who enter the records and put the pack in force."""


def say(line: str) -> None:
    """Tell how far it is, at once, also where the output is a file."""
    print(line, flush=True)


def load(
    base_url: str, credentials: Mapping[str, str], city: str = "zhenwei", progress: Callable[[str], None] = say
) -> None:
    """Loads the city's records and demo accounts; returns when the annual report has heard everything.

    `credentials` has the passwords GONGJIAN_BOOTSTRAP_ROOT (city officer) and GONGJIAN_BOOTSTRAP_GUARD (security
    administrator). Raises LoadRefused.
    """
    began = time.monotonic()
    year = importlib.import_module(f"deploy.cities.{city}.generate")
    ledger = Ledger(progress)
    guard = Speaker(base_url, GUARD_ACCOUNT, credentials["GONGJIAN_BOOTSTRAP_GUARD"])
    registers = {name: records() for name, records in year.REGISTERS.items()}

    root = Speaker(base_url, ROOT_ACCOUNT, credentials["GONGJIAN_BOOTSTRAP_ROOT"])
    ledger.enter(root, "areas", registers.pop("areas"))
    accounts.open_accounts(guard, root, ledger, *EARLY_ROLES)
    speakers = {role: Speaker(base_url, *accounts.credentials_of(role)) for role in (*EARLY_ROLES, *today.ROLES)}
    put_pack_in_force(speakers["street_officer"], ledger.ids[year.PACK_AREA], year.PACK)
    for register, records in registers.items():
        ledger.enter(speakers["registrar"], register, records)
    accounts.open_accounts(guard, root, ledger)
    progress(f"accounts: one per role after {time.monotonic() - began:.0f} s")
    today.happen(speakers, ledger)
    settle(speakers["registrar"], ledger.ids[year.COMMUNITY], year.YEAR)
    for speaker in (root, guard, *speakers.values()):
        speaker.close()
    progress(f"{city}: loaded in {time.monotonic() - began:.0f} s")


def put_pack_in_force(officer: Speaker, area_id: str, pack: Mapping[str, str]) -> None:
    """Assigns the city's mechanism pack."""
    officer.act(f"/areas/{area_id}/packs", pack, unless=("pack_repeated",))


def settle(reader: Speaker, area_id: str, year: int) -> None:
    """Waits until the figures of the loaded year and of the running one stand still."""
    deadline = time.monotonic() + SETTLED_WITHIN
    before, since = None, time.monotonic()
    while time.monotonic() < deadline and time.monotonic() - since < QUIET_SECONDS:
        values = [_figures(reader, area_id, one) for one in (year, today.this_year())]
        if values != before:
            before, since = values, time.monotonic()
        time.sleep(0.3)


def _figures(reader: Speaker, area_id: str, year: int) -> dict[str, int]:
    sections = reader.get("/reports/annual", area=area_id, year=year)["sections"]
    return {figure["metric"]: figure["value"] for section in sections for figure in section["figures"]}


if __name__ == "__main__":
    load(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000", os.environ)
