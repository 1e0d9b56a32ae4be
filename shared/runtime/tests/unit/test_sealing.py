"""A sealed body opens as what it was sealed for and as nothing else; only confidential operations are sealed."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts import catalogue
from contracts.confidential import is_confidential
from runtime.amqp import sealing
from runtime.ciphers import Unreadable
from runtime.keys import ensure_keys

BODY = b'{"args":[],"kwargs":{"phone":"13800138000"}}'
MEANT_FOR = sealing.request("membership.register_person", "a-call")


@pytest.fixture(params=["aes", "sm"])
def keys(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GONGJIAN_CIPHERS", request.param)
    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(tmp_path))
    ensure_keys(tmp_path)
    return tmp_path


def test_a_body_comes_back_and_is_unreadable_meanwhile(keys: Path) -> None:
    sealed = sealing.seal(BODY, MEANT_FOR)
    assert b"13800138000" not in sealed
    assert sealing.unseal(sealed, MEANT_FOR) == BODY


@pytest.mark.parametrize(
    "other",
    [
        sealing.request("membership.correct_person", "a-call"),
        sealing.request("membership.register_person", "another-call"),
        sealing.reply("a-call"),
    ],
)
def test_it_opens_for_no_other_operation_call_or_direction(keys: Path, other: str) -> None:
    with pytest.raises(Unreadable):
        sealing.unseal(sealing.seal(BODY, MEANT_FOR), other)


def test_the_key_of_another_city_does_not_open_it(
    keys: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = sealing.seal(BODY, MEANT_FOR)
    other = tmp_path_factory.mktemp("other")
    ensure_keys(other)
    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(other))
    with pytest.raises(Unreadable):
        sealing.unseal(sealed, MEANT_FOR)


def test_without_a_key_a_process_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(tmp_path / "empty"))
    with pytest.raises(sealing.KeyMissing, match="gongjian keys"):
        sealing.require_key()


@pytest.mark.parametrize(
    ("name", "confidential"),
    [
        ("membership.register_person", True),  # sensitive in the request
        ("membership.import_people", True),  # in the record of an import
        ("membership.show_person", True),  # in the reply
        ("volunteering.show_team", True),  # names in a list in the reply
        ("patrol.record_check_in", True),  # a position in the request
        ("membership.sign_in", True),  # a password
        ("volunteering.check_in", False),  # a moment of a person is no word
        ("cobuilding.show_unit", False),  # nor is an id
        ("membership.list_areas", False),
    ],
)
def test_confidential_is_what_says_something_of_a_person_in_words(name: str, confidential: bool) -> None:
    assert is_confidential(next(one for one in catalogue.operations() if one.name == name)) is confidential
