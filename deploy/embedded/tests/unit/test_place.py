"""The folder of a city: held by one process, and known to the settings."""

from __future__ import annotations

import json
import os
import socket
import stat
from pathlib import Path

import pytest

from embedded.__main__ import arguments, listen, main
from embedded.demo import accounts, first_accounts
from embedded.place import ROOT, AlreadyRunning, Place


def test_a_folder_holds_one_city_at_a_time(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with place.taken(), pytest.raises(AlreadyRunning), place.taken():
        pass
    with place.taken():
        pass


def test_the_settings_point_into_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ) | {"GONGJIAN_PACKS_DIR": "/elsewhere"})
    Place(tmp_path).into_environment()
    assert os.environ["GONGJIAN_MODE"] == "embedded"
    assert os.environ["GONGJIAN_KEYS_DIR"] == str(tmp_path / "keys")
    assert "{service}" in os.environ["GONGJIAN_DATABASE_URL"]
    assert os.environ["GONGJIAN_PACKS_DIR"] == "/elsewhere", "what the caller chose stays"


def test_the_city_lies_beside_the_makefile() -> None:
    assert arguments([]).home == ROOT / ".gongjian"
    assert (ROOT / "Makefile").exists()


def test_first_passwords_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.keys.mkdir()
    made = first_accounts(place)
    assert first_accounts(place) == made
    assert len(set(made.values())) == 2
    kept = place.keys / "first_accounts.json"
    assert json.loads(kept.read_text()) == made
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_busy_port_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--port", str(port), "--home", str(tmp_path)]) == 1
    assert f"Port {port}" in capsys.readouterr().err


def test_a_free_port_is_taken() -> None:
    with listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_every_demo_account_says_who_it_is() -> None:
    listed = accounts()
    assert listed
    assert all({"username", "password", "role", "scope"} <= set(account) for account in listed)
    names = [account["username"] for account in listed]
    assert len(names) == len(set(names))
