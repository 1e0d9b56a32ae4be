"""A group of operations in one session: rows loaded together, one flush, one insert each of entries, replies, events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.access import ActingFor, Clause, Resource
from kernel.rules import BrokenRule
from runtime import audit, idempotency, masking
from runtime.access import Caller, attribute, could_match, matches
from runtime.act import Act, acting
from runtime.doors import Door
from runtime.guards import AREA_GUARD
from runtime.idempotency import Fresh, Stored
from runtime.problems import NOT_ALLOWED, NOT_FOUND, PRECONDITION_REQUIRED, STALE, Refused, of_rule, refuse
from runtime.replicas import area_paths
from runtime.requests import OperationRequest, Reply, answered, failed, success
from runtime.served import Load, Served
from runtime.standing import Standing


@dataclass(slots=True)
class Work:
    """One operation that got past the checks that need no database."""

    place: int
    request: OperationRequest
    served: Served
    caller: Caller
    fields: dict[str, Any]
    act: Act
    key: tuple[UUID, str] | None
    body_hash: bytes
    row: Any = None

    @property
    def guarded(self) -> UUID | None:
        """The id of the row that the operation is on."""
        resource = self.served.on
        return None if resource is None else self.fields.get(resource.key)

    def scope_value(self, clause: Clause) -> Any:
        """What the clause speaks of: an attribute of the row, or a field of the request."""
        scope = getattr(clause, "scope", None)
        if scope is None:
            return None
        resource = self.served.on
        if resource is None or not self.served.is_own(clause):
            return self.fields.get(scope.name)
        if scope.name == resource.key:
            return self.guarded
        return attribute(self.row, scope.name)


class Group:
    """What command and query groups have in common: rows and admission."""

    def __init__(self, door: Door, session: Session, works: list[Work]) -> None:
        self.door = door
        self.session = session
        self.works = works
        session.info["constraints"] = door.constraints

    def load_rows(self, works: list[Work], *, locked: bool) -> None:
        """One query per resource; resources in the order of their names, so that two groups lock in one order."""
        wanted: dict[type[Resource], set[UUID]] = {}
        for work in works:
            if work.served.on is not None and work.guarded is not None:
                wanted.setdefault(work.served.on, set()).add(work.guarded)
        rows = {
            resource: self.door.guard_for(resource).load(self.session, wanted[resource], locked=locked)
            for resource in sorted(wanted, key=lambda each: each.__name__)
        }
        for work in works:
            if work.served.on is not None and work.guarded is not None:
                work.row = rows[work.served.on].get(work.guarded)
        self._warm_paths(works)

    def admit(self, work: Work) -> None:
        """Raises `Refused`: 404 for what the caller may not see or nobody has, 403 for what is seen but not allowed."""
        served, caller = work.served, work.caller
        if served.on is not None and work.row is None:
            raise refuse(NOT_FOUND)
        for clause in served.clauses:
            if self._lets_in(clause, work):
                if isinstance(clause, ActingFor):
                    caller.acting_for = work.scope_value(clause)
                return
        if served.on is not None and not any(self._sees(clause, work) for clause in served.on.see):
            raise refuse(NOT_FOUND)
        raise refuse(NOT_ALLOWED)

    def reply(self, work: Work, result: Any) -> dict[str, Any]:
        """The dumped and masked result; sensitive readings are recorded."""
        served = work.served
        if served.reply is None or result is None:
            return success(served.status, None if served.reply is None else {})
        data = served.reply.dump(result)
        if served.masks:
            self._mask(work, data, result)
        return success(served.status, data)

    def _lets_in(self, clause: Clause, work: Work) -> bool:
        scope = getattr(clause, "scope", None)
        if scope is not None and work.served.on is None and scope.name not in work.served.request_words:
            return could_match(clause, work.caller)
        return matches(self.session, clause, work.caller, work.scope_value(clause))

    def _sees(self, clause: Clause, work: Work) -> bool:
        return matches(self.session, clause, work.caller, work.scope_value(clause))

    def _mask(self, work: Work, data: Any, result: Any) -> None:
        reader = masking.Reader(self.session, work.caller)
        area = attribute(work.row, "area") or attribute(work.row, "area_id")
        masking.apply(work.served.masks, data, result, reader, area, self._person_of(work))
        if reader.seen:
            act = f"read:{work.served.name}"
            audit.record(self.session, work.caller, act=act, target=work.guarded, area=area, detail=reader.detail())

    @staticmethod
    def _person_of(work: Work) -> UUID | None:
        resource = work.served.on
        scope = None if resource is None else getattr(resource, resource.key, None)
        return work.guarded if scope is not None and scope.kind == "person" else attribute(work.row, "person_id")

    def _warm_paths(self, works: list[Work]) -> None:
        """Read the paths of all areas that the clauses will ask for at once."""
        wanted: set[UUID] = set()
        for work in works:
            for clause in work.served.clauses:
                scope = getattr(clause, "scope", None)
                value = work.scope_value(clause) if scope is not None and scope.kind == "area" else None
                if isinstance(value, UUID):
                    wanted.add(value)
                    wanted.update(g.scope_id for g in work.caller.grants if g.kind == "area")
        if wanted:
            area_paths(self.session, wanted)


@dataclass(slots=True)
class _Done:
    work: Work
    result: Any


class CommandGroup(Group):
    """Commands in one transaction. `replies` by place; whatever is raised rolls all of them back."""

    def __init__(self, door: Door, session: Session, works: list[Work]) -> None:
        super().__init__(door, session, works)
        self.replies: dict[int, Reply] = {}
        self._done: list[_Done] = []
        self._touched: set[tuple[type[Resource] | None, UUID | None]] = set()

    def run(self) -> None:
        todo = self._answer_again()
        self.load_rows(todo, locked=True)
        for work in todo:
            self._one(work)
        self._settle()

    def _answer_again(self) -> list[Work]:
        """Give stored replies once more; what is left has to be done."""
        stored = idempotency.find(self.session, [work.key for work in self.works if work.key is not None])
        todo: list[Work] = []
        for work in self.works:
            found = stored.get(work.key) if work.key is not None else None
            if found is None:
                todo.append(work)
            else:
                self.replies[work.place] = given_again(work, found)
        return todo

    def _one(self, work: Work) -> None:
        try:
            self._see_row_as_it_is(work)
            self.admit(work)
            _check_version(work)
        except Refused as refused:
            self.replies[work.place] = failed(refused.problem)
            return
        if work.served.on is not None and self.door.guard_for(work.served.on) is not AREA_GUARD:
            self._touched.add((work.served.on, work.guarded))
        self._act(work)

    def _act(self, work: Work) -> None:
        try:
            with Standing(self.session) as before, acting(self.session, work.act):
                result = work.served.use_case(self.session, work.caller, **work.fields)
                target, area = work.guarded, attribute(work.row, "area")
                audit.record(self.session, work.caller, act=work.served.name, target=target, area=area)
        except BrokenRule as rule:
            if not before.unchanged() and not rule.keeps:
                raise
            self.replies[work.place] = failed(of_rule(rule))
            return
        self._done.append(_Done(work, result))

    def _see_row_as_it_is(self, work: Work) -> None:
        """A second command on the same row must meet what the first made of it, its version included."""
        if work.guarded is not None and (work.served.on, work.guarded) in self._touched:
            self._settle()

    def _settle(self) -> None:
        """Write the changes so far and dump the replies of the commands that made them."""
        self.session.flush()
        for done in self._done:
            work = done.work
            with acting(self.session, work.act):
                result = self.reply(work, done.result)
            self.replies[work.place] = answered(result)
            if work.key is not None:
                secret = work.served.masks.sensitive
                idempotency.keep(self.session, Fresh(work.key, work.served.name, work.body_hash, result, secret))
        self._done.clear()


class QueryGroup(Group):
    """Queries on one autocommit connection; each fails alone. Entries of the audit are written before anything is shown."""

    def run(self, failure: Callable[[Work, Exception], Reply]) -> list[Reply]:
        self._load_shown()
        self.load_rows([work for work in self.works if work.served.load is None], locked=False)
        replies = [self._one(work, failure) for work in self.works]
        audit.write(self.session)
        return replies

    def _one(self, work: Work, failure: Callable[[Work, Exception], Reply]) -> Reply:
        before = audit.mark(self.session)
        try:
            self.admit(work)
            with acting(self.session, work.act):
                return answered(self.reply(work, self._result(work)))
        except Exception as error:  # answered as a problem, and logged if nobody foresaw it
            audit.rewind(self.session, before)
            self.session.rollback()
            return failure(work, error)

    def _result(self, work: Work) -> Any:
        if work.served.load is not None:
            return work.row
        return work.served.use_case(self.session, work.caller, **work.fields)

    def _load_shown(self) -> None:
        """The rows that are shown as they are: one query for each kind of them."""
        wanted: dict[Load, list[Work]] = {}
        for work in self.works:
            if work.served.load is not None:
                wanted.setdefault(work.served.load, []).append(work)
        for load, works in wanted.items():
            rows = load(self.session, list({work.guarded for work in works if work.guarded is not None}))
            for work in works:
                work.row = None if work.guarded is None else rows.get(work.guarded)
            self._warm_paths(works)


def given_again(work: Work, stored: Stored) -> Reply:
    """The reply of a command that was answered before, or the problem that its key came with another request."""
    try:
        return answered(stored.given_again(work.served.name, work.body_hash))
    except Refused as refused:
        return failed(refused.problem)


def _check_version(work: Work) -> None:
    wanted, actual = work.request.version_wanted, attribute(work.row, "version")
    if wanted is None:
        if work.served.edits:
            raise refuse(PRECONDITION_REQUIRED)
    elif actual is not None and wanted != actual:
        raise refuse(STALE)
