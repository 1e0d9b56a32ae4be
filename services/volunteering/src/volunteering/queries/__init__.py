"""Lists and readings of volunteering: Core rows, each with one statement."""

from __future__ import annotations

from volunteering.queries.activities import (
    activity_row,
    list_activities,
    list_outputs,
    list_series,
    list_sign_ups,
    list_swaps,
    output_row,
    show_activity,
)
from volunteering.queries.after_school import list_after_schools, list_school_places, school_days_of
from volunteering.queries.attendances import attendance_row, list_attendances
from volunteering.queries.bank import (
    account_row,
    bank_balance,
    list_bank_accounts,
    list_bank_entries,
    list_banks,
    show_bank,
    show_bank_account,
)
from volunteering.queries.cadence import list_cadence
from volunteering.queries.courses import (
    check_certificate,
    enrolment_row,
    issued_certificate_row,
    list_courses,
    list_enrolments,
    list_issued_certificates,
    list_surveys,
    show_course,
    show_survey,
    survey_row,
)
from volunteering.queries.credentials import list_calls, list_certificates
from volunteering.queries.deeds import list_board, list_contests, list_deeds, list_nominations
from volunteering.queries.mentorships import list_mentorships
from volunteering.queries.needs import list_matches, list_needs, list_stations, show_need, show_station
from volunteering.queries.pairing_contacts import gift_row, show_pairing_contacts, visit_row
from volunteering.queries.pairings import list_pairings
from volunteering.queries.programmes import (
    camp_place_row,
    list_camp_places,
    list_campaigns,
    list_camps,
    list_occurrences,
    list_prizes,
    list_programmes,
    list_sites,
    show_campaign,
)
from volunteering.queries.shop import (
    batch_row,
    free_items,
    list_batches,
    list_entitlements,
    list_reservations,
    list_shops,
    list_stock,
    show_reservation,
    stock_row,
)
from volunteering.queries.teams import list_teams, show_team
from volunteering.queries.volunteers import list_volunteers, name_of, show_hours, show_volunteer

__all__ = [
    "gift_row",
    "show_pairing_contacts",
    "visit_row",
    "list_board",
    "list_contests",
    "list_deeds",
    "list_nominations",
    "list_after_schools",
    "list_school_places",
    "school_days_of",
    "check_certificate",
    "enrolment_row",
    "issued_certificate_row",
    "list_courses",
    "list_enrolments",
    "list_issued_certificates",
    "list_surveys",
    "show_course",
    "show_survey",
    "survey_row",
    "account_row",
    "activity_row",
    "attendance_row",
    "bank_balance",
    "batch_row",
    "camp_place_row",
    "free_items",
    "list_activities",
    "list_attendances",
    "list_bank_accounts",
    "list_bank_entries",
    "list_banks",
    "list_batches",
    "list_cadence",
    "list_calls",
    "list_camp_places",
    "list_campaigns",
    "list_camps",
    "list_certificates",
    "list_entitlements",
    "list_matches",
    "list_mentorships",
    "list_needs",
    "list_occurrences",
    "list_outputs",
    "list_pairings",
    "list_prizes",
    "list_programmes",
    "list_reservations",
    "list_series",
    "list_shops",
    "list_sign_ups",
    "list_sites",
    "list_stations",
    "list_stock",
    "list_swaps",
    "list_teams",
    "list_volunteers",
    "name_of",
    "output_row",
    "show_activity",
    "show_bank",
    "show_bank_account",
    "show_campaign",
    "show_hours",
    "show_need",
    "show_reservation",
    "show_station",
    "show_team",
    "show_volunteer",
    "stock_row",
]
