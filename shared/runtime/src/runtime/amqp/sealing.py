"""Sealed bodies (密封): what says something of a person in words crosses the broker unreadable (ADR 18).

The gateway seals the request of a confidential operation, the service its reply, both under the city's `bus.key`, which no
broker has. A body opens only as what it was sealed for: that operation of that call. Other operations are not touched.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from runtime.ciphers import decrypt, encrypt
from runtime.settings import settings

SEALED = "application/vnd.gongjian.sealed"
"""The content type of a sealed body."""
IN_CLEAR = {"content_type": "application/json", "content_encoding": "utf-8"}
"""What a message says of a body that is JSON, and below of one that is sealed."""
AS_SEALED = {"content_type": SEALED, "content_encoding": "binary"}


class KeyMissing(RuntimeError):
    """There is no `bus.key` in GONGJIAN_KEYS_DIR: `gongjian keys` makes it."""


def is_sealed(properties: dict[str, Any]) -> bool:
    """Whether a message with these properties has a sealed body."""
    return properties.get("content_type") == SEALED


def seal(body: bytes, meant_for: str) -> bytes:
    """Encrypt a body. Raises `KeyMissing`."""
    return encrypt(_key(settings.keys_dir), body, meant_for.encode())


def unseal(body: bytes, meant_for: str) -> bytes:
    """The reverse of `seal`. Raises `KeyMissing`, or `runtime.ciphers.Unreadable` for any other body or purpose."""
    return decrypt(_key(settings.keys_dir), body, meant_for.encode())


def request(operation: str, call_id: Any) -> str:
    """What a request is sealed for."""
    return f"request {operation} {call_id}"


def reply(call_id: Any) -> str:
    """What the reply to a call is sealed for."""
    return f"reply {call_id}"


def require_key() -> None:
    """Let a process that cannot seal fail when it starts. Raises `KeyMissing`."""
    _key(settings.keys_dir)


@cache
def _key(folder: Path) -> bytes:
    try:
        return (folder / "bus.key").read_bytes()
    except FileNotFoundError:
        raise KeyMissing(f"no bus.key in {folder}: `gongjian keys` makes it") from None
