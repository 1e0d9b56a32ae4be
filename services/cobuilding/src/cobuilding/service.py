"""Cobuilding's door: its table of contents."""

from __future__ import annotations

from cobuilding import queries
from cobuilding.domain.agreement import Agreement
from cobuilding.domain.errors import AgreementInForce, ClassificationOutOfOrder, CreditCodeTaken, UnitExists
from cobuilding.domain.unit import Unit
from cobuilding.use_cases import agreements, classifications, erasure, restructurings, units
from contracts.cobuilding import operations as ops
from contracts.membership.events import PersonDiedV1, PersonErasureOrderedV1, RestructuringAnnouncedV1
from runtime.copies import Holding
from runtime.doors import Door

door = Door("cobuilding")
serve, show, react, every = door.serve, door.show, door.react, door.every
guard, constraint = door.guard, door.constraint

door.hold(Holding("units_stood_for", Unit.__table__, by=("contact_id",)))

guard(ops.Unit, Unit)
guard(ops.Agreement, Agreement)

serve(ops.register_unit, units.register_unit)
serve(ops.classify_unit, classifications.classify_unit)
serve(ops.list_units, queries.list_units)
show(ops.show_unit, queries.shown_units)
serve(ops.change_unit, units.change_unit)
serve(ops.close_unit, units.close_unit)
serve(ops.import_units, units.import_units)
serve(ops.sign_agreement, agreements.sign_agreement)
serve(ops.list_agreements, queries.list_agreements)
show(ops.show_agreement, queries.shown_agreements)
serve(ops.lapse_agreement, agreements.lapse_agreement)
serve(ops.import_agreements, agreements.import_agreements)

react(PersonDiedV1, units.lose_contact)
react(PersonErasureOrderedV1, erasure.erase)
react(RestructuringAnnouncedV1, restructurings.acknowledge)

every(minutes=10, job=agreements.lapse_ended)

constraint("one_open_unit_per_area_and_name", UnitExists)
constraint("one_open_unit_per_credit_code", CreditCodeTaken)
constraint("one_classification_a_day", ClassificationOutOfOrder)
constraint("one_agreement_in_force_per_unit", AgreementInForce)
