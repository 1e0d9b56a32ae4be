"""What the garden promises."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.access import (
    Area,
    Resource,
    acting_for,
    area_scope,
    contact_of,
    person_scope,
    public,
    role,
    self_in,
    signed_in,
    team_scope,
    unit_scope,
)
from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal, sensitive
from contracts.events import Event
from contracts.imports import ImportRecord
from contracts.operations import Command, Import, Query
from contracts.roles import COMMUNITY_SECRETARY, REGISTRAR, SYSTEM_OPERATOR, TEAM_LEADER, WARDEN

NAME = personal("call", Basis.CONSENT, "while gardener", mask=Mask.NAME, shown_to=(COMMUNITY_SECRETARY,))
PHONE = sensitive("call", Basis.CONSENT, "while gardener", mask=Mask.PHONE, shown_to=(COMMUNITY_SECRETARY,))


class Plot(Resource):
    """A plot: the wardens around see it, its gardener and the area's secretary work with it."""

    key = "plot_id"
    area = area_scope()
    person_id = person_scope()
    unit_id = unit_scope()
    team_id = team_scope()


Plot.see = (role(WARDEN).over(Plot.area),)


class Request(Schema):
    class Meta:
        unknown = RAISE


class PlantTree(Request):
    plot_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.Length(min=1, max=20), metadata=PUBLIC)


class RenamePlot(Request):
    plot_id = fields.UUID(required=True, metadata=INTERNAL)
    title = fields.String(required=True, metadata=PUBLIC)


class ShowPlot(Request):
    plot_id = fields.UUID(required=True, metadata=INTERNAL)


class OpenPlot(Request):
    area_id = fields.UUID(required=True, metadata=INTERNAL)
    title = fields.String(required=True, metadata=PUBLIC)


class ListPlots(Request):
    limit = fields.Integer(load_default=None, metadata=PUBLIC)
    after = fields.String(load_default=None, metadata=PUBLIC)


class PlotShown(Schema):
    plot_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=INTERNAL)
    title = fields.String(metadata=PUBLIC)
    trees = fields.Integer(metadata=PUBLIC)
    version = fields.Integer(metadata=INTERNAL)
    gardener = fields.String(metadata=NAME)
    phone = fields.String(metadata=PHONE)


class Plots(Schema):
    items = fields.List(fields.Nested(PlotShown), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class PlotRecord(ImportRecord):
    area_id = fields.UUID(required=True, metadata=INTERNAL)
    title = fields.String(required=True, metadata=PUBLIC)
    parent_key = fields.String(load_default=None, metadata=INTERNAL)


class TreePlantedV1(Event):
    """A tree was planted."""

    name, aggregate, emitted_since = "garden.tree_planted.v1", "plot", "0.1.0"
    plot_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=PUBLIC)


SECRETARY = role(COMMUNITY_SECRETARY)

plant_tree = Command(
    "garden.plant_tree",
    "POST /plots/{plot_id}/trees",
    request=PlantTree,
    reply=PlotShown,
    on=Plot,
    allow=[acting_for(Plot.person_id), SECRETARY.over(Plot.area), self_in(Plot.person_id), contact_of(Plot.unit_id)],
    status=201,
    about="Plant a tree.",
)
rename_plot = Command(
    "garden.rename_plot",
    "PATCH /plots/{plot_id}",
    request=RenamePlot,
    reply=PlotShown,
    on=Plot,
    allow=[SECRETARY.over(Plot.area), role(TEAM_LEADER).over(Plot.team_id)],
    edits=True,
    about="Rename a plot.",
)
open_plot = Command(
    "garden.open_plot",
    "POST /plots",
    request=OpenPlot,
    reply=PlotShown,
    on=Area,
    allow=[SECRETARY.over(Area.area_id)],
    status=201,
    about="Open a plot.",
)
break_fence = Command(
    "garden.break_fence",
    "POST /plots/{plot_id}/breakages",
    request=PlantTree,
    on=Plot,
    allow=[SECRETARY.over(Plot.area)],
    about="Fails in the way that `kind` says.",
)
show_plot = Query(
    "garden.show_plot",
    "GET /plots/{plot_id}",
    request=ShowPlot,
    reply=PlotShown,
    on=Plot,
    allow=[SECRETARY.over(Plot.area), self_in(Plot.person_id)],
    about="Show a plot.",
)
list_plots = Query(
    "garden.list_plots",
    "GET /plots",
    request=ListPlots,
    reply=Plots,
    allow=[signed_in(), SECRETARY.over(Plot.area), self_in(Plot.person_id)],
    about="List plots.",
    paged=True,
)
count_plots = Query("garden.count_plots", "GET /plots/count", allow=[public()], about="How many plots there are.")
rest = Command("garden.rest", "POST /rest", allow=[role(SYSTEM_OPERATOR).anywhere()], about="Do nothing.")
import_plots = Import(
    "garden.import_plots",
    "POST /plots/imports",
    record=PlotRecord,
    allow=[role(REGISTRAR).over(Plot.area)],
    about="Enter plots of the past.",
)
