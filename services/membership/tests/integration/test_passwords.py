"""Hashing a password takes long on purpose; on an eventlet hub it must not stop everybody else."""

from __future__ import annotations

import subprocess
import sys

import pytest
from argon2 import PasswordHasher

from membership import passwords

ON_A_HUB = """
import eventlet
eventlet.monkey_patch()
from membership import passwords

turns = 0
def turn():
    global turns
    while True:
        eventlet.sleep(0.002)
        turns += 1

eventlet.spawn(turn)
hashed = [eventlet.spawn(passwords.hash_password, f"a-long-password-{n}") for n in range(4)]
right = [passwords.is_right(f"a-long-password-{n}", each.wait()) for n, each in enumerate(hashed)]
assert all(right), right
print(turns)
"""


def test_the_hub_turns_while_a_password_is_hashed() -> None:
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", ON_A_HUB], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 20


def test_right_and_wrong() -> None:
    hashed = passwords.hash_password("a-long-password")
    assert hashed.startswith("$argon2id$")
    assert passwords.is_right("a-long-password", hashed)
    assert not passwords.is_right("another", hashed)
    assert not passwords.is_right("another", "no hash at all")


def test_nobody_s_password_is_verified_against_a_hash_as_costly_as_any(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Watching(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            asked.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Watching())
    assert not passwords.is_right("a-long-password", None)
    [against] = asked
    assert not PasswordHasher().check_needs_rehash(against)
