"""Imports (历史补录): up to 1,000 records of a register under the live door's rules, each once and each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from inspect import signature
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

from contracts.roles import REGISTRAR
from kernel.rules import BrokenRule
from runtime import audit, outbox, protection
from runtime.access import Caller
from runtime.act import act_of, acting
from runtime.idempotency import StoredMeanwhile
from runtime.problems import of_rule, pointers
from runtime.replicas import area_paths
from runtime.savepoint import savepoint
from runtime.standing import Standing
from runtime.time import now

PROVENANCE = ("record_key", "source", "voucher")
CHUNK = 100
SMALLER = {CHUNK: 10, 10: 0}
INVALID = "invalid_record"
_KEY = "imported"

Key = tuple[str, str]
Enter = Callable[..., UUID]
Ahead = Callable[[Session, list[dict[str, Any]]], None]


class OutOfArea(BrokenRule):
    """The registrar's grants do not reach the record's area."""

    code = "out_of_area"
    zh = "该记录不在您的辖区内"
    en = "The record lies outside the areas you keep the register of"
    kind = "forbidden"


class AtHand:
    """An `ahead` for rules that look by `session.get`: what the records name in these fields, of one mapped class each, is
    read at once and held as long as the import runs, for the session forgets what nobody holds."""

    def __init__(self, **named: type[DeclarativeBase]) -> None:
        self._named = named
        self._held: list[DeclarativeBase] = []

    def __call__(self, session: Session, records: list[dict[str, Any]]) -> None:
        for field, mapped in self._named.items():
            ids = {record[field] for record in records if record[field] is not None}
            (key,) = inspect(mapped).primary_key
            self._held += session.scalars(select(mapped).where(key.in_(ids)))


class _RefusedLate(Exception):
    """A record of a chunk was refused after it had changed something: the chunk runs again one by one."""


@dataclass(frozen=True, slots=True)
class _Record:
    """A record as its schema loaded it, or why it did not."""

    fields: dict[str, Any]
    refusal: dict[str, Any] | None = None


@dataclass(slots=True)
class _Import:
    """One call: what is entered by what, and what has become known on the way."""

    session: Session
    caller: Caller
    schema: Schema
    enter: Enter
    register: str
    area: str | None
    wanted: frozenset[str]
    known: dict[Key, UUID]
    entered: dict[Key, tuple[UUID, str]]
    ahead: Ahead | None


def import_records(
    session: Session,
    caller: Caller,
    record_schema: type[Schema] | Schema,
    records: Sequence[dict[str, Any]],
    fn: Enter,
    dry_run: bool,
    *,
    register: str,
    area: str | None = None,
    ahead: Ahead | None = None,
) -> dict[str, Any]:
    """Enter records by `fn(session, caller, **fields) -> id`; the reply for `contracts.imports.ImportReply`.

    Each record is loaded by its schema and stands by itself: a broken rule refuses it alone, whatever `fn` had done for
    it until then (`fn` may be run again for that, so it changes nothing but the session). A record whose source and
    `record_key` are known in `register` is `repeated`. `record_key`, `source` and `voucher` are handed only to an `fn`
    that names them. `area` is the record's field with its area: it must lie under a registrar's grant of the caller, where
    the operation's own clauses could not look. `ahead(session, fields of the records)` is called once, before the first
    record is entered and without those that are malformed or known: what it reads for all of them at once `fn` need not
    ask for one by one, and as long as nobody asks anything a chunk is written at once too. Within, events travel in bulk
    as `import` and no clock is set.
    """
    schema = record_schema() if isinstance(record_schema, type) else record_schema
    known = _known(session, register, records)
    session.info.setdefault(_KEY, {})[register] = known
    call = _Import(session, caller, schema, fn, register, area, _wanted(fn), known, {}, ahead)
    marks = outbox.mark(session), audit.mark(session), protection.mark(session)
    outer = session.begin_nested() if dry_run else None
    with acting(session, replace(act_of(session), kind="import")):
        results = _all(call, records)
    if outer is None:
        _remember(call)
    else:
        outer.rollback()
        outbox.rewind(session, marks[0])
        audit.rewind(session, marks[1])
        protection.rewind(session, marks[2])
    return _counted(results, dry_run)


def imported_id(session: Session, register: str, source: str, record_key: str) -> UUID | None:
    """The id that a source's record was given in a register, also earlier in the same call; None if it is not there."""
    here = session.info.get(_KEY, {}).get(register, {}).get((source, record_key))
    if here is not None:
        found: UUID | None = here
        return found
    words = {"register": register, "sources": [source], "keys": [record_key]}
    row = session.execute(_KNOWN, words).one_or_none()
    return None if row is None else row.id


def _all(call: _Import, records: Sequence[Any]) -> list[dict[str, Any]]:
    """What became of each record, in order."""
    prepared = [_loaded(call, record) for record in records]
    new = [record.fields for record in prepared if _is_new(call, record)]
    _read_areas(call, new)
    if new and call.ahead is not None:
        call.ahead(call.session, new)
    return _in_parts(call, prepared, CHUNK)


def _in_parts(call: _Import, records: list[_Record], size: int) -> list[dict[str, Any]]:
    """A part shares a savepoint and a flush as long as nothing goes wrong in it; else it is tried in smaller parts, and
    at last each record alone: a faulty one costs those around it little."""
    if size == 0:
        return [_alone(call, each) for each in records]
    parts = [records[first : first + size] for first in range(0, len(records), size)]
    return [result for part in parts for result in _together(call, part) or _in_parts(call, part, SMALLER[size])]


def _read_areas(call: _Import, records: list[dict[str, Any]]) -> None:
    """Where the records' areas lie, asked once: whether the caller's grants reach each then costs nothing."""
    if call.area is not None:
        held = {grant.scope_id for grant in call.caller.grants if grant.kind == "area"}
        area_paths(call.session, held | {fields[call.area] for fields in records if fields.get(call.area)})


def _loaded(call: _Import, record: Any) -> _Record:
    try:
        return _Record(call.schema.load(record))
    except ValidationError as wrong:
        return _Record({}, _refused(_shown_key(record), INVALID, list(pointers(wrong.messages))))


def _is_new(call: _Import, record: _Record) -> bool:
    return record.refusal is None and (record.fields["source"], record.fields["record_key"]) not in call.known


def _together(call: _Import, chunk: list[_Record]) -> list[dict[str, Any]] | None:
    """Run a chunk; None, and nothing of it kept, if a record failed after it had changed something."""
    before = set(call.entered)
    try:
        with savepoint(call.session):
            return [_settled(call, each, _unless_changed(call)) for each in chunk]
    except (_RefusedLate, IntegrityError, DataError):
        for key in call.entered.keys() - before:
            del call.known[key], call.entered[key]
        return None


def _alone(call: _Import, record: _Record) -> dict[str, Any]:
    try:
        return _settled(call, record, savepoint(call.session))
    except IntegrityError as violated:
        name = getattr(getattr(violated.orig, "diag", None), "constraint_name", None)
        rule = call.session.info.get("constraints", {}).get(name)
        if rule is None:
            raise
        return _refused_by(record.fields["record_key"], rule())
    except DataError:
        return _refused(record.fields["record_key"], INVALID, [], "a value that cannot be stored")


@contextmanager
def _unless_changed(call: _Import) -> Iterator[None]:
    """Lets a refusal pass that came before anything was changed. Raises `_RefusedLate` for any other."""
    try:
        with Standing(call.session) as before:
            yield
    except BrokenRule as rule:
        if before.unchanged():
            raise
        raise _RefusedLate from rule


def _settled(call: _Import, record: _Record, within: AbstractContextManager[None]) -> dict[str, Any]:
    """Enter one record, unless it is malformed or known; what became of it."""
    if record.refusal is not None:
        return record.refusal
    fields = record.fields
    key = (fields["source"], fields["record_key"])
    if key in call.known:
        return {"record_key": key[1], "outcome": "repeated", "id": call.known[key]}
    try:
        with within:
            made = _entered(call, fields)
    except BrokenRule as rule:
        return _refused_by(key[1], rule)
    call.known[key] = made
    call.entered[key] = (made, fields.get("voucher", ""))
    return {"record_key": key[1], "outcome": "accepted", "id": made}


def _entered(call: _Import, fields: dict[str, Any]) -> UUID:
    if call.area is not None and not call.caller.covers(call.session, fields.get(call.area), REGISTRAR):
        raise OutOfArea(field=call.area)
    handed = {name: value for name, value in fields.items() if name not in PROVENANCE or name in call.wanted}
    return call.enter(call.session, call.caller, **handed)


def _known(session: Session, register: str, records: Sequence[Any]) -> dict[Key, UUID]:
    """The ids of those records that were entered before, in one query."""
    keys = [
        (record["source"], record["record_key"])
        for record in records
        if isinstance(record, dict)
        and isinstance(record.get("source"), str)
        and isinstance(record.get("record_key"), str)
    ]
    words = {"register": register, "sources": [s for s, _ in keys], "keys": [k for _, k in keys]}
    return {(row.source, row.record_key): row.id for row in session.execute(_KNOWN, words)}


def _remember(call: _Import) -> None:
    """Write down what was entered. Raises `StoredMeanwhile` if another call has just entered one of the records."""
    if not call.entered:
        return
    words = {
        "register": call.register,
        "at": now(),
        "sources": [source for source, _ in call.entered],
        "keys": [key for _, key in call.entered],
        "ids": [made for made, _ in call.entered.values()],
        "vouchers": [voucher for _, voucher in call.entered.values()],
    }
    if len(call.session.execute(_REMEMBER, words).all()) != len(call.entered):
        raise StoredMeanwhile


def _wanted(fn: Enter) -> frozenset[str]:
    taken = signature(fn).parameters
    return frozenset(name for name in PROVENANCE if name in taken)


def _refused_by(key: str, rule: BrokenRule) -> dict[str, Any]:
    problem = of_rule(rule)
    return _refused(key, problem["code"], problem["errors"], problem["detail"] or problem["title"])


def _refused(key: str, code: str, errors: list[dict[str, str]], detail: str = "") -> dict[str, Any]:
    first = errors[0] if errors else {"pointer": None, "detail": detail}
    told = {"code": code, "detail": detail or first["detail"], "pointer": first["pointer"], "errors": errors}
    return {"record_key": key, "outcome": "refused", "id": None, **told}


def _shown_key(record: Any) -> str:
    key = record.get("record_key") if isinstance(record, dict) else None
    return key if isinstance(key, str) else ""


def _counted(results: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    counts = dict.fromkeys(("accepted", "repeated", "refused"), 0)
    for result in results:
        counts[result["outcome"]] += 1
    return {"dry_run": dry_run, **counts, "results": results}


_KNOWN = text("""
    SELECT r.source, r.record_key, r.id
      FROM runtime.imported_record AS r
      JOIN unnest(CAST(:sources AS text[]), CAST(:keys AS text[])) AS t (source, record_key)
        ON r.source = t.source AND r.record_key = t.record_key
     WHERE r.register = :register
""")

_REMEMBER = text("""
    INSERT INTO runtime.imported_record (register, source, record_key, id, voucher, at)
    SELECT :register, source, record_key, id, voucher, :at
      FROM unnest(CAST(:sources AS text[]), CAST(:keys AS text[]), CAST(:ids AS uuid[]), CAST(:vouchers AS text[]))
           AS t (source, record_key, id, voucher)
     ORDER BY source, record_key
    ON CONFLICT DO NOTHING
    RETURNING 1
""")
