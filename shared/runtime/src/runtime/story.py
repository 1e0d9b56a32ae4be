"""A story (来龙去脉) put together: the parts that the services told, as steps in causal order.

An act is followed by the events that it told, an event by its effects elsewhere, an effect by the events that answered. Parts
are mappings as `contracts.story` declares them; times are aware datetimes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any, Literal

from contracts.story import MOST_AT_ONCE

Kind = Literal["act", "event", "effect", "parked", "waiting", "clock"]
STILL: frozenset[Kind] = frozenset({"parked", "waiting", "clock"})
"""Kinds of steps that show what has not happened yet."""


@dataclass(slots=True)
class Step:
    """One thing that happened, or has not yet.

    depth    how many causes lie between it and the beginning
    at       when; of a parked event since when, of a clock when it is due; None for what has not come
    took     seconds since its cause; None where there is none or it has not happened
    what     an operation, an event's name, a handler, a clock
    about    the id of what it was done to, if there is one
    """

    kind: Kind
    service: str
    what: str
    at: datetime | None
    depth: int = 0
    took: float | None = None
    account_id: str | None = None
    about: str | None = None
    state: str | None = None
    following: list[Step] = field(default_factory=list)

    def then(self, step: Step) -> Step:
        """Add a step that this one caused."""
        if step.kind not in STILL and step.at is not None and self.at is not None:
            step.took = (step.at - self.at).total_seconds()
        self.following.append(step)
        return step


def told_words(parts: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str | None]]:
    """Of every event its producer, the word under which its effects are asked for, and the one consumer it is meant for."""
    for service, part in parts.items():
        for event in part["events"]:
            word = f"{event['event_id']}/{event['name']}/{event['aggregate_id']}/{event['aggregate_seq']}"
            yield service, word, event["consumer"]


def asked_of(service: str, parts: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """The events that a service may have heard of, in portions that can be asked about at once."""
    words = [w for producer, w, consumer in told_words(parts) if producer != service and consumer in (None, service)]
    return [words[first : first + MOST_AT_ONCE] for first in range(0, len(words), MOST_AT_ONCE)]


def steps(parts: Mapping[str, Mapping[str, Any]], effects: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Step]:
    """All steps in causal order, siblings by time; what has not happened stands last among them."""
    acts = {service: [_act(service, act) for act in part["acts"]] for service, part in parts.items()}
    events = {str(e["event_id"]): _event(service, e) for service, part in parts.items() for e in part["events"]}
    answers: dict[tuple[str, str], Step] = {}
    for service, found in effects.items():
        for effect in found:
            id_ = str(effect["event_id"])
            step = events[id_].then(_effect(service, effect))
            answers.setdefault((service, id_), step)
    begun = [act for some in acts.values() for act in some]
    for service, part in parts.items():
        for event in part["events"]:
            step = events[str(event["event_id"])]
            cause = answers.get((service, str(event["causation_id"]))) or _told_by(acts[service], event, step)
            if cause is None:
                begun.append(step)
            else:
                cause.then(step)
        for clock in part["clocks"]:
            begun.append(Step("clock", service, clock["name"], clock["due_at"], about=clock["key"], state="due"))
    return list(_in_order(begun, 0))


def length(some: Iterable[Step]) -> tuple[datetime | None, float]:
    """When a story began, and the seconds until the last thing that has happened."""
    moments = [step.at for step in some if step.kind not in STILL and step.at is not None]
    if not moments:
        return None, 0.0
    return min(moments), (max(moments) - min(moments)).total_seconds()


def _told_by(acts: Sequence[Step], event: Mapping[str, Any], step: Step) -> Step | None:
    """The act that told of an event: the last of its service before it. A clock's event has nobody who acted."""
    if event["causation_id"] is not None or event["account_id"] is None or step.at is None:
        return None
    before = [act for act in acts if act.at is not None and act.at <= step.at and not act.what.startswith("read:")]
    return before[-1] if before else None


def _act(service: str, act: Mapping[str, Any]) -> Step:
    account = None if act["account_id"] is None else str(act["account_id"])
    return Step("act", service, act["act"], act["at"], account_id=account, about=act["target"])


def _event(service: str, event: Mapping[str, Any]) -> Step:
    account = None if event["account_id"] is None else str(event["account_id"])
    state = "on its way" if event["published_at"] is None else None
    about = str(event["aggregate_id"])
    return Step("event", service, event["name"], event["recorded_at"], account_id=account, about=about, state=state)


def _effect(service: str, effect: Mapping[str, Any]) -> Step:
    match effect["state"]:
        case "done":
            return Step("effect", service, effect["handler"], effect["at"])
        case "overtaken":
            return Step("effect", service, "a snapshot", None, state="overtaken")
        case "parked":
            state, number = effect["parked_state"], effect["parked_id"]
            return Step("parked", service, f"parked {number}", effect["at"], about=str(number), state=state)
    return Step("waiting", service, "not here yet", None, state="waiting")


def _in_order(siblings: list[Step], depth: int) -> Iterator[Step]:
    def place(step: Step) -> tuple[bool, float]:
        return step.kind in STILL or step.at is None, inf if step.at is None else step.at.timestamp()

    for step in sorted(siblings, key=place):
        step.depth = depth
        yield step
        yield from _in_order(step.following, depth + 1)
