"""People of the register (居民登记): whom the community serves, and where they live."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import FetchedValue
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.people import (
    BirthDateDiffers,
    BirthDateInFuture,
    DateInFuture,
    MoveOutOfOrder,
    PersonDeceased,
)
from membership.domain.errors.rights import PersonErased

MAJORITY = 18


class SearchKey(Base):
    """A beginning under which a person is found: a part of the name, its pinyin, or its initials."""

    __tablename__ = "person_search"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    community: Mapped[UUID | None] = mapped_column(FetchedValue())  # the person's, kept by the database


class Person(Base):
    """A registered person. What is sealed is unreadable without the person's key; `identity_hash` and `phone_hash` tell whether
    such a number is registered already, without telling which. `stay_id` is the stay in the present home area."""

    __tablename__ = "person"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_key: Mapped[str]
    home_area: Mapped[UUID]
    community: Mapped[UUID | None] = mapped_column(FetchedValue(for_update=True))  # of the home, kept by the database
    phone_sealed: Mapped[bytes | None]
    phone_hash: Mapped[str | None]
    identity_sealed: Mapped[bytes | None]
    identity_hash: Mapped[str | None]
    birth_date: Mapped[date | None]
    minor: Mapped[bool]
    party_member: Mapped[bool]
    registered_on: Mapped[date]
    stay_id: Mapped[UUID]
    stay_since: Mapped[date]
    died_on: Mapped[date | None]
    erased_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def register(
        cls,
        *,
        name: str,
        home_area: UUID,
        birth_date: date | None,
        party_member: bool,
        registered_on: date,
        today: date,
    ) -> Person:
        """A person whose first stay begins on `registered_on`. Raises `DateInFuture` or `BirthDateInFuture`."""
        if registered_on > today:
            raise DateInFuture(field="registered_on")
        person = cls(
            person_id=uuid7(),
            name=name,
            home_area=home_area,
            birth_date=birth_date,
            minor=False,
            party_member=party_member,
            registered_on=registered_on,
            stay_id=uuid7(),
            stay_since=registered_on,
        )
        person.be_born_on(birth_date, today)
        return person

    @property
    def alive(self) -> bool:
        """Whether nobody has registered their death, or erased them."""
        return self.died_on is None and self.erased_on is None

    def be_born_on(self, birth_date: date | None, today: date) -> None:
        """Set the birth date; whether a minor follows from it. Raises `BirthDateInFuture`."""
        if birth_date is not None and birth_date > today:
            raise BirthDateInFuture()
        self.birth_date = birth_date
        self.minor = is_minor(birth_date, today)

    def correct_birth(self, told: date, today: date) -> None:
        """Correct the birth date of somebody whose identity number does not already say it.

        Raises `BirthDateDiffers` or `BirthDateInFuture`.
        """
        if self.identity_hash is not None and told != self.birth_date:
            raise BirthDateDiffers()
        self.be_born_on(told, today)

    def move(self, home_area: UUID, on: date, today: date) -> tuple[UUID, UUID]:
        """Live in another area from `on`. Returns the old home area and the id of the stay that ended.

        Raises `PersonDeceased`, `DateInFuture` or `MoveOutOfOrder`.
        """
        self.must_live()
        if on > today:
            raise DateInFuture(field="moved_on")
        if on < self.stay_since:
            raise MoveOutOfOrder(f"the present stay began on {self.stay_since.isoformat()}")
        left = (self.home_area, self.stay_id)
        self.home_area, self.stay_id, self.stay_since = home_area, uuid7(), on
        return left

    def die(self, on: date, today: date) -> None:
        """Enter the day of death. Raises `PersonDeceased` or `DateInFuture`."""
        self.must_live()
        if on > today:
            raise DateInFuture(field="died_on")
        self.died_on = on

    def must_live(self) -> None:
        """Raises `PersonDeceased` or `PersonErased`."""
        self.must_be_known()
        if self.died_on is not None:
            raise PersonDeceased()

    def must_be_known(self) -> None:
        """Raises `PersonErased`."""
        if self.erased_on is not None:
            raise PersonErased()

    def be_forgotten(self, on: date) -> None:
        """Nothing is left but that somebody was registered here, from when to when."""
        self.name = self.sort_key = ""
        self.phone_sealed = self.phone_hash = self.identity_sealed = self.identity_hash = self.birth_date = None
        self.minor = self.party_member = False
        self.erased_on = on


def is_minor(birth_date: date | None, today: date) -> bool:
    """Whether somebody born then is under 18 today; without a date nobody is taken for a minor."""
    return birth_date is not None and today < coming_of_age(birth_date)


def coming_of_age(birth_date: date) -> date:
    """The eighteenth birthday; of those born on 29 February the first of March where the year has none."""
    try:
        return birth_date.replace(year=birth_date.year + MAJORITY)
    except ValueError:
        return date(birth_date.year + MAJORITY, 3, 1)


def agreed_birth_date(told: date | None, of_identity: date | None) -> date | None:
    """The one birth date that is known. Raises `BirthDateDiffers` where two are told and differ."""
    if told is not None and of_identity is not None and told != of_identity:
        raise BirthDateDiffers()
    return of_identity or told
