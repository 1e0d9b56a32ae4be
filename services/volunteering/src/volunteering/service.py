"""Volunteering's door: everything the service answers to and reacts on."""

from __future__ import annotations

from contracts.cobuilding.events import BallotClosedV1, MatterRoutedV1, UnitChangedV1, UnitRegisteredV1
from contracts.eldercare.events import (
    OrderCancelledV1,
    OrderPlacedV1,
    SosAssignedV1,
    SosCancelledV1,
    SosRaisedV1,
    SosReleasedV1,
    SosResolvedV1,
    VisitCorrectedV1,
    VisitMissedV1,
    VisitVerifiedV1,
)
from contracts.membership.events import (
    ConsentGivenV1,
    ConsentWithdrawnV1,
    PersonDiedV1,
    PersonErasureOrderedV1,
    PersonMovedV1,
    RestructuringAnnouncedV1,
)
from contracts.patrol.events import ShiftCompletedV1, ShiftUnderstaffedV1
from contracts.volunteering import operations as ops
from runtime.doors import Door
from runtime.replicas import PERSON
from volunteering import queries
from volunteering.domain.activities import Activity, Attendance, SignUp
from volunteering.domain.after_school import AfterSchool, SchoolPlace
from volunteering.domain.bank import BankAccount, LoveBank
from volunteering.domain.campaigns import Campaign
from volunteering.domain.camps import Camp, CampPlace
from volunteering.domain.constraints import CONSTRAINTS
from volunteering.domain.contests import Contest, Nomination
from volunteering.domain.courses import Course, Enrolment
from volunteering.domain.credentials import Certificate
from volunteering.domain.deeds import Deed
from volunteering.domain.entitlements import Entitlement
from volunteering.domain.issued_certificates import IssuedCertificate
from volunteering.domain.mentorships import Mentorship
from volunteering.domain.needs import Match, Need
from volunteering.domain.pairings import Pairing
from volunteering.domain.responders import ResponderOffer
from volunteering.domain.series import ActivitySeries, Swap
from volunteering.domain.shop import Batch, Reservation, Shop, Stock
from volunteering.domain.sites import Site
from volunteering.domain.stations import Station
from volunteering.domain.surveys import Survey
from volunteering.domain.teams import Team
from volunteering.domain.volunteers import Volunteer
from volunteering.queries.holdings import HOLDINGS
from volunteering.use_cases import (
    activities,
    after_school,
    attendances,
    bank,
    bank_history,
    campaigns,
    camps,
    check_in_codes,
    contests,
    courses,
    credentials,
    deeds,
    departures,
    duties,
    entitlements,
    holds,
    hours,
    issuing,
    learning,
    matches,
    mentorships,
    needs,
    outputs,
    pairing_contacts,
    pairings,
    pick_ups,
    prizes,
    programme_history,
    reservations,
    responders,
    restructurings,
    series,
    sheet_history,
    shifts,
    shop,
    shop_history,
    sign_ups,
    sites,
    stations,
    surveys,
    swaps,
    team_history,
    teams,
    units,
    volunteers,
)

door = Door("volunteering")
serve, react, every, when = door.serve, door.react, door.every, door.when
guard = door.guard

door.hold(*HOLDINGS)

guard(ops.Person, PERSON)
guard(ops.Volunteer, Volunteer)
guard(ops.Team, Team)
guard(ops.Activity, Activity)
guard(ops.SignUp, SignUp)
guard(ops.Attendance, Attendance)
guard(ops.ActivitySeries, ActivitySeries)
guard(ops.Swap, Swap)
guard(ops.Site, Site)
guard(ops.Campaign, Campaign)
guard(ops.Camp, Camp)
guard(ops.Child, PERSON)
guard(ops.CampPlace, CampPlace)
guard(ops.Certificate, Certificate)
guard(ops.ResponderOffer, ResponderOffer)
guard(ops.Station, Station)
guard(ops.Need, Need)
guard(ops.Match, Match)
guard(ops.Survey, Survey)
guard(ops.Course, Course)
guard(ops.Enrolment, Enrolment)
guard(ops.IssuedCertificate, IssuedCertificate)
guard(ops.AfterSchool, AfterSchool)
guard(ops.SchoolPlace, SchoolPlace)
guard(ops.Deed, Deed)
guard(ops.Contest, Contest)
guard(ops.Nomination, Nomination)
guard(ops.Pairing, Pairing)
guard(ops.Mentorship, Mentorship)
guard(ops.Bank, LoveBank, locks=False)
guard(ops.BankAccount, BankAccount, locks=False)
guard(ops.Shop, Shop)
guard(ops.Stock, Stock)
guard(ops.Batch, Batch)
guard(ops.Reservation, Reservation)
guard(ops.Entitlement, Entitlement)

for name, rule in CONSTRAINTS.items():
    door.constraint(name, rule)

serve(ops.register_volunteer, volunteers.register_volunteer)
serve(ops.list_volunteers, queries.list_volunteers)
serve(ops.show_volunteer, queries.show_volunteer)
serve(ops.set_skills, volunteers.set_skills)
serve(ops.retire_volunteer, volunteers.retire_volunteer)
serve(ops.show_hours, queries.show_hours)
serve(ops.import_volunteers, volunteers.import_volunteers)

serve(ops.register_certificate, credentials.register_certificate)
serve(ops.list_certificates, queries.list_certificates)
serve(ops.revoke_certificate, credentials.revoke_certificate)
serve(ops.record_screening, credentials.record_screening)
serve(ops.set_free_time, credentials.set_free_time)
serve(ops.list_calls, queries.list_calls)
serve(ops.offer_help, responders.offer_help)
serve(ops.decline_call, responders.decline_call)

serve(ops.form_team, teams.form_team)
serve(ops.list_teams, queries.list_teams)
serve(ops.show_team, queries.show_team)
serve(ops.add_member, teams.add_member)
serve(ops.leave_team, teams.leave_team)
serve(ops.change_leader, teams.change_leader)
serve(ops.rename_team, teams.rename_team)
serve(ops.disband_team, teams.disband_team)
serve(ops.import_teams, team_history.import_teams)
serve(ops.import_seats, team_history.import_seats)

serve(ops.plan_activity, activities.plan_activity)
serve(ops.list_activities, queries.list_activities)
serve(ops.show_activity, queries.show_activity)
serve(ops.close_activity, activities.close_activity)
serve(ops.cancel_activity, activities.cancel_activity)
serve(ops.record_output, outputs.record_output)
serve(ops.strike_output, outputs.strike_output)
serve(ops.list_outputs, queries.list_outputs)
serve(ops.sign_up, sign_ups.sign_up)
serve(ops.list_sign_ups, queries.list_sign_ups)
serve(ops.cancel_sign_up, sign_ups.cancel_sign_up)
serve(ops.propose_swap, swaps.propose_swap)
serve(ops.list_swaps, queries.list_swaps)
serve(ops.accept_swap, swaps.accept_swap)
serve(ops.decline_swap, swaps.decline_swap)
serve(ops.show_check_in_code, check_in_codes.show_check_in_code)
serve(ops.check_in, attendances.check_in)
serve(ops.check_out, attendances.check_out)
serve(ops.list_attendances, queries.list_attendances)
serve(ops.approve_hours, hours.approve_hours)
serve(ops.reverse_hours, hours.reverse_hours)
serve(ops.import_attendances, sheet_history.import_attendances)

serve(ops.plan_series, series.plan_series)
serve(ops.list_series, queries.list_series)
serve(ops.end_series, series.end_series)
serve(ops.list_occurrences, queries.list_occurrences)
serve(ops.list_cadence, queries.list_cadence)

serve(ops.list_programmes, queries.list_programmes)
serve(ops.open_site, sites.open_site)
serve(ops.list_sites, queries.list_sites)
serve(ops.close_site, sites.close_site)
serve(ops.import_sites, programme_history.import_sites)
serve(ops.announce_campaign, campaigns.announce_campaign)
serve(ops.list_campaigns, queries.list_campaigns)
serve(ops.show_campaign, queries.show_campaign)
serve(ops.withdraw_campaign, campaigns.withdraw_campaign)
serve(ops.conclude_campaign, campaigns.conclude_campaign)
serve(ops.import_campaigns, programme_history.import_campaigns)
serve(ops.record_prize, prizes.record_prize)
serve(ops.strike_prize, prizes.strike_prize)
serve(ops.list_prizes, queries.list_prizes)
serve(ops.plan_camp, camps.plan_camp)
serve(ops.list_camps, queries.list_camps)
serve(ops.enrol_child, camps.enrol_child)
serve(ops.list_camp_places, queries.list_camp_places)
serve(ops.give_up_place, camps.give_up_place)
serve(ops.mark_present, camps.mark_present)
serve(ops.call_off_camp, camps.call_off_camp)
serve(ops.close_camp, camps.close_camp)

serve(ops.open_station, stations.open_station)
serve(ops.list_stations, queries.list_stations)
serve(ops.show_station, queries.show_station)
serve(ops.close_station, stations.close_station)
serve(ops.raise_need, needs.raise_need)
serve(ops.list_needs, queries.list_needs)
serve(ops.show_need, queries.show_need)
serve(ops.accept_need, needs.accept_need)
serve(ops.decline_need, needs.decline_need)
serve(ops.list_candidates, matches.list_candidates)
serve(ops.offer_match, matches.offer_match)
serve(ops.list_matches, queries.list_matches)
serve(ops.accept_match, matches.accept_match)
serve(ops.decline_match, matches.decline_match)
serve(ops.record_absence, matches.record_absence)
serve(ops.report_done, needs.report_done)
serve(ops.confirm_need, needs.confirm_need)
serve(ops.close_need, needs.close_need)
serve(ops.reopen_need, needs.reopen_need)

serve(ops.open_survey, surveys.open_survey)
serve(ops.list_surveys, queries.list_surveys)
serve(ops.show_survey, queries.show_survey)
serve(ops.answer_survey, surveys.answer_survey)
serve(ops.close_survey, surveys.close_survey)
serve(ops.open_course, courses.open_course)
serve(ops.list_courses, queries.list_courses)
serve(ops.show_course, queries.show_course)
serve(ops.call_off_course, courses.call_off_course)
serve(ops.join_course, courses.join_course)
serve(ops.leave_course, courses.leave_course)
serve(ops.list_enrolments, queries.list_enrolments)
serve(ops.record_presence, learning.record_presence)
serve(ops.strike_presence, learning.strike_presence)
serve(ops.issue_service_certificate, issuing.issue_service_certificate)
serve(ops.list_issued_certificates, queries.list_issued_certificates)
serve(ops.withdraw_certificate, learning.withdraw_certificate)
serve(ops.check_certificate, queries.check_certificate)

serve(ops.open_after_school, after_school.open_after_school)
serve(ops.list_after_schools, queries.list_after_schools)
serve(ops.close_after_school, after_school.close_after_school)
serve(ops.take_school_place, after_school.take_school_place)
serve(ops.list_school_places, queries.list_school_places)
serve(ops.show_school_place, after_school.show_school_place)
serve(ops.name_pickers, after_school.name_pickers)
serve(ops.end_school_place, after_school.end_school_place)
serve(ops.show_roster, pick_ups.show_roster)
serve(ops.check_in_child, pick_ups.check_in_child)
serve(ops.sign_pick_up, pick_ups.sign_pick_up)
serve(ops.list_school_days, pick_ups.list_school_days)

serve(ops.tell_deed, deeds.tell_deed)
serve(ops.list_deeds, queries.list_deeds)
serve(ops.list_board, queries.list_board)
serve(ops.show_deed, deeds.show_deed)
serve(ops.agree_deed, deeds.agree_deed)
serve(ops.publish_deed, deeds.publish_deed)
serve(ops.take_down_deed, deeds.take_down_deed)
serve(ops.open_contest, contests.open_contest)
serve(ops.list_contests, queries.list_contests)
serve(ops.nominate_candidate, contests.nominate_candidate)
serve(ops.list_nominations, queries.list_nominations)
serve(ops.second_nomination, contests.second_nomination)
serve(ops.accept_nomination, contests.accept_nomination)
serve(ops.shortlist_nominations, contests.shortlist_nominations)
serve(ops.request_ballot, contests.request_ballot)

serve(ops.start_pairing, pairings.start_pairing)
serve(ops.list_pairings, queries.list_pairings)
serve(ops.show_pairing, pairings.show_pairing)
serve(ops.record_outcome, pairings.record_outcome)
serve(ops.end_pairing, pairings.end_pairing)
serve(ops.record_pairing_visit, pairing_contacts.record_pairing_visit)
serve(ops.record_pairing_gift, pairing_contacts.record_pairing_gift)
serve(ops.strike_pairing_visit, pairing_contacts.strike_pairing_visit)
serve(ops.strike_pairing_gift, pairing_contacts.strike_pairing_gift)
serve(ops.show_pairing_contacts, queries.show_pairing_contacts)
serve(ops.import_pairings, pairings.import_pairings)

serve(ops.start_mentorship, mentorships.start_mentorship)
serve(ops.list_mentorships, queries.list_mentorships)
serve(ops.show_mentorship, mentorships.show_mentorship)
serve(ops.name_officer, mentorships.name_officer)
serve(ops.end_mentorship, mentorships.end_mentorship)

serve(ops.open_bank, bank.open_bank)
serve(ops.open_bank_account, bank.open_bank_account)
serve(ops.list_banks, queries.list_banks)
serve(ops.show_bank, queries.show_bank)
serve(ops.grant_minutes, bank.grant_minutes)
serve(ops.settle_banks, bank.settle_banks)
serve(ops.list_bank_accounts, queries.list_bank_accounts)
serve(ops.show_bank_account, queries.show_bank_account)
serve(ops.list_bank_entries, queries.list_bank_entries)
serve(ops.give_minutes, bank.give_minutes)
serve(ops.bring_minutes_home, bank.bring_minutes_home)
serve(ops.import_opening_balances, bank_history.import_opening_balances)

serve(ops.open_shop, shop.open_shop)
serve(ops.close_shop, shop.close_shop)
serve(ops.list_shops, queries.list_shops)
serve(ops.list_stock, queries.list_stock)
serve(ops.shelve_goods, shop.shelve_goods)
serve(ops.price_goods, shop.price_goods)
serve(ops.receive_goods, shop.receive_goods)
serve(ops.list_batches, queries.list_batches)
serve(ops.write_off_goods, shop.write_off_goods)
serve(ops.count_goods, shop.count_goods)
serve(ops.strike_batch, shop.strike_batch)
serve(ops.import_batches, shop_history.import_batches)

serve(ops.reserve_goods, reservations.reserve_goods)
serve(ops.reserve_for_entitled, reservations.reserve_for_entitled)
serve(ops.list_reservations, queries.list_reservations)
serve(ops.show_reservation, queries.show_reservation)
serve(ops.hand_over_goods, reservations.hand_over_goods)
serve(ops.cancel_reservation, reservations.cancel_reservation)
serve(ops.propose_entitlement, entitlements.propose_entitlement)
serve(ops.list_entitlements, queries.list_entitlements)
serve(ops.show_entitlement, entitlements.show_entitlement)
serve(ops.approve_entitlement, entitlements.approve_entitlement)
serve(ops.end_entitlement, entitlements.end_entitlement)

react(PersonDiedV1, departures.after_death)
react(RestructuringAnnouncedV1, restructurings.acknowledge)
react(PersonMovedV1, departures.after_move)
react(PersonErasureOrderedV1, departures.erase)
react(UnitRegisteredV1, units.keep, batch=True)
react(UnitChangedV1, units.keep, batch=True)
react(ShiftUnderstaffedV1, shifts.recruit)
react(ShiftCompletedV1, shifts.credit)
react(ConsentGivenV1, credentials.keep_consent)
react(ConsentWithdrawnV1, credentials.end_consent)
react(ConsentGivenV1, camps.keep_consent)
react(ConsentWithdrawnV1, camps.end_consent)
react(BallotClosedV1, contests.take_result)
react(MatterRoutedV1, duties.take_matter)
react(OrderPlacedV1, duties.take_order)
react(OrderCancelledV1, duties.drop_order)
react(VisitMissedV1, duties.take_missed_visit)
react(VisitVerifiedV1, duties.credit_visit)
react(VisitCorrectedV1, duties.correct_visit)
react(SosRaisedV1, responders.call)
react(SosAssignedV1, responders.assign)
react(SosReleasedV1, responders.release)
react(SosCancelledV1, responders.stop)
react(SosResolvedV1, responders.stop)

every(minutes=10, job=shifts.close_forgotten)
every(minutes=10, job=holds.expire_minutes)
every(minutes=10, job=shop.write_off_past_their_day)
when(reservations.RELEASE, reservations.release_reservation)
every(minutes=5, job=sign_ups.fill_free_seats)
every(minutes=30, job=series.plan_all_ahead)
when(activities.CLOSING, activities.close_in_time)
when(needs.DUE, needs.fall_due)
when(surveys.CLOSING, surveys.close_in_time)
when(pick_ups.OVERDUE, pick_ups.raise_alarm)
when(credentials.EXPIRY, credentials.expire)
