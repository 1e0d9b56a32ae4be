"""The words `Series` and `Metric`: figures declared beside the events they are computed from.

A series turns events into facts (事实). A fact is one episode: something that begins, may end, may be voided. Facts of a
series are told apart by `key`, which must name one episode (a stay in a team, not the pair team and person). The three
kinds of taking are order-insensitive: an end that arrives before its beginning waits for it.

    SEATS = Series("volunteering.team_seat",
                   begins=[Take(TeamChangedV1, key=["seat_id"], subject="person_id", where={"change": "member_joined"})],
                   ends=[Take(TeamChangedV1, key=["seat_id"], where={"change": "member_left"})])
    PEOPLE = Metric("V03.people", zh="志愿者", en="Volunteers in teams", unit="person", mechanism="V03",
                    numerator=Distinct(SEATS, of="subject", when=When.AT_END))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from contracts.events import Event


@dataclass(frozen=True, eq=False)
class Take:
    """What a series takes from one event.

    key      payload fields that together name the episode
    subject  payload field counted by `Distinct(of="subject")`: a person_id, unit_id, or an owner's keyed hash
    amount   payload field that is summed (minutes, fen, pieces); 1 if None
    where    payload fields and the value each must have (or the list of values it may have)
    at       payload field with the moment or date of the fact; the event's occurred_at if None
    keep     payload fields stored with the fact so that measures may filter on them and readers see them
    each     payload list of which every item is the key of an episode of its own; `key` is empty then
    """

    event: type[Event]
    key: Sequence[str]
    subject: str | None = None
    amount: str | None = None
    where: Mapping[str, Any] = field(default_factory=dict)
    at: str | None = None
    keep: Sequence[str] = ()
    each: str | None = None

    def __post_init__(self) -> None:
        if bool(self.key) == bool(self.each):
            raise TypeError(f"{self.event.name}: an episode is named by `key` or by `each` item of a list")


@dataclass(frozen=True, eq=False)
class Series:
    """`begins` opens episodes, `ends` closes them (true before, not after), `voids` strikes them as if never (reversed)."""

    id: str
    begins: Sequence[Take]
    ends: Sequence[Take] = ()
    voids: Sequence[Take] = ()


class When(StrEnum):
    """Which episodes of a period count: those that began in it, those open at its end, those open at any time in it."""

    BEGAN = "began"
    AT_END = "at_end"
    DURING = "during"


class Reach(StrEnum):
    """Facts in the area and below it, or also in the areas above it (levels of a grid); or of those in it and below the
    ones that lie under no other of them: statements of a whole area, of which those of its parts are only parts."""

    BELOW = "below"
    LINEAGE = "lineage"
    TOPMOST = "topmost"


@dataclass(frozen=True, eq=False)
class Measure:
    """How facts become a number. `where` filters on kept payload fields. Another team's series is named by its id: its
    contract is not imported, so the figure breaks no wall and follows whatever that team makes of the series."""

    series: Series | str
    when: When = When.BEGAN
    where: Mapping[str, Any] = field(default_factory=dict)
    reach: Reach = Reach.BELOW

    @property
    def series_id(self) -> str:
        return self.series if isinstance(self.series, str) else self.series.id


@dataclass(frozen=True, eq=False)
class Distinct(Measure):
    """Number of different values of `of`: "subject", "key", "area", or a kept field. Areas never add up: it is counted
    anew for each."""

    of: str = "subject"


@dataclass(frozen=True, eq=False)
class Total(Measure):
    """Sum of `amount`. Areas add up."""


@dataclass(frozen=True, eq=False)
class DaysInPeriod:
    """The number of days of the period that have passed as of the reading: the denominator of nightly duties."""


@dataclass(frozen=True, eq=False)
class NumeratorOf:
    """What another declared metric, of whatever team, counts: the denominator of a share of the residents, say."""

    metric: str


@dataclass(frozen=True, eq=False)
class Metric:
    """A figure of the account (指标). `id` is `<mechanism>.<word>`; a denominator makes it a share."""

    id: str
    zh: str
    en: str
    unit: str
    mechanism: str
    numerator: Measure
    denominator: Measure | DaysInPeriod | NumeratorOf | None = None
    about: str = ""
