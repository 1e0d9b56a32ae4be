"""Seals (封存) of the audit: a hash chain over all entries, one link a minute, published so that reporting keeps it too.

A link covers the entries of all transactions that were finished when it was made and not yet at the one before. Their
numbers tell which those are, exactly: no clock, no grace period, nothing that comes too late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from contracts.seals import audit_sealed
from kernel.ids import uuid7
from runtime.ciphers import Suite, digest_suite, suite
from runtime.outbox import emit
from runtime.time import now

BEGINNING = "none"
PAGE = 5_000


@dataclass(frozen=True)
class BrokenLink:
    """Where the chain does not hold: the link's number and what is wrong with it."""

    chain: int
    fault: str


@dataclass(frozen=True)
class _Range:
    """Entries with tx_from <= tx < tx_to. A database restored on another server counts transactions anew, a new era:
    its entries are those after the last id of the era before (`after`), up to the last id of its own (`until`).
    """

    tx_from: int
    tx_to: int
    after: UUID | None
    until: UUID | None = None

    @property
    def words(self) -> dict[str, Any]:
        return {"tx_from": str(self.tx_from), "tx_to": str(self.tx_to), "after": self.after, "until": self.until}


def seal(session: Session) -> None:
    """Make the next link, if there is anything to seal, and publish it. The clock runs it once a minute."""
    service = session.info["service"]
    session.execute(text("LOCK TABLE runtime.audit_seal IN SHARE ROW EXCLUSIVE MODE"))
    last = session.execute(_LAST).one_or_none()
    covered = _next_range(session, last)
    previous = last.digest if last is not None else BEGINNING
    digest, entries, last_id = _digest(session, suite(), previous, covered)
    if last_id is None:
        return
    minute = now().replace(second=0, microsecond=0)
    chain = 1 if last is None else last.chain + 1
    said: dict[str, Any] = {"chain": chain, "entries": entries, "previous": previous, "digest": digest}
    greatest = last_id if last is None else max(last_id, last.last_id)
    session.execute(_SEAL, said | covered.words | {"minute": minute, "last_id": greatest})
    # Each link is an aggregate of its own; their order is in the chain.
    emit(session, audit_sealed(service), aggregate_id=uuid7(), sealed_minute=minute, **said)


def verify(session: Session) -> list[BrokenLink]:
    """Compute the whole chain anew and tell every link that does not hold; empty when all do."""
    broken: list[BrokenLink] = []
    previous, number = BEGINNING, 0
    links = session.execute(_ALL).all()
    ends = _ends_of_eras(links)
    for row in links:
        number += 1
        broken.extend(_faults(session, row, number, previous, ends[row.after]))
        previous, number = row.digest, row.chain
    return broken


def _ends_of_eras(links: Sequence[Row[Any]]) -> dict[UUID | None, UUID | None]:
    """The last id of each era, by the id it began after; None for the one that goes on."""
    eras = list(dict.fromkeys(row.after for row in links))
    return dict(zip(eras, [*eras[1:], None], strict=True)) if eras else {}


def _faults(session: Session, row: Row[Any], number: int, previous: str, until: UUID | None) -> list[BrokenLink]:
    if row.chain != number:
        return [BrokenLink(row.chain, f"link {number} is missing")]
    if row.previous != previous:
        return [BrokenLink(row.chain, "does not continue the link before")]
    covered = _Range(int(row.tx_from), int(row.tx_to), row.after, until)
    digest, entries, _ = _digest(session, digest_suite(row.digest), previous, covered)
    if entries != row.entries:
        return [BrokenLink(row.chain, f"sealed {row.entries} entries, found {entries}")]
    return [] if digest == row.digest else [BrokenLink(row.chain, "an entry was changed")]


def _next_range(session: Session, last: Row[Any] | None) -> _Range:
    finished = int(session.execute(text("SELECT CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text)")).scalar_one())
    if last is None:
        return _Range(0, finished, None)
    if finished >= int(last.tx_to):
        return _Range(int(last.tx_to), finished, last.after)
    return _Range(0, finished, last.last_id)


def _digest(session: Session, by: Suite, previous: str, covered: _Range) -> tuple[str, int, UUID | None]:
    """The link's digest, the number of its entries, and the greatest id among them."""
    hashed, entries, last_id = by.begin(previous.encode()), 0, None
    rows = session.execute(_ENTRIES, covered.words, execution_options={"yield_per": PAGE})
    for row in rows:
        hashed.update(_canonical(row))
        entries += 1
        last_id = row.id if last_id is None else max(last_id, row.id)
    return by.end(hashed), entries, last_id


def _canonical(row: Row[Any]) -> bytes:
    """An entry as bytes that are the same wherever they are computed."""
    return orjson.dumps(row._asdict(), option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)


_LAST = text("""
    SELECT chain, CAST(tx_to AS text) AS tx_to, after, last_id, digest
      FROM runtime.audit_seal ORDER BY chain DESC LIMIT 1
""")
_ALL = text("""
    SELECT chain, CAST(tx_from AS text) AS tx_from, CAST(tx_to AS text) AS tx_to, after, entries, previous, digest
      FROM runtime.audit_seal ORDER BY chain
""")
_ENTRIES = text("""
    SELECT id, CAST(extract(epoch FROM at) * 1000000 AS bigint) AS at, actor_account, actor_person, acting_for, act, target,
           area, correlation_id, CAST(detail AS text) AS detail
      FROM runtime.audit
     WHERE tx >= CAST(CAST(:tx_from AS text) AS xid8) AND tx < CAST(CAST(:tx_to AS text) AS xid8)
       AND (CAST(:after AS uuid) IS NULL OR id > CAST(:after AS uuid))
       AND (CAST(:until AS uuid) IS NULL OR id <= CAST(:until AS uuid))
     ORDER BY id
""")
_SEAL = text("""
    INSERT INTO runtime.audit_seal (chain, minute, tx_from, tx_to, after, last_id, entries, previous, digest)
    VALUES (:chain, :minute, CAST(CAST(:tx_from AS text) AS xid8), CAST(CAST(:tx_to AS text) AS xid8), :after, :last_id,
            :entries, :previous, :digest)
""")
