"""Doors (门): the table of contents of a service, from which both adapters and all checks are made.

door = Door("membership")
serve(ops.claim_post, posts.claim_post)
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from contracts import catalogue
from contracts.access import Resource
from contracts.events import Event
from contracts.operations import Operation, Query
from kernel.rules import BrokenRule
from runtime.guards import AREA_GUARD, Guard, guard_of
from runtime.served import Load, Served

if TYPE_CHECKING:
    from runtime.copies import Holding

Handler = Callable[..., None]
Job = Callable[[Session], None]
ClockHandler = Callable[[Session, str, dict[str, Any]], None]


class Miswired(TypeError):
    """A door that does not fit its contract: found when the service is loaded, not when somebody calls."""


@dataclass(frozen=True)
class Reaction:
    """What a service does about an event. `handler(session, event)`, or `handler(session, events)` for a batch."""

    event: type[Event]
    handler: Handler
    batch: bool = False

    @property
    def name(self) -> str:
        """How the inbox remembers the handler; deployed state, so moving one needs a drain."""
        return f"{self.handler.__module__}.{self.handler.__qualname__}"


@dataclass(frozen=True)
class Recurring:
    """A job run by the clock, once among replicas."""

    seconds: float
    job: Job

    @property
    def name(self) -> str:
        return f"{self.job.__module__}.{self.job.__qualname__}"


class Door:
    """Everything a service answers to. Adapters read `operations`, `reactions`, `jobs` and `clocks`."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.operations: dict[str, Served] = {}
        self.reactions: list[Reaction] = []
        self.jobs: list[Recurring] = []
        self.clocks: dict[str, ClockHandler] = {}
        self.constraints: dict[str, type[BrokenRule]] = {}
        self.holdings: list[Holding] = []
        self.notices: list[Callable[[], str | None]] = []
        self._guards: dict[type[Resource], Guard] = {}

    def serve(self, operation: Operation, use_case: Callable[..., Any]) -> None:
        """Answer an operation of this service by a use case. Raises `Miswired`."""
        if operation.service != self.service:
            raise Miswired(f"{operation.name} is not {self.service}'s")
        if operation.method_name in self.operations:
            raise Miswired(f"{operation.name} is served twice")
        self.operations[operation.method_name] = Served(operation, use_case)

    def show(self, operation: Query, load: Load) -> None:
        """Answer a reading of one row by its id: `load(session, ids)` gives the rows of a whole group by their ids, in one
        query. They carry the resource's scopes, so that access is decided on them too. Raises `Miswired`.
        """
        if operation.on is None:
            raise Miswired(f"{operation.name} is on no resource")
        self.serve(operation, load)
        self.operations[operation.method_name].load = load

    def react(self, event: type[Event], handler: Handler, *, batch: bool = False) -> None:
        """Do something about an event, in the transaction that marks it as taken."""
        self.reactions.append(Reaction(event, handler, batch))

    def every(self, *, job: Job, minutes: float = 0, seconds: float = 0) -> None:
        """Run `job(session)` by the clock, once among replicas."""
        period = minutes * 60 + seconds
        if period <= 0:
            raise Miswired(f"{job.__qualname__} has no period")
        self.jobs.append(Recurring(period, job))

    def when(self, clock_name: str, handler: ClockHandler) -> None:
        """Run `handler(session, key, payload)` when a clock set under this name is due."""
        if clock_name in self.clocks:
            raise Miswired(f"clock {clock_name} has two handlers")
        self.clocks[clock_name] = handler

    def guard(self, resource: type[Resource], mapped: Any, *, locks: bool = True) -> None:
        """Load a resource's row from a mapped class or a Core table with one primary key column; of a command, locked.

        `locks=False` where commands lock several rows of it themselves in one order: the guarded one first would be none.
        """
        self._guards[resource] = guard_of(resource, mapped, locks=locks)

    def constraint(self, name: str, rule: type[BrokenRule]) -> None:
        """Answer a violated database constraint as a broken rule: what two callers at once can only meet there."""
        self.constraints[name] = rule

    def hold(self, *holdings: Holding) -> None:
        """Say where the service keeps something of people, for their copies."""
        self.holdings.extend(holdings)

    def notice(self, notice: Callable[[], str | None]) -> None:
        """Log as a warning, when the service starts, what `notice` says of how this installation is set up; None is nothing."""
        self.notices.append(notice)

    def warnings(self) -> list[str]:
        """What the notices say."""
        return [line for notice in self.notices if (line := notice())]

    def guard_for(self, resource: type[Resource]) -> Guard:
        """Where a resource's row comes from. Raises `Miswired` where nobody said so."""
        found = self._guards.get(resource)
        if found is None and resource.__name__ == "Area" and resource.__module__ == "contracts.access":
            return AREA_GUARD
        if found is None:
            raise Miswired(f"{self.service} guards no {resource.__name__}")
        return found

    def served(self, method: str) -> Served | None:
        """The use case of an RPC method; None if the service has no such operation."""
        return self.operations.get(method)

    def unserved(self) -> list[str]:
        """Declared operations that nothing answers; empty in a complete service."""
        return [o.name for o in catalogue.operations(self.service) if o.method_name not in self.operations]

    def miswired(self) -> list[str]:
        """Everything that would fail only when called: unserved operations and resources without a guard."""
        return [f"unserved: {name}" for name in self.unserved()] + list(self._unguarded())

    @cached_property
    def followed(self) -> tuple[type[Event], ...]:
        """The events this service reacts to, each once."""
        return tuple(dict.fromkeys(reaction.event for reaction in self.reactions))

    def _unguarded(self) -> Iterator[str]:
        for served in self.operations.values():
            resource = served.operation.on
            if resource is None:
                continue
            try:
                self.guard_for(resource).check(resource)
            except TypeError as fault:
                yield f"{served.operation.name}: {fault}"


@cache
def load(service: str) -> Door:
    """The door of a service with what the runtime adds to every one: replicas, packs, deny list, seals, pruning."""
    from runtime.provided import provide  # reactions and jobs are built on the modules that build on this one

    door: Door = importlib.import_module(f"{service}.service").door
    provide(door)
    return door
