"""From what happened here to what the others hear of it."""

from __future__ import annotations

from volunteering.published.activities import activity_held, hours_approved, hours_reversed, no_show_recorded
from volunteering.published.after_school import (
    after_school_closed,
    after_school_opened,
    child_picked_up,
    pick_up_overdue,
    school_place_ended,
    school_place_taken,
)
from volunteering.published.bank import bank_opened, minutes_posted
from volunteering.published.courses import (
    completion_struck,
    course_called_off,
    course_completed,
    course_opened,
    survey_closed,
)
from volunteering.published.deeds import (
    ballot_requested,
    deed_published,
    deed_taken_down,
    nomination_made,
    nomination_won,
)
from volunteering.published.duties import volunteer_assigned, volunteer_withdrawn
from volunteering.published.mentorships import mentoring_begun, mentoring_ended
from volunteering.published.needs import (
    match_confirmed,
    match_failed,
    need_accepted,
    need_closed,
    need_raised,
    need_reopened,
    need_solved,
    station_closed,
    station_opened,
)
from volunteering.published.obligations import person_erasure_done
from volunteering.published.pairings import (
    pairing_ended,
    pairing_gift_given,
    pairing_gift_struck,
    pairing_started,
    pairing_visit_struck,
    pairing_visited,
)
from volunteering.published.programmes import activity_logged, cadence_lost, cadence_met, output_recorded, output_struck
from volunteering.published.responders import responder_declined, responder_offered
from volunteering.published.shop import goods_issued, goods_received, goods_struck, shop_closed, shop_opened, stock_low
from volunteering.published.sites import (
    camp_held,
    campaign_concluded,
    prize_recorded,
    prize_struck,
    site_closed,
    site_opened,
)
from volunteering.published.teams import (
    leader_changed,
    member_joined,
    member_left,
    team_disbanded,
    team_formed,
    team_renamed,
)
from volunteering.published.volunteers import volunteer_registered, volunteer_retired

__all__ = [
    "pairing_gift_struck",
    "pairing_visit_struck",
    "mentoring_begun",
    "mentoring_ended",
    "pairing_gift_given",
    "pairing_visited",
    "ballot_requested",
    "deed_published",
    "deed_taken_down",
    "nomination_made",
    "nomination_won",
    "after_school_closed",
    "after_school_opened",
    "child_picked_up",
    "pick_up_overdue",
    "school_place_ended",
    "school_place_taken",
    "completion_struck",
    "course_called_off",
    "course_completed",
    "course_opened",
    "survey_closed",
    "activity_held",
    "activity_logged",
    "bank_opened",
    "cadence_lost",
    "cadence_met",
    "camp_held",
    "campaign_concluded",
    "goods_issued",
    "goods_received",
    "goods_struck",
    "hours_approved",
    "hours_reversed",
    "leader_changed",
    "match_confirmed",
    "match_failed",
    "member_joined",
    "member_left",
    "minutes_posted",
    "need_accepted",
    "need_closed",
    "need_raised",
    "need_reopened",
    "need_solved",
    "no_show_recorded",
    "output_recorded",
    "output_struck",
    "pairing_ended",
    "pairing_started",
    "person_erasure_done",
    "prize_recorded",
    "prize_struck",
    "responder_declined",
    "responder_offered",
    "shop_closed",
    "shop_opened",
    "site_closed",
    "site_opened",
    "station_closed",
    "station_opened",
    "stock_low",
    "team_disbanded",
    "team_formed",
    "team_renamed",
    "volunteer_assigned",
    "volunteer_registered",
    "volunteer_retired",
    "volunteer_withdrawn",
]
