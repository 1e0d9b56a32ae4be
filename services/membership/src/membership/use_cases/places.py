"""Places by their names (按名称查找): the households of a list, found below its area or put into the grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import chain
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership.events import AreaRegisteredV1
from membership.domain.areas import Area
from membership.domain.errors.areas import AreaUnknown
from membership.domain.errors.households import BuildingAmbiguous, BuildingUnknown, EstateUnknown
from membership.domain.households import HOUSEHOLD
from membership.use_cases.areas import divide, draw_numbers, replica_of, tell
from runtime.access import below
from runtime.replicas import area_paths, put_areas

ESTATE, BUILDING = "estate", "building"
AT_A_TIME = 50
"""How many numbers of areas are drawn at once; those that a short list leaves over are never given."""


class Places:
    """The estates and buildings of some names in some areas, read once; households made in the same call."""

    def __init__(
        self, session: Session, areas: Collection[UUID], names: Collection[str], households: Collection[str]
    ) -> None:
        self._session = session
        paths = area_paths(session, areas).values()
        kinds = (ESTATE, BUILDING)
        standing = select(Area).where(
            Area.name.in_(names), Area.kind.in_(kinds), Area.valid_to.is_(None), Area.area_id.in_(below(paths))
        )
        self._areas = {area.area_id: area for area in session.scalars(select(Area).where(Area.area_id.in_(areas)))}
        self._named: dict[tuple[str, str], list[Area]] = defaultdict(list)
        for area in session.scalars(standing):
            self._named[area.kind, area.name].append(area)
        self._households = self._read_households(set(households))
        self._numbers = draw_numbers(session, AT_A_TIME)
        self._made: list[Area] = []

    def household(self, area_id: UUID, estate: str | None, building: str | None, name: str) -> Area:
        """The household of these names, made where it is not there.

        Raises `AreaUnknown`, `EstateUnknown`, `BuildingUnknown`, `BuildingAmbiguous`, `AreaEnded` or `AreaKindOutOfOrder`.
        """
        above = self._areas.get(area_id)
        if above is None:
            raise AreaUnknown()
        if estate is not None:
            above = _one([each for each in self._named[ESTATE, estate] if _lies_in(each, above)], EstateUnknown)
        if building is not None:
            above = _one([each for each in self._named[BUILDING, building] if _lies_in(each, above)], BuildingUnknown)
        known = self._households[above.area_id].get(name)
        # Of a chunk that was taken back, areas are in the session no longer.
        return known if known is not None and known in self._session else self._make(above, name)

    def write_beside(self) -> None:
        """Put the replica of what was made, set by set."""
        put_areas(self._session, [replica_of(area) for area in self._made if area in self._session])

    @property
    def households(self) -> set[UUID]:
        """All households that bear one of the names somewhere in the places of the list."""
        return {area.area_id for named in self._households.values() for area in named.values()}

    def _read_households(self, names: set[str]) -> defaultdict[UUID, dict[str, Area]]:
        """By the place that they lie in, and their name there."""
        places = {area.area_id for area in chain(self._areas.values(), *self._named.values())}
        there = select(Area).where(
            Area.parent_id.in_(places), Area.kind == HOUSEHOLD, Area.name.in_(names), Area.valid_to.is_(None)
        )
        found: defaultdict[UUID, dict[str, Area]] = defaultdict(dict)
        for area in self._session.scalars(there):
            if area.parent_id is not None:  # only a city has none
                found[area.parent_id][area.name] = area
        return found

    def _make(self, above: Area, name: str) -> Area:
        """A household, there as long as what it lies in: nobody says since when."""
        made = divide(self._session, above, next(self._numbers), HOUSEHOLD, name, None, above.valid_from)
        self._session.add(made)
        tell(self._session, AreaRegisteredV1, made)
        self._households[above.area_id][name] = made
        self._made.append(made)
        return made


def _one(found: list[Area], unknown: type[EstateUnknown] | type[BuildingUnknown]) -> Area:
    if not found:
        raise unknown()
    if len(found) > 1:
        raise BuildingAmbiguous()
    return found[0]


def _lies_in(area: Area, above: Area) -> bool:
    return f"{area.path}.".startswith(f"{above.path}.")
