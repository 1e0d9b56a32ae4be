"""Households (户): which areas are one, and who is asked first there."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from membership.domain.areas import Area
from membership.domain.base import Base
from membership.domain.errors.households import (
    AtHomeAlready,
    ContactMinor,
    NotAHousehold,
    NotOfHousehold,
    SecondHome,
)
from membership.domain.people import Person

HOUSEHOLD = "household"


class HouseholdContact(Base):
    """The contact (户主、联系人) of a household: somebody of age who lives there."""

    __tablename__ = "household_contact"

    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))

    @classmethod
    def name(cls, household: Area, person: Person | None) -> HouseholdContact:
        """Raises `NotAHousehold`, `NotOfHousehold` or `ContactMinor`."""
        must_be_household(household)
        if person is None or not person.alive or person.home_area != household.area_id:
            raise NotOfHousehold()
        if person.minor:
            raise ContactMinor()
        return cls(area_id=household.area_id, person_id=person.person_id)


def must_be_household(area: Area, field: str = "area_id") -> None:
    """Raises `NotAHousehold`."""
    if area.kind != HOUSEHOLD:
        raise NotAHousehold(area.kind, field=field)


def check_home(person: Person, home: Area, household: Area) -> None:
    """Whether somebody registered in `home` may say that they live in one of its households.

    Raises `AtHomeAlready`, or `SecondHome` for who is at home elsewhere.
    """
    if person.home_area == household.area_id:
        raise AtHomeAlready()
    if home.kind == HOUSEHOLD or not f"{household.path}.".startswith(f"{home.path}."):
        raise SecondHome()
