"""Execution: a door takes what waits, runs it as one transaction, commits, then answers (group commit).

If anything of a group fails, all of it is rolled back and each command runs by itself. Queries are grouped without a
transaction, each failing alone. Checks come in a fixed order: token 401 → claims 403 → schema 422 → row 404 / 403 →
If-Match 428 / 412 → the domain's rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

from kernel.rules import BrokenRule
from runtime import idempotency, logs, telemetry
from runtime.access import Caller
from runtime.act import Act
from runtime.at_work import working_for
from runtime.calls import is_late
from runtime.database import new_session, transaction
from runtime.database_errors import constraint_of, is_environment
from runtime.doors import Door
from runtime.group import CommandGroup, QueryGroup, Work, given_again
from runtime.idempotency import MAX_KEY_LENGTH, StoredMeanwhile, hash_of
from runtime.problems import (
    BUSY,
    DEADLINE_PASSED,
    INTERNAL,
    INVALID_REQUEST,
    KEY_INVALID,
    KEY_REQUIRED,
    NOT_ALLOWED,
    NOT_FOUND,
    UNAVAILABLE,
    UNKNOWN_OPERATION,
    UNKNOWN_OUTCOME,
    Problem,
    Refused,
    of_messages,
    of_rule,
    problem,
    refuse,
)
from runtime.requests import OperationRequest, Reply, answered, failed, success
from runtime.served import Served
from runtime.tokens import DenyList, deny_list, verify

MAX_GROUP = 32
HEALTH = "health"
# serialization_failure, deadlock_detected: another try usually works.
TRY_AGAIN = frozenset({"40001", "40P01"})

log = logs.logger(__name__)


def execute(door: Door, engine: Engine, requests: Sequence[OperationRequest]) -> list[Reply]:
    """Answer requests of one service, in their order. Never raises: what goes wrong is a problem in the reply."""
    replies: dict[int, Reply] = {}
    works: list[Work] = []
    denials = _denials(engine)
    for place, request in enumerate(requests):
        try:
            if request.method == HEALTH:
                replies[place] = _health(door, engine)
            else:
                works.append(_prepared(door, denials, request, place))
        except Refused as refused:
            replies[place] = failed(refused.problem)
    _queries(door, engine, [work for work in works if not work.served.is_command], replies)
    _commands(door, engine, [work for work in works if work.served.is_command], replies)
    for work in works:
        telemetry.operation(work.served.name, replies[work.place])
    return [replies[place] for place in range(len(requests))]


def _denials(engine: Engine) -> DenyList | None:
    """Who is no longer honoured; None where that cannot be read, and nobody is let in then."""
    try:
        try:
            return deny_list(engine)
        except DBAPIError as stale:
            # The database has been restarted: the first to notice has all of the pool's connections replaced.
            if not stale.connection_invalidated:
                raise
            return deny_list(engine)
    except SQLAlchemyError as gone:
        log.warning("deny list cannot be read", error=type(gone).__name__)
        return None


def _prepared(door: Door, denials: DenyList | None, request: OperationRequest, place: int) -> Work:
    """Everything that needs no database: deadline, token, claims, schema, key. Raises `Refused`."""
    served = door.served(request.method)
    if served is None:
        raise refuse(UNKNOWN_OPERATION)
    _check_deadline(request)
    if denials is None:
        raise refuse(UNAVAILABLE)
    caller = _caller(served, denials, request)
    if not served.open_to(caller):
        # Nothing that the caller holds lets them see such a thing at all: for them it is not there.
        raise refuse(NOT_ALLOWED if served.on is None else NOT_FOUND)
    fields = _loaded(served, request)
    key = _key(served, caller, request)
    body_hash = b"" if key is None else hash_of(request.kwargs)
    correlation = request.meta.get("correlation_id")
    words: dict[str, Any] = {"correlation_id": str(correlation)} if correlation else {}
    act = Act(actor_id=caller.account_id, traceparent=request.meta.get("traceparent"), **words)
    return Work(place, request, served, caller, fields, act, key, body_hash)


def _check_deadline(request: OperationRequest) -> None:
    if is_late(request.meta.get("deadline")):
        raise refuse(DEADLINE_PASSED)


def _caller(served: Served, denials: DenyList, request: OperationRequest) -> Caller:
    """Who calls. A public operation is open to bad tokens too: they count as none."""
    try:
        claims = verify(request.meta.get("token"))
        denials.check(claims)
    except Refused:
        if served.public:
            return Caller(clauses=served.clauses)
        raise
    caller = claims.caller()
    caller.clauses = served.clauses
    return caller


def _loaded(served: Served, request: OperationRequest) -> dict[str, Any]:
    if not isinstance(request.kwargs, dict):
        raise refuse(INVALID_REQUEST)
    if served.request is None:
        if request.kwargs:
            raise Refused(of_messages({name: ["Unknown field."] for name in request.kwargs}))
        return {}
    try:
        loaded: dict[str, Any] = served.request.load(request.kwargs)
    except ValidationError as wrong:
        raise Refused(of_messages(wrong.messages)) from wrong
    return loaded


def _key(served: Served, caller: Caller, request: OperationRequest) -> tuple[Any, str] | None:
    """The key under which the reply is stored; None where none is (queries, imports, callers who are not signed in)."""
    if not served.stores_reply or caller.account_id is None:
        return None
    key = request.meta.get("idempotency_key")
    if key is None:
        if served.needs_key:
            raise refuse(KEY_REQUIRED)
        return None
    if not isinstance(key, str) or not 0 < len(key) <= MAX_KEY_LENGTH or "\x00" in key:
        raise refuse(KEY_INVALID)
    return caller.account_id, key


def _queries(door: Door, engine: Engine, works: list[Work], replies: dict[int, Reply]) -> None:
    for first in range(0, len(works), MAX_GROUP):
        some = works[first : first + MAX_GROUP]
        try:
            with (
                working_for(door.service),
                new_session(engine.execution_options(isolation_level="AUTOCOMMIT")) as session,
            ):
                found = QueryGroup(door, session, some).run(lambda work, error: failed(_problem(door, work, error)))
        except Exception as error:  # the connection itself, or the entries of the audit: then nothing is shown
            found = [failed(_problem(door, work, error)) for work in some]
        replies.update({work.place: reply for work, reply in zip(some, found, strict=True)})


def _commands(door: Door, engine: Engine, works: list[Work], replies: dict[int, Reply]) -> None:
    for first in range(0, len(works), MAX_GROUP):
        some = works[first : first + MAX_GROUP]
        together, again = _apart(some)
        found = _together(door, engine, together)
        found |= {work.place: _alone(door, engine, work) for work in again}
        replies.update(found | _done_meanwhile(door, engine, [work for work in some if found[work.place]["error"]]))


def _done_meanwhile(door: Door, engine: Engine, refused: list[Work]) -> dict[int, Reply]:
    """Stored replies of refused commands: the same key may have succeeded elsewhere in the same moment, and its effect
    be the very reason of the refusal.
    """
    keyed = {work.place: work for work in refused if work.key is not None}
    if not keyed:
        return {}
    try:
        with working_for(door.service), new_session(engine) as session:
            stored = idempotency.find(session, [work.key for work in keyed.values() if work.key is not None])
    except SQLAlchemyError:
        return {}
    return {place: given_again(work, stored[work.key]) for place, work in keyed.items() if work.key in stored}


def _apart(works: list[Work]) -> tuple[list[Work], list[Work]]:
    """Those that may run in one group, and those whose key somebody else in it bears: they come after."""
    keys: set[Any] = set()
    together: list[Work] = []
    again: list[Work] = []
    for work in works:
        repeated = work.key is not None and work.key in keys
        (again if repeated else together).append(work)
        keys.add(work.key)
    return together, again


def _together(door: Door, engine: Engine, works: list[Work]) -> dict[int, Reply]:
    if len(works) > 1:
        try:
            return _run(door, engine, works)
        except Exception as error:  # whatever it was, each command meets it again by itself
            telemetry.group_failed(door.service)
            log.debug("group failed", service=door.service, size=len(works), error=type(error).__name__)
    return {work.place: _alone(door, engine, work) for work in works}


def _alone(door: Door, engine: Engine, work: Work) -> Reply:
    try:
        try:
            return _run(door, engine, [work])[work.place]
        except (OperationalError, IntegrityError, StoredMeanwhile) as error:
            if not _worth_another_try(error):
                raise
            if isinstance(error, StoredMeanwhile) and work.key is not None:
                _forget_old(engine, work.key)
            return _run(door, engine, [work])[work.place]
    except Exception as error:
        return failed(_problem(door, work, error))


def _run(door: Door, engine: Engine, works: list[Work]) -> dict[int, Reply]:
    for work in works:
        work.caller.acting_for = None
    with transaction(engine) as session:
        group = CommandGroup(door, session, works)
        group.run()
    return group.replies


def _forget_old(engine: Engine, key: idempotency.Key) -> None:
    """The key may be in use since more than a day, which nobody is promised to be held to."""
    with transaction(engine) as session:
        idempotency.forget_old(session, key)


def _worth_another_try(error: Exception) -> bool:
    return isinstance(error, StoredMeanwhile) or _sqlstate(error) in TRY_AGAIN


def _sqlstate(error: Exception) -> str | None:
    return getattr(getattr(error, "orig", None), "sqlstate", None)


def _problem(door: Door, work: Work, error: Exception) -> Problem:
    """What the caller hears of a failure. Only what nobody foresaw is logged, with its trace but without values."""
    match error:
        case Refused():
            return error.problem
        case BrokenRule():
            return of_rule(error)
        case IntegrityError() if (rule := _rule_of(door, error)) is not None:
            return of_rule(rule)
        case StoredMeanwhile():
            return problem(BUSY)
        case DBAPIError() if _sqlstate(error) in TRY_AGAIN:
            return problem(BUSY)
        case _ if is_environment(error):
            log.warning("operation waits", operation=work.served.name, error=type(error).__name__)
            return problem(UNAVAILABLE, UNKNOWN_OUTCOME if work.served.is_command else "")
        case DataError():
            return problem(INVALID_REQUEST, errors=list(_unstorable(work.request.kwargs)))
    log.error(
        "operation failed",
        operation=work.served.name,
        correlation_id=work.act.correlation_id,
        error=type(error).__name__,
        exc_info=(type(error), error, error.__traceback__),
    )
    return problem(INTERNAL)


def _rule_of(door: Door, error: IntegrityError) -> BrokenRule | None:
    name = constraint_of(error)
    rule = door.constraints.get(name) if name else None
    return rule() if rule is not None else None


def _unstorable(words: Any, at: str = "") -> Iterator[dict[str, str]]:
    """Where a text holds a NUL, which PostgreSQL cannot store; other values out of range are the schemas' to catch."""
    if isinstance(words, str) and "\x00" in words:
        yield {"pointer": at, "code": "invalid", "detail": "A text must not contain NUL."}
    elif isinstance(words, dict):
        for name, below in words.items():
            yield from _unstorable(below, f"{at}/{name}")
    elif isinstance(words, list):
        for place, below in enumerate(words):
            yield from _unstorable(below, f"{at}/{place}")


def _health(door: Door, engine: Engine) -> Reply:
    from runtime.health import check  # it asks the door's own migrations

    return answered(success(200, check(door.service, engine)))
