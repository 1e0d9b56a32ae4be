"""Field protection (字段保护): sensitive values are sealed under a key per person and service.

The person's key is itself sealed by the service's key, which is derived from the master key. Destroying the row of
`runtime.person_key` makes everything sealed under it unreadable, in old backups of other tables too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import text
from sqlalchemy.orm import Session

from runtime import audit
from runtime.access import Caller
from runtime.at_work import service_at_work
from runtime.ciphers import KEY_BYTES, Unreadable, decrypt, encrypt, random_key
from runtime.settings import settings
from runtime.time import now

_KEY = "person_keys"
_FRESH = "fresh_person_keys"


class KeyDestroyed(Exception):
    """The person was erased here: what was sealed under the key is gone for good."""


def seal(session: Session, person_id: UUID, value: bytes) -> bytes:
    """Encrypt a value under the person's key, made on first use. Raises `KeyDestroyed`."""
    return encrypt(_person_key(session, person_id, make=True), value, _bound_to(person_id))


def new_key(session: Session, person_id: UUID) -> None:
    """Make the key of somebody just registered, in memory: `seal` then asks the database nothing. `keep_keys` writes it."""
    key = random_key()
    session.info.setdefault(_KEY, {})[person_id] = _Opened(key)
    session.info.setdefault(_FRESH, {})[person_id] = encrypt(derived_key("person keys"), key, _bound_to(person_id))


def keep_keys(session: Session, person_ids: Collection[UUID]) -> None:
    """Write the new keys of these people in one statement, and forget those of everybody else: they were refused."""
    fresh: dict[UUID, bytes] = session.info.pop(_FRESH, {})
    kept = [each for each in person_ids if each in fresh]
    for each in fresh.keys() - set(kept):
        session.info[_KEY].pop(each, None)
    if kept:
        session.execute(_KEEP, {"ids": kept, "wrapped": [fresh[each] for each in kept], "now": now()})


def open_keys(session: Session, person_ids: Collection[UUID]) -> None:
    """Open the keys of many, and make those that are missing, at once: `seal` then asks the database nothing."""
    wanted = sorted(set(person_ids) - session.info.setdefault(_KEY, {}).keys())
    known = {row.person_id: row.wrapped for row in session.execute(_FIND_ALL, {"ids": wanted})}
    missing = [each for each in wanted if each not in known]
    if missing:
        fresh = [encrypt(derived_key("person keys"), random_key(), _bound_to(each)) for each in missing]
        made = session.execute(_MAKE_ALL, {"ids": missing, "wrapped": fresh, "now": now()})
        known |= {row.person_id: row.wrapped for row in made}
    for person_id, wrapped in known.items():
        if wrapped is not None:  # destroyed: `seal` says so of the one it is asked for
            session.info[_KEY][person_id] = _unwrapped(person_id, wrapped)


def unseal(session: Session, caller: Caller, person_id: UUID, cipher: bytes, *, field: str) -> bytes:
    """Decrypt a value and audit the reading as `read:<field>`. Raises `KeyDestroyed` or `Unreadable`."""
    value = decrypt(_person_key(session, person_id, make=False), cipher, _bound_to(person_id))
    if person_id != caller.person_id:
        audit.record(session, caller, act=f"read:{field}", target=person_id)
    return value


def forget(session: Session, person_id: UUID) -> None:
    """Destroy the person's key in this service; whatever was sealed under it stays unreadable."""
    session.info.setdefault(_KEY, {}).pop(person_id, None)
    session.execute(_DESTROY, {"person_id": person_id, "now": now()})


def mark(session: Session) -> frozenset[UUID]:
    """Whose keys are open; `rewind` to it when a savepoint is rolled back."""
    return frozenset(session.info.get(_KEY, ()))


def rewind(session: Session, to: frozenset[UUID]) -> None:
    """Close the keys opened since `mark`: one that was made has gone with the savepoint, and nothing may be sealed with it."""
    for opened in (session.info.get(_KEY, {}), session.info.get(_FRESH, {})):
        for person_id in opened.keys() - to:
            del opened[person_id]


def seal_service(value: bytes) -> bytes:
    """Encrypt something that belongs to no one person under the service's own key."""
    return encrypt(derived_key("service"), value, b"service")


def unseal_service(cipher: bytes) -> bytes:
    """The reverse of `seal_service`. Raises `Unreadable`."""
    return decrypt(derived_key("service"), cipher, b"service")


def derived_key(purpose: str) -> bytes:
    """A key of the service at work for one purpose, derived from the master key."""
    return _derived(settings.keys_dir, service_at_work(), purpose)


@cache
def _derived(folder: Path, service: str, purpose: str) -> bytes:
    info, master = f"gongjian/{service}/{purpose}".encode(), (folder / "master.key").read_bytes()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


@dataclass(frozen=True, slots=True)
class _Opened:
    key: bytes


def _person_key(session: Session, person_id: UUID, *, make: bool) -> bytes:
    """The person's data key, opened once per transaction."""
    opened: dict[UUID, _Opened] = session.info.setdefault(_KEY, {})
    if person_id not in opened:
        opened[person_id] = _unwrapped(person_id, _wrapped(session, person_id, make=make))
    return opened[person_id].key


def _unwrapped(person_id: UUID, wrapped: bytes) -> _Opened:
    return _Opened(decrypt(derived_key("person keys"), bytes(wrapped), _bound_to(person_id)))


def _wrapped(session: Session, person_id: UUID, *, make: bool) -> bytes:
    row = session.execute(_FIND, {"person_id": person_id}).one_or_none()
    if row is None and make:
        fresh = encrypt(derived_key("person keys"), random_key(), _bound_to(person_id))
        row = session.execute(_MAKE, {"person_id": person_id, "wrapped": fresh, "now": now()}).one()
    if row is None:
        raise Unreadable("nothing was ever sealed for this person here")
    if row.wrapped is None:
        raise KeyDestroyed(str(person_id))
    return bytes(row.wrapped)


def _bound_to(person_id: UUID) -> bytes:
    """Authenticated with the value: one person's cipher moved to another's row does not open."""
    return person_id.bytes


_FIND = text("SELECT wrapped FROM runtime.person_key WHERE person_id = :person_id")
# Two transactions may make it at once: the second waits and then takes the first one's.
_MAKE = text("""
    INSERT INTO runtime.person_key AS k (person_id, wrapped, made_at) VALUES (:person_id, :wrapped, :now)
    ON CONFLICT (person_id) DO UPDATE SET made_at = k.made_at
    RETURNING wrapped
""")
_FIND_ALL = text("SELECT person_id, wrapped FROM runtime.person_key WHERE person_id = ANY(:ids)")
# In the order of ids: two transactions that make the same keys wait for each other in one order.
_MAKE_ALL = text("""
    INSERT INTO runtime.person_key AS k (person_id, wrapped, made_at)
    SELECT person_id, wrapped, :now
      FROM unnest(CAST(:ids AS uuid[]), CAST(:wrapped AS bytea[])) AS t (person_id, wrapped) ORDER BY person_id
    ON CONFLICT (person_id) DO UPDATE SET made_at = k.made_at
    RETURNING person_id, wrapped
""")
_KEEP = text("""
    INSERT INTO runtime.person_key (person_id, wrapped, made_at)
    SELECT person_id, wrapped, :now FROM unnest(CAST(:ids AS uuid[]), CAST(:wrapped AS bytea[])) AS t (person_id, wrapped)
""")
_DESTROY = text("""
    INSERT INTO runtime.person_key AS k (person_id, wrapped, made_at, destroyed_at) VALUES (:person_id, NULL, :now, :now)
    ON CONFLICT (person_id) DO UPDATE SET wrapped = NULL, destroyed_at = coalesce(k.destroyed_at, excluded.destroyed_at)
""")
