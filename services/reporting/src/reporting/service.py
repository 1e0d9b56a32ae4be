"""Reporting's door: its table of contents."""

from __future__ import annotations

from contracts import catalogue
from contracts.reporting import operations as ops
from reporting import queries
from reporting.use_cases import archive, rebuild
from runtime.doors import Door
from runtime.replicas import AREA

door = Door("reporting")
serve, react, guard = door.serve, door.react, door.guard

guard(ops.Account, AREA)

serve(ops.show_annual_report, queries.show_annual_report)
serve(ops.list_figure_facts, queries.list_figure_facts)
serve(ops.list_seals, queries.list_seals)
serve(ops.rebuild_facts, rebuild.rebuild_facts)

# Its own seals too: whatever nobody hears would wait in the outbox for ever, and a chain that nobody keeps proves nothing.
for event in catalogue.events():
    react(event, archive.keep, batch=True)
