"""Plots, and the rules of the garden."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kernel.rules import BrokenRule


class Base(DeclarativeBase):
    type_annotation_map = {UUID: Uuid}


class GardenFull(BrokenRule):
    code, zh, en = "garden_full", "菜园已满", "There is no room for another tree"


class TreeUnknown(BrokenRule):
    code, zh, en, kind, field = "tree_unknown", "没有这种树", "There is no such tree", "invalid", "kind"


class TitleTaken(BrokenRule):
    code, zh, en = "title_taken", "名称已被使用", "Another plot of the area has this title"


class FenceNoted(BrokenRule):
    code, zh, en, keeps = "fence_noted", "已记录", "Refused, and remembered", True


class Plot(Base):
    __tablename__ = "plot"
    __table_args__ = (UniqueConstraint("area", "title", name="uq_plot_title"), CheckConstraint("trees < 9", name="few"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    title: Mapped[str]
    trees: Mapped[int] = mapped_column(default=0)
    gardener: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    person_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def plant(self, kind: str) -> None:
        if kind == "stone":
            raise TreeUnknown
        if self.trees >= 3:
            raise GardenFull(f"it has {self.trees}")
        self.trees += 1
