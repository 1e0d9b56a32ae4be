"""The demo year: loaded once, through the HTTP API as any other city's records would be, by `deploy/cities/load.py`."""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import yaml

from embedded.place import ROOT, Place

CITIES = ROOT / "deploy" / "cities"
ACCOUNTS = CITIES / "demo" / "accounts.yaml"
LOADER = CITIES / "load.py"


@dataclass
class Demo:
    """Loads the demo in a thread of its own while the city already serves; `loaded` is what /readyz waits for."""

    place: Place
    failure: BaseException | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def loaded(self) -> bool:
        return self.place.demo_loaded.exists()

    def start(self, base_url: str, when_done: Callable[[], None], when_failed: Callable[[], None]) -> None:
        """Load what is missing. An interrupted load is repeated whole: the import doors take each record once."""
        if self.loaded:
            when_done()
            return
        threading.Thread(target=self._run, args=(base_url, when_done, when_failed), name="demo", daemon=True).start()

    def stop(self) -> None:
        """From now on a failing load is no failure: the city it talks to is being closed."""
        self._stopping.set()

    def _run(self, base_url: str, when_done: Callable[[], None], when_failed: Callable[[], None]) -> None:
        try:
            loader().load(base_url, {**os.environ, **first_accounts(self.place)})
            self.place.demo_loaded.touch()
        except BaseException as failure:  # also SystemExit: whatever ends the load must end the city with a message
            if not self._stopping.is_set():
                self.failure = failure
                when_failed()
            return
        when_done()


def loader() -> ModuleType:
    """`deploy/cities/load.py`, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("city_loader", LOADER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(LOADER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def first_accounts(place: Place) -> Mapping[str, str]:
    """Passwords of the two accounts that every other account comes from, made once and kept beside the keys."""
    kept = place.keys / "first_accounts.json"
    if not kept.exists():
        names = ("GONGJIAN_BOOTSTRAP_ROOT", "GONGJIAN_BOOTSTRAP_GUARD")
        draft = kept.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({name: secrets.token_urlsafe(12) for name in names}), encoding="utf-8")
        draft.rename(kept)
    read: Mapping[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    return read


def accounts(path: Path = ACCOUNTS) -> list[Mapping[str, str]]:
    """The demo accounts: username, password, role and scope of each."""
    listed: list[Mapping[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))["accounts"]
    return listed
