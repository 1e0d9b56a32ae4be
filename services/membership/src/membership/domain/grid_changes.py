"""Changes of the grid (区划调整): areas merged, split or moved, decided today and true from a day on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.area import may_lie_in
from kernel.ids import uuid7
from membership.domain.areas import Area
from membership.domain.base import Base
from membership.domain.errors.areas import AreaEnded, AreaKindOutOfOrder, AreaOlderThanParent
from membership.domain.errors.grid_changes import (
    AreaAlreadyThere,
    AreaChangeTooEarly,
    AreaInItself,
    AreaNamesClash,
    GridChangeNotPlanned,
    MergeKindsDiffer,
    MergeWithItself,
    SplitAssignsForeign,
    SplitAssignsTwice,
    SplitLeavesOver,
)

MERGER, SPLIT, MOVE = "merger", "split", "move"
PLANNED, DONE, STOPPED, CANCELLED = "planned", "done", "stopped", "cancelled"


class GridChange(Base):
    """One change. `plan` holds `merged`, `into` or `parent_id` and `code`, by its kind; ids as strings."""

    __tablename__ = "grid_change"

    change_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    area_id: Mapped[UUID]
    effective_on: Mapped[date]
    plan: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def draft(cls, kind: str, area_id: UUID, effective_on: date, plan: dict[str, Any]) -> GridChange:
        """A change that waits for its day."""
        return cls(change_id=uuid7(), kind=kind, state=PLANNED, area_id=area_id, effective_on=effective_on, plan=plan)

    @property
    def merged(self) -> list[UUID]:
        return [UUID(each) for each in self.plan.get("merged", ())]

    @property
    def into(self) -> list[dict[str, Any]]:
        return list(self.plan.get("into", ()))

    @property
    def parent_id(self) -> UUID | None:
        told = self.plan.get("parent_id")
        return UUID(told) if told else None

    @property
    def code(self) -> str | None:
        return self.plan.get("code")

    def cancel(self) -> None:
        """Raises `GridChangeNotPlanned`."""
        if self.state != PLANNED:
            raise GridChangeNotPlanned(self.state)
        self.state = CANCELLED

    def stop(self, rule: str) -> None:
        """It could not be done on its day: `rule` is the code of what forbade it."""
        self.state, self.reason = STOPPED, rule

    def finish(self, parts: Sequence[UUID] = ()) -> None:
        """It was done; `parts` are the ids of a split's new areas, in the order of the plan."""
        self.state = DONE
        if parts:
            told = [part | {"area_id": str(made)} for part, made in zip(self.into, parts, strict=True)]
            self.plan = self.plan | {"into": told}


def check_in_force(area: Area, on: date, placed_from: date) -> None:
    """Refuse an area that has ended, or whose present place began on `on` or later.

    Raises `AreaEnded` or `AreaChangeTooEarly`.
    """
    if area.valid_to is not None:
        raise AreaEnded(area.name)
    if on <= placed_from:
        raise AreaChangeTooEarly(f"{area.name} lies where it lies from {placed_from.isoformat()}")


def check_merger(survivor: Area, merged: Sequence[Area]) -> None:
    """Raises `MergeWithItself` or `MergeKindsDiffer`."""
    ids = [area.area_id for area in merged]
    if survivor.area_id in ids or len(set(ids)) < len(ids):
        raise MergeWithItself()
    others = sorted({area.kind for area in merged} - {survivor.kind})
    if others:
        raise MergeKindsDiffer(f"{survivor.kind}: {', '.join(others)}")


def check_names(*groups: Collection[str]) -> None:
    """Refuse groups of names that will stand under one area and are not all different. Raises `AreaNamesClash`."""
    counted = Counter(name for group in groups for name in group)
    twice = sorted(name for name, times in counted.items() if times > 1)
    if twice:
        raise AreaNamesClash(", ".join(twice[:10]))


def check_split(children: Collection[UUID], assigned: Sequence[UUID]) -> None:
    """Every area directly below goes to exactly one part.

    Raises `SplitAssignsTwice`, `SplitAssignsForeign` or `SplitLeavesOver`.
    """
    if len(set(assigned)) < len(assigned):
        raise SplitAssignsTwice()
    if foreign := set(assigned) - set(children):
        raise SplitAssignsForeign(", ".join(sorted(map(str, foreign))[:5]))
    if left := set(children) - set(assigned):
        raise SplitLeavesOver(f"{len(left)}")


def check_move(area: Area, parent: Area, on: date) -> None:
    """Raises `AreaInItself`, `AreaKindOutOfOrder`, `AreaAlreadyThere`, `AreaEnded` or `AreaOlderThanParent`."""
    if parent.area_id == area.area_id or parent.path.startswith(f"{area.path}."):
        raise AreaInItself()
    if not may_lie_in(area.kind, parent.kind):
        raise AreaKindOutOfOrder(f"{area.kind} under {parent.kind}", field="parent_id")
    if parent.area_id == area.parent_id:
        raise AreaAlreadyThere()
    if parent.valid_to is not None:
        raise AreaEnded(parent.name)
    if on < parent.valid_from:
        raise AreaOlderThanParent(f"{parent.name} holds from {parent.valid_from.isoformat()}", field="effective_on")
