"""Where areas lie (区划位置): put under another area with all below them, begun and ended; what was stays in the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from contracts.membership.events import AreaChangedV1, AreaMergedV1, AreaRegisteredV1, AreaSplitV1
from membership.domain import area_codes
from membership.domain.areas import Area, PastPlace
from membership.use_cases.areas import draw_number, replica_of, tell
from runtime.outbox import emit
from runtime.replicas import end_area, merge_area, put_area, settle_places
from runtime.time import moment_on

# What was registered below later than the day of the move has always lain where it lies now.
_KEEP_PAST = text("""
    INSERT INTO area_past_place (area_id, valid_from, valid_to, parent_id, path)
    SELECT a.area_id, a.since, :on, a.parent_id, a.path
      FROM (SELECT a.*, coalesce((SELECT max(p.valid_to) FROM area_past_place AS p WHERE p.area_id = a.area_id),
                                 a.valid_from) AS since
              FROM area AS a WHERE a.path <@ CAST(:old AS ltree)) AS a
     WHERE a.since < :on
""")
_PLACE = text("""
    UPDATE area AS a
       SET path = CAST(:above AS ltree) || subpath(a.path, nlevel(CAST(:old AS ltree)) - 1),
           parent_id = CASE WHEN a.area_id = :area_id THEN :parent_id ELSE a.parent_id END,
           parent_kind = CASE WHEN a.area_id = :area_id THEN :parent_kind ELSE a.parent_kind END,
           version = a.version + 1
     WHERE a.path <@ CAST(:old AS ltree)
""")


def children(session: Session, area_id: UUID) -> list[Area]:
    """The areas directly below one, in force, by number."""
    below = select(Area).where(Area.parent_id == area_id, Area.valid_to.is_(None)).order_by(Area.number)
    return list(session.scalars(below.with_for_update()).unique())


def names_below(session: Session, area_id: UUID) -> set[str]:
    """The names of the areas directly below one, in force."""
    return set(session.scalars(select(Area.name).where(Area.parent_id == area_id, Area.valid_to.is_(None))))


def placed_from(session: Session, area: Area) -> date:
    """The day from which an area lies where it lies."""
    last = select(func.max(PastPlace.valid_to)).where(PastPlace.area_id == area.area_id)
    return session.scalar(last) or area.valid_from


def place(session: Session, area: Area, parent: Area, on: date, code: str | None) -> None:
    """Put an area with all below it under another one from a day on; codes below follow its own."""
    session.flush()
    was = area.code
    words = {"old": area.path, "on": on, "above": parent.path, "area_id": area.area_id}
    session.execute(_KEEP_PAST, words)
    session.execute(_PLACE, words | {"parent_id": parent.area_id, "parent_kind": parent.kind})
    session.expire_all()
    if code != was:
        area.bear(code, on)
        _follow(session, area, was, on)
    put_area(session, **replica_of(area))
    settle_places(session, [area.area_id])
    tell(session, AreaChangedV1, area, on)


def begin(session: Session, parent: Area, kind: str, name: str, code: str | None, on: date) -> Area:
    """A new area that takes, with others, the place of one that was split."""
    above = parent.code
    area = parent.divide(number=draw_number(session), kind=kind, name=name, code=code, valid_from=on, code_above=above)
    session.add(area)
    session.flush()
    put_area(session, **replica_of(area))
    tell(session, AreaRegisteredV1, area)
    return area


def end_merged(session: Session, survivor: Area, merged: Sequence[Area], on: date) -> None:
    """The merged areas ended; whatever was recorded in them is reached through the survivor."""
    for area in merged:
        area.end(on)
        merge_area(session, area.area_id, survivor.area_id, on)
    emit(
        session,
        AreaMergedV1,
        aggregate_id=survivor.area_id,
        area=survivor.area_id,
        occurred_at=moment_on(on),
        area_id=survivor.area_id,
        merged=[area.area_id for area in merged],
        valid_from=on,
    )


def end_split(session: Session, area: Area, into: Sequence[UUID], on: date) -> None:
    """The split area ended; what was recorded in it stays there."""
    end_area(session, area.area_id, on)
    emit(
        session,
        AreaSplitV1,
        aggregate_id=area.area_id,
        area=area.area_id,
        occurred_at=moment_on(on),
        area_id=area.area_id,
        into=list(into),
        valid_from=on,
    )


def check_code(area: Area, code: str | None, above: str | None) -> None:
    """Raises `AreaCodeNotForKind` or `AreaCodeBeyondParent`."""
    area_codes.check_code(area.kind, code, above)


def followed(code: str | None, was: str | None, becomes: str | None) -> str | None:
    """A code below one that changed: its own last digits behind the new beginning. Without a new beginning, none."""
    if code is None or was is None or not code.startswith(area_codes.significant(was)):
        return code
    if becomes is None:
        return None
    beginning = area_codes.significant(becomes)
    return beginning + code[len(area_codes.significant(was)) :].rjust(area_codes.DIGITS - len(beginning), "0")


def _follow(session: Session, area: Area, was: str | None, on: date) -> None:
    below = select(Area).where(Area.path.op("<@")(area.path), Area.code.is_not(None), Area.area_id != area.area_id)
    for coded in session.scalars(below.where(Area.valid_to.is_(None)).order_by(Area.number)).unique():
        coded.bear(followed(coded.code, was, area.code), on)
        put_area(session, **replica_of(coded))
        tell(session, AreaChangedV1, coded, on)
