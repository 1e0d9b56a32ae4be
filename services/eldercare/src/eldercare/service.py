"""Eldercare's door: its table of contents."""

from __future__ import annotations

from contracts.eldercare import operations as ops
from contracts.membership.events import (
    ConsentWithdrawnV1,
    PersonDiedV1,
    PersonErasureOrderedV1,
    PersonMovedV1,
    RestructuringAnnouncedV1,
)
from eldercare import queries
from eldercare.domain.card import Card
from eldercare.domain.elder import Elder
from eldercare.domain.errors import CardExists, ElderExists
from eldercare.use_cases import cards, elders, erasure, restructurings
from runtime.copies import Holding
from runtime.doors import Door

door = Door("eldercare")
serve, react, guard, constraint = door.serve, door.react, door.guard, door.constraint

door.hold(
    Holding("elders", Elder.__table__, sealed={"living": "person_id"}),
    Holding("cards", Card.__table__),
)

guard(ops.Elder, Elder)
guard(ops.Card, Card)

serve(ops.register_elder, elders.register_elder)
serve(ops.list_elders, queries.list_elders)
serve(ops.show_elder, queries.show_elder)
serve(ops.remove_elder, elders.remove_elder)
serve(ops.issue_card, cards.issue_card)
serve(ops.verify_card, cards.verify_card)
serve(ops.revoke_card, cards.revoke_card)
serve(ops.import_elders, elders.import_elders)

react(PersonMovedV1, elders.follow_move)
react(PersonDiedV1, elders.leave_on_death)
react(ConsentWithdrawnV1, elders.end_care)
react(PersonErasureOrderedV1, erasure.erase)
react(RestructuringAnnouncedV1, restructurings.acknowledge)

constraint("one_stay_per_person", ElderExists)
constraint("one_valid_card_per_kind", CardExists)
