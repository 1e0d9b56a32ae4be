"""The tree of organisations (组织) as every service keeps it, fed by membership's events: what a grant over one reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Date, Table, Text, Uuid, any_, func, select, text, type_coerce
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.paging import Led
from runtime.replicas import METADATA

MANY = 300
"""Organisations below which a list has so many rows that a page is sooner filled by walking its order."""

ORGANISATION = Table(
    "organisation",
    METADATA,
    Column("organisation_id", Uuid, primary_key=True),
    Column("parent_id", Uuid),
    Column("area_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("dissolved_on", Date),
)


def put_organisation(session: Session, **fields: Any) -> None:
    """Insert or change one organisation. Fields: those of the table."""
    write = insert(ORGANISATION).values(fields)
    replace = {name: write.excluded[name] for name in fields if name != "organisation_id"}
    session.execute(write.on_conflict_do_update(index_elements=["organisation_id"], set_=replace))


def organisations_above(session: Session, organisation_id: UUID) -> frozenset[UUID]:
    """An organisation and all that it stands under; empty where the replica does not know it (yet)."""
    return frozenset(session.execute(_ABOVE, {"organisation_id": organisation_id}).scalars())


def organisations_below(held: Sequence[UUID]) -> Any:
    """A select of the ids of `held` organisations and of all that stand under them."""
    below = select(ORGANISATION.c.organisation_id).where(ORGANISATION.c.organisation_id.in_(held)).cte(recursive=True)
    step = select(ORGANISATION.c.organisation_id).join(below, ORGANISATION.c.parent_id == below.c.organisation_id)
    return select(below.union(step).c.organisation_id)


def stands_under(session: Session, column: ColumnElement[Any], held: Sequence[UUID]) -> ColumnElement[bool]:
    """A condition for the rows of a list whose organisation is one of `held` or stands under one. Few organisations lead to
    their rows; for many, each row of the list's order is looked at (ADR 26)."""
    below = organisations_below(held)
    if session.scalar(select(func.count()).select_from(below.limit(MANY).subquery())) == MANY:
        return column.in_(below)
    return type_coerce(column == any_(func.array(below.scalar_subquery())), Led())


_ABOVE = text("""
    WITH RECURSIVE above AS (
        SELECT organisation_id, parent_id FROM runtime.organisation WHERE organisation_id = :organisation_id
        UNION SELECT o.organisation_id, o.parent_id
                FROM runtime.organisation AS o JOIN above AS a ON o.organisation_id = a.parent_id
    )
    SELECT organisation_id FROM above
""")
