"""From what happened here to what the others hear of it."""

from __future__ import annotations

from volunteering.published.activities import activity_held, hours_approved, hours_reversed, no_show_recorded
from volunteering.published.bank import bank_opened, minutes_posted
from volunteering.published.duties import volunteer_assigned, volunteer_withdrawn
from volunteering.published.obligations import person_erasure_done
from volunteering.published.pairings import pairing_ended, pairing_started
from volunteering.published.shop import goods_issued, goods_received, goods_struck, shop_closed, shop_opened, stock_low
from volunteering.published.teams import (
    leader_changed,
    member_joined,
    member_left,
    team_disbanded,
    team_formed,
    team_renamed,
)

__all__ = [
    "activity_held",
    "bank_opened",
    "goods_issued",
    "goods_received",
    "goods_struck",
    "hours_approved",
    "hours_reversed",
    "leader_changed",
    "member_joined",
    "member_left",
    "minutes_posted",
    "no_show_recorded",
    "pairing_ended",
    "pairing_started",
    "person_erasure_done",
    "shop_closed",
    "shop_opened",
    "stock_low",
    "team_disbanded",
    "team_formed",
    "team_renamed",
    "volunteer_assigned",
    "volunteer_withdrawn",
]
