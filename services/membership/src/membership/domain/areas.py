"""The grid (网格): areas whose number never changes, and whose names and places are dated."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.area import may_lie_in
from kernel.ids import uuid7
from membership.domain.area_codes import check_code
from membership.domain.base import Base, Ltree
from membership.domain.errors.areas import AreaDateOutOfOrder, AreaEnded, AreaKindOutOfOrder, AreaOlderThanParent

UNNAMED_CITY = "未命名城市"
BEFORE_EVERYTHING = date(1900, 1, 1)


class AreaName(Base):
    """What an area was called and coded from `valid_from` until the day before `valid_to` (null: still)."""

    __tablename__ = "area_name"

    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    name: Mapped[str]
    code: Mapped[str | None]


class PastPlace(Base):
    """Where an area lay from `valid_from` until the day before `valid_to`. Its present place stands in `Area`."""

    __tablename__ = "area_past_place"

    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date]
    parent_id: Mapped[UUID | None]
    path: Mapped[str] = mapped_column(Ltree)


class Area(Base):
    """An area (辖区). `name`, `code` and place are those of now; `names` has all names."""

    __tablename__ = "area"
    __table_args__ = (ForeignKeyConstraint(["parent_id", "parent_kind"], ["area.area_id", "area.kind"]),)

    area_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    path: Mapped[str] = mapped_column(Ltree)
    parent_id: Mapped[UUID | None]
    parent_kind: Mapped[str | None]
    kind: Mapped[str]
    name: Mapped[str]
    code: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    names: Mapped[list[AreaName]] = relationship(order_by=AreaName.valid_from, cascade="all")

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def found(cls, *, number: int, name: str, code: str | None, valid_from: date) -> Area:
        """A city: the root of a grid. Raises `AreaCodeNotForKind`."""
        check_code("city", code, None)
        return cls._new("city", name, code, valid_from, number, None)

    @classmethod
    def reserve_city(cls, number: int) -> Area:
        """The root that the first accounts hold their roles over, before anybody has told the city's name."""
        return cls.found(number=number, name=UNNAMED_CITY, code=None, valid_from=BEFORE_EVERYTHING)

    @property
    def unnamed(self) -> bool:
        """Whether it is a root whose city has not been entered yet."""
        return self.parent_id is None and self.code is None and self.name == UNNAMED_CITY

    def enter_city(self, *, name: str, code: str | None, valid_from: date) -> None:
        """Tell which city an unnamed root is. Raises `AreaCodeNotForKind`."""
        check_code(self.kind, code, None)
        self.name, self.code, self.valid_from = name, code, valid_from
        first = self.names[0]
        first.name, first.code, first.valid_from = name, code, valid_from

    def divide(
        self, *, number: int, kind: str, name: str, code: str | None, valid_from: date, code_above: str | None
    ) -> Area:
        """A new area under this one. `code_above` is the nearest code from this area upwards.

        Raises `AreaEnded`, `AreaKindOutOfOrder`, `AreaOlderThanParent`, `AreaCodeNotForKind` or `AreaCodeBeyondParent`.
        """
        self.must_stand()
        if not may_lie_in(kind, self.kind):
            raise AreaKindOutOfOrder(f"{kind} under {self.kind}")
        if valid_from < self.valid_from:
            raise AreaOlderThanParent(f"{self.name} holds from {self.valid_from.isoformat()}")
        check_code(kind, code, code_above)
        return self._new(kind, name, code, valid_from, number, self)

    def rename(self, *, name: str, code: str | None, valid_from: date, today: date, code_above: str | None) -> None:
        """Another name or code from a day on; one that begins on the same day as the present one corrects it.

        Raises `AreaEnded`, `AreaDateOutOfOrder`, `AreaCodeNotForKind` or `AreaCodeBeyondParent`.
        """
        self.must_stand()
        present = self.names[-1]
        if valid_from < present.valid_from or valid_from > max(today, present.valid_from):
            raise AreaDateOutOfOrder(f"{present.name} holds from {present.valid_from.isoformat()}")
        check_code(self.kind, code, code_above)
        self.name, self.code = name, code
        if valid_from == present.valid_from:
            present.name, present.code = name, code
        else:
            present.valid_to = valid_from
            self.names.append(AreaName(valid_from=valid_from, name=name, code=code))

    def bear(self, code: str | None, on: date) -> None:
        """Another code from a day on, beside a change of place."""
        present = self.names[-1]
        self.code = code
        if on == present.valid_from:
            present.code = code
        else:
            present.valid_to = on
            self.names.append(AreaName(valid_from=on, name=self.name, code=code))

    def end(self, on: date) -> None:
        """It was merged or split: `on` is the first day without it."""
        self.valid_to = self.names[-1].valid_to = on

    def must_stand(self) -> None:
        """Raises `AreaEnded`."""
        if self.valid_to is not None:
            raise AreaEnded(f"{self.name}, {self.valid_to.isoformat()}")

    @classmethod
    def _new(cls, kind: str, name: str, code: str | None, valid_from: date, number: int, parent: Area | None) -> Area:
        return cls(
            area_id=uuid7(),
            number=number,
            path=str(number) if parent is None else f"{parent.path}.{number}",
            parent_id=parent.area_id if parent else None,
            parent_kind=parent.kind if parent else None,
            kind=kind,
            name=name,
            code=code,
            valid_from=valid_from,
            names=[AreaName(valid_from=valid_from, name=name, code=code)],
        )
