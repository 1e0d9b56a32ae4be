"""Getting goods from a love supermarket: reserve, hand over, or let go; and who may have them without minutes."""

from __future__ import annotations

from contracts.access import Area, role, self_in, signed_in
from contracts.operations import Command, Query
from contracts.roles import DESK_CLERK
from contracts.volunteering.examples import AREA, ENTITLEMENT, HELPED, RESERVATION, SHOP, STOCK
from contracts.volunteering.replies import shop as replies
from contracts.volunteering.requests import shop as requests
from contracts.volunteering.resources.shop import APPROVERS, ARRANGERS, KEEPERS, Entitlement, Reservation, Shop

_GOODS = [{"stock_id": STOCK, "number": 1}]
_READERS = [self_in(Reservation.person_id), role(*KEEPERS).over(Reservation.area)]
_ARRANGERS = [role(*ARRANGERS).over(Entitlement.area)]
_SHORT = ["shop_closed", "goods_unknown", "goods_twice", "out_of_stock"]

reserve_goods = Command(
    "volunteering.reserve_goods",
    "POST /shops/{shop_id}/reservations",
    request=requests.ReserveGoods,
    reply=replies.Reservation,
    on=Shop,
    allow=[signed_in()],
    refuses=[
        *_SHORT,
        "balance_too_low",
        "redemption_limit_reached",
        "no_account_here",
        "not_for_others",
        "not_a_volunteer",
    ],
    about="Put goods aside and hold the minutes they cost, in one act; oneself, or by the shop's clerk for somebody.",
    example={"shop_id": SHOP, "goods": _GOODS},
    status=201,
)
reserve_for_entitled = Command(
    "volunteering.reserve_for_entitled",
    "POST /shops/{shop_id}/entitled-reservations",
    request=requests.ReserveForEntitled,
    reply=replies.Reservation,
    on=Shop,
    allow=[role(*ARRANGERS).over(Shop.area)],
    refuses=[*_SHORT, "not_entitled", "entitlement_used_up"],
    about="Put goods aside for somebody who is entitled to them. The reservation names nobody.",
    example={"shop_id": SHOP, "goods": _GOODS, "person_id": HELPED},
    status=201,
)
list_reservations = Query(
    "volunteering.list_reservations",
    "GET /reservations",
    request=requests.ListReservations,
    reply=replies.ReservationPage,
    allow=[signed_in()],
    about="Reservations: one's own, or those of the shops of an area for their clerks and secretaries.",
    example={"area_id": AREA, "state": "reserved"},
    paged=True,
)
show_reservation = Query(
    "volunteering.show_reservation",
    "GET /reservations/{reservation_id}",
    request=requests.OfReservation,
    reply=replies.ReservationWithGoods,
    on=Reservation,
    allow=_READERS,
    about="One reservation with its goods.",
    example={"reservation_id": RESERVATION},
)
hand_over_goods = Command(
    "volunteering.hand_over_goods",
    "POST /reservations/{reservation_id}/hand-over",
    request=requests.OfReservation,
    reply=replies.Reservation,
    on=Reservation,
    allow=[role(DESK_CLERK).over(Reservation.area)],
    refuses=["reservation_over", "reservation_expired", "goods_out_of_date", "own_reservation"],
    about="Hand reserved goods over (发放): goods go out and the held minutes are spent, in one act; nobody serves themselves.",
    example={"reservation_id": RESERVATION},
)
cancel_reservation = Command(
    "volunteering.cancel_reservation",
    "POST /reservations/{reservation_id}/cancel",
    request=requests.OfReservation,
    reply=replies.Reservation,
    on=Reservation,
    allow=_READERS,
    refuses=["reservation_over"],
    about="Let reserved goods go: they are free again, and so are the minutes.",
    example={"reservation_id": RESERVATION},
)
propose_entitlement = Command(
    "volunteering.propose_entitlement",
    "POST /entitlements",
    request=requests.ProposeEntitlement,
    reply=replies.Entitlement,
    on=Area,
    allow=[role(*ARRANGERS).over(Area.area_id)],
    refuses=[
        "shop_needs_community",
        "person_unknown",
        "person_not_alive",
        "category_unknown",
        "entitlement_too_long",
        "ends_before_it_begins",
        "already_entitled",
    ],
    about="Propose that somebody may be given goods. Who and why is sealed; it counts when a secretary has approved it.",
    example={
        "area_id": AREA,
        "person_id": HELPED,
        "category": "low_income",
        "valid_from": "2011-03-01",
        "valid_until": "2011-12-31",
    },
    status=201,
)
list_entitlements = Query(
    "volunteering.list_entitlements",
    "GET /entitlements",
    request=requests.ListEntitlements,
    reply=replies.EntitlementPage,
    allow=_ARRANGERS,
    about="Entitlements of an area and below it, without their people.",
    example={"area_id": AREA, "state": "proposed"},
    paged=True,
)
show_entitlement = Query(
    "volunteering.show_entitlement",
    "GET /entitlements/{entitlement_id}",
    request=requests.OfEntitlement,
    reply=replies.OpenedEntitlement,
    on=Entitlement,
    allow=_ARRANGERS,
    about="One entitlement with its person; the reading is recorded.",
    example={"entitlement_id": ENTITLEMENT},
)
approve_entitlement = Command(
    "volunteering.approve_entitlement",
    "POST /entitlements/{entitlement_id}/approve",
    request=requests.OfEntitlement,
    reply=replies.Entitlement,
    on=Entitlement,
    allow=[role(*APPROVERS).over(Entitlement.area)],
    refuses=["entitlement_decided", "own_entitlement"],
    about="Approve a proposed entitlement; not the one that oneself proposed, nor one's own.",
    example={"entitlement_id": ENTITLEMENT},
)
end_entitlement = Command(
    "volunteering.end_entitlement",
    "POST /entitlements/{entitlement_id}/end",
    request=requests.EndEntitlement,
    reply=replies.Entitlement,
    on=Entitlement,
    allow=_ARRANGERS,
    refuses=["entitlement_over"],
    about="End an entitlement, or decline a proposed one, with a reason.",
    example={"entitlement_id": ENTITLEMENT, "reason": "no_longer_in_need"},
)
