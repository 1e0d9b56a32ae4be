"""Which rule a constraint of the database is: what two people who act at once can only meet there."""

from __future__ import annotations

from kernel.rules import BrokenRule
from volunteering.domain import (
    after_school_errors,
    bank_errors,
    course_errors,
    deed_errors,
    entitlement_errors,
    errors,
    need_errors,
    pairing_errors,
    programme_errors,
    shop_errors,
)

CONSTRAINTS: dict[str, type[BrokenRule]] = {
    "volunteer_person_id_key": errors.AlreadyVolunteer,
    "team_name_while_standing": errors.TeamNameTaken,
    "team_seat_no_overlap": errors.AlreadyMember,
    "sign_up_once": errors.AlreadySignedUp,
    "sign_up_no_overlap": errors.OverlappingSignUp,
    "site_name_while_open": programme_errors.SiteNameTaken,
    "campaign_no_overlap": programme_errors.CampaignOverlaps,
    "prize_once_for_its_evidence": programme_errors.PrizeAlreadyRecorded,
    "camp_place_once": programme_errors.AlreadyEnrolled,
    "station_name_while_open": need_errors.StationNameTaken,
    "need_match_once": need_errors.AlreadyAsked,
    "need_match_one_helper": need_errors.NeedNotThereYet,
    "course_lesson_once": course_errors.LessonOfAnotherCourse,
    "course_series_once": course_errors.LessonOfAnotherCourse,
    "course_enrolment_once": course_errors.AlreadyEnrolled,
    "school_place_once": after_school_errors.ChildHasAPlace,
    "school_day_once": after_school_errors.AlreadyArrived,
    "school_pick_up_pkey": after_school_errors.AlreadyPickedUp,
    "contest_season": deed_errors.SeasonTaken,
    "nomination_once": deed_errors.AlreadyNominated,
    "pairing_visit_one_a_day": pairing_errors.AlreadyVisited,
    "pairing_no_overlap": pairing_errors.AlreadyPaired,
    "bank_account_once": bank_errors.AccountExists,
    "bank_account_savings_not_below_zero": bank_errors.BalanceTooLow,
    "bank_lot_not_below_zero": bank_errors.BalanceTooLow,
    "love_shop_name_while_open": shop_errors.ShopNameTaken,
    "shop_stock_once": shop_errors.GoodsCodeTaken,
    "stock_batch_reserved_is_there": shop_errors.OutOfStock,
    "stock_batch_not_below_zero": shop_errors.GoodsNotThere,
    "stock_movement_issued_once": shop_errors.ReservationOver,
    "bank_posting_hold_ends_once": shop_errors.ReservationOver,
    "entitlement_no_overlap": entitlement_errors.AlreadyEntitled,
}
