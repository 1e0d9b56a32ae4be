"""What the runtime adds to every service: the feeds of its replicas, the operators' desks, its own housekeeping."""

from __future__ import annotations

from runtime import copies, idempotency, months, outlet, parking_desk, seals, story_desk, tokens
from runtime.doors import Door

OWNER = "membership"
"""The service whose events feed the replicas; it writes its own in the transactions of its acts."""


def provide(door: Door) -> None:
    """Add the runtime's reactions, operations and jobs. Called once, when the service is loaded."""
    from runtime.feeds import feed  # needs membership's contract, which a service under test may do without

    if door.service != OWNER:
        feed(door)
    parking_desk.open_at(door)
    story_desk.open_at(door)
    copies.open_at(door)
    housekeep(door)


def housekeep(door: Door) -> None:
    """The jobs of every service: sealing the audit, forgetting stored replies and denials, the outbox's months and measures."""
    door.every(minutes=1, job=seals.seal)
    door.every(minutes=30, job=idempotency.prune)
    door.every(minutes=30, job=tokens.prune_denials)
    door.every(minutes=12 * 60, job=months.keep)
    door.every(seconds=15, job=outlet.measure)
