"""Reporting's door: its table of contents."""

from __future__ import annotations

from contracts.reporting import operations as ops
from reporting import queries
from reporting.use_cases import archive, rebuild
from runtime.doors import Door
from runtime.replicas import AREA

door = Door("reporting")
serve, react_to_all, guard = door.serve, door.react_to_all, door.guard

guard(ops.Account, AREA)

serve(ops.read_annual_report, queries.read_annual_report)
serve(ops.list_figure_facts, queries.list_figure_facts)
serve(ops.list_seals, queries.list_seals)
serve(ops.rebuild_facts, rebuild.rebuild_facts)

react_to_all(archive.keep)
