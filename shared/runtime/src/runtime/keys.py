"""Key files (密钥): made once in `GONGJIAN_KEYS_DIR`, readable by their owner only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

KEY_BYTES = 32


def ensure_keys(folder: Path) -> None:
    """Make the token pair, the master key and the bus key where they are missing; what is there stays. Safe in several
    processes at once."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    private = _keep(folder / "token_private.pem", made, 0o600)
    key = load_pem_private_key(private, password=None)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _keep(folder / "token_public.pem", public, 0o644)
    for name in ("master.key", "bus.key"):
        _keep(folder / name, os.urandom(KEY_BYTES), 0o600)


def _keep(path: Path, content: bytes, mode: int) -> bytes:
    """Write a file whole, unless somebody else already has; returns what then stands in it."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(draft, mode)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
    return path.read_bytes()
