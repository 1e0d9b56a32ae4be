"""The garden's door, its use cases beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from garden import contract, domain
from garden.domain import Plot
from kernel.ids import uuid7
from runtime import copies, parking_desk, story_desk
from runtime.access import Caller, sees
from runtime.doors import Door
from runtime.imports import import_records, imported_id
from runtime.outbox import emit
from runtime.paging import page

TABLE = Plot.__table__


def plant_tree(session: Session, caller: Caller, *, plot_id: UUID, kind: str) -> Plot:
    plot = session.get_one(Plot, plot_id)
    plot.plant(kind)
    emit(session, contract.TreePlantedV1, aggregate_id=plot_id, area=plot.area, plot_id=plot_id, kind=kind)
    return plot


def rename_plot(session: Session, caller: Caller, *, plot_id: UUID, title: str) -> Plot:
    plot = session.get_one(Plot, plot_id)
    plot.title = title
    return plot


def open_plot(session: Session, caller: Caller, *, area_id: UUID, title: str) -> Plot:
    plot = Plot(id=uuid7(), area=area_id, title=title, trees=0, gardener="", phone="")
    session.add(plot)
    return plot


def break_fence(session: Session, caller: Caller, *, plot_id: UUID, kind: str) -> None:
    plot = session.get_one(Plot, plot_id)
    if kind == "bug":
        plot.trees = 2
        raise RuntimeError("王小明 13812345678")
    if kind == "cable":
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    if kind == "late refusal":
        plot.trees = 2
        session.flush()
        raise domain.GardenFull
    if kind == "noted":
        session.execute(text("UPDATE plot SET title = 'broken' WHERE id = :id"), {"id": plot_id})
        raise domain.FenceNoted
    if kind == "look":
        if session.execute(select(TABLE.c.id).where(TABLE.c.title == "new")).first() is None:
            raise RuntimeError("did not see what an earlier command of the group had done")
        raise domain.GardenFull
    plot.trees = 99


def show_plot(session: Session, caller: Caller, *, plot_id: UUID) -> Any:
    return session.execute(select(TABLE).where(TABLE.c.id == plot_id)).one()


def list_plots(session: Session, caller: Caller, *, limit: int | None, after: str | None) -> dict[str, Any]:
    rows = select(TABLE).where(sees(session, caller, contract.Plot, TABLE.c))
    return page(session, rows, keys=[TABLE.c.title, TABLE.c.id], limit=limit, after=after)


def count_plots(session: Session, caller: Caller) -> None:
    session.execute(select(func.count()).select_from(TABLE)).scalar_one()


def rest(session: Session, caller: Caller) -> None:
    return None


def import_plots(session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]) -> dict[str, Any]:
    return import_records(
        session, caller, contract.PlotRecord, records, enter_plot, dry_run, register="plot", area="area_id"
    )


def enter_plot(
    session: Session, caller: Caller, *, area_id: UUID, title: str, parent_key: str | None, source: str
) -> UUID:
    if parent_key is not None and imported_id(session, "plot", source, parent_key) is None:
        raise domain.TreeUnknown(field="parent_key")
    plot = open_plot(session, caller, area_id=area_id, title=title)
    emit(session, contract.TreePlantedV1, aggregate_id=plot.id, area=area_id, plot_id=plot.id, kind="plum")
    if title == "late":
        raise domain.GardenFull
    return plot.id


door = Door("garden")
door.guard(contract.Plot, Plot)
door.constraint("uq_plot_title", domain.TitleTaken)
for operation, use_case in (
    (contract.plant_tree, plant_tree),
    (contract.rename_plot, rename_plot),
    (contract.open_plot, open_plot),
    (contract.break_fence, break_fence),
    (contract.show_plot, show_plot),
    (contract.list_plots, list_plots),
    (contract.count_plots, count_plots),
    (contract.rest, rest),
    (contract.import_plots, import_plots),
):
    door.serve(operation, use_case)
parking_desk.open_at(door)
story_desk.open_at(door)
copies.open_at(door)
