"""Shops and what stands on their shelves are public life. A reservation is its maker's affair and that of the shop; who is
entitled to help is known to those who arrange it, and to nobody else."""

from __future__ import annotations

from contracts.access import Resource, area_scope, person_scope, role, self_in, signed_in
from contracts.roles import AID_WORKER, COMMUNITY_SECRETARY, DESK_CLERK, STREET_OFFICER

KEEPERS = (DESK_CLERK, COMMUNITY_SECRETARY, STREET_OFFICER)
"""Those who keep a shop's shelves and reservations. Only its clerks hand over."""

APPROVERS = (COMMUNITY_SECRETARY, STREET_OFFICER)
ARRANGERS = (AID_WORKER, DESK_CLERK, *APPROVERS)
"""Those who arrange help by entitlement, and those of them who approve it."""


class Shop(Resource):
    """A love supermarket (爱心超市) or a desk of one."""

    key = "shop_id"
    area = area_scope()


Shop.see = (signed_in(),)


class Stock(Resource):
    """One kind of goods in one shop."""

    key = "stock_id"
    area = area_scope()


Stock.see = (signed_in(),)


class Batch(Resource):
    """Goods of one kind that came in together and expire together."""

    key = "batch_id"
    area = area_scope()


Batch.see = (role(*KEEPERS).over(Batch.area),)


class Reservation(Resource):
    """Goods put aside for somebody. `person_id` is null where they are entitled: then nobody is named."""

    key = "reservation_id"
    person_id = person_scope()
    area = area_scope()


Reservation.see = (self_in(Reservation.person_id), role(*KEEPERS).over(Reservation.area))


class Entitlement(Resource):
    """That somebody may be given goods. Who it is, and why, is sealed."""

    key = "entitlement_id"
    area = area_scope()


Entitlement.see = (role(*ARRANGERS).over(Entitlement.area),)

SHOP_KEEPERS = (role(*KEEPERS).over(Shop.area),)
"""Who may reserve for somebody else."""
