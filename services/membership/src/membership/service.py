"""The door of membership: what it answers, what it hears, and what its clocks do."""

from __future__ import annotations

from contracts.cobuilding import events as from_cobuilding
from contracts.cobuilding.events import (
    AgreementLapsedV1,
    AgreementSignedV1,
    UnitChangedV1,
    UnitClassifiedV1,
    UnitRegisteredV1,
)
from contracts.eldercare import events as from_eldercare
from contracts.eldercare.events import (
    ElderAttentionChangedV1,
    ElderRegisteredV1,
    SosRaisedV1,
    SosResolvedV1,
    VisitMissedV1,
)
from contracts.membership import operations as ops
from contracts.patrol import events as from_patrol
from contracts.patrol.events import HazardFoundV1, ShiftCompletedV1, WelfareCheckFinishedV1
from contracts.volunteering import events as from_volunteering
from contracts.volunteering.events import HoursApprovedV1, HoursReversedV1, TeamDisbandedV1, TeamFormedV1
from membership import authenticators, identity_provider
from membership.domain.accounts import Account
from membership.domain.areas import Area
from membership.domain.assignments import Assignment
from membership.domain.committee_seats import CommitteeSeat
from membership.domain.consents import Consent
from membership.domain.corrections import Correction
from membership.domain.coverage import Coverage, Designation
from membership.domain.disclosure import RollBoard
from membership.domain.erasures import Erasure
from membership.domain.errors import accounts as account_rules
from membership.domain.errors import areas as area_rules
from membership.domain.errors import assignments as assignment_rules
from membership.domain.errors import coverage as coverage_rules
from membership.domain.errors import external as external_rules
from membership.domain.errors import grants as grant_rules
from membership.domain.errors import grid_changes as grid_rules
from membership.domain.errors import household_visits as visit_rules
from membership.domain.errors import organisations as organisation_rules
from membership.domain.errors import people as people_rules
from membership.domain.errors import posts as post_rules
from membership.domain.errors import rights as rights_rules
from membership.domain.errors import transfers as transfer_rules
from membership.domain.grants import Grant
from membership.domain.grid_changes import GridChange
from membership.domain.household_visits import HouseholdVisit
from membership.domain.kin import KinLink
from membership.domain.organisations import Organisation
from membership.domain.people import Person
from membership.domain.pledges import Pledge
from membership.domain.posts import Claim, Post
from membership.domain.proposals import GrantProposal
from membership.domain.restructurings import Restructuring
from membership.domain.rolls import MemberSeat
from membership.domain.transfers import Transfer
from membership.queries import accounts as account_queries
from membership.queries import areas as area_queries
from membership.queries import assignments as assignment_queries
from membership.queries import committee_seats as committee_seat_queries
from membership.queries import coverage as coverage_queries
from membership.queries import disclosure as disclosure_queries
from membership.queries import erasures as erasure_queries
from membership.queries import grid_changes as grid_change_queries
from membership.queries import household_visits as visit_queries
from membership.queries import households as household_queries
from membership.queries import organisations as organisation_queries
from membership.queries import packs as pack_queries
from membership.queries import people as people_queries
from membership.queries import pledges as pledge_queries
from membership.queries import posts as post_queries
from membership.queries import proposals as proposal_queries
from membership.queries import restructurings as restructuring_queries
from membership.queries import rights as rights_queries
from membership.queries import rolls as roll_queries
from membership.queries import transfers as transfer_queries
from membership.queries.holdings import HOLDINGS
from membership.use_cases import (
    accounts,
    areas,
    assignments,
    committee_seats,
    consents,
    contacts,
    corrections,
    coverage,
    delegations,
    denominators,
    disclosure,
    erasures,
    evidence,
    external,
    forgetting,
    giving,
    grid_changes,
    household_visits,
    households,
    kin,
    locks,
    member_pairings,
    organisations,
    packs,
    people,
    pledges,
    posts,
    proposals,
    residents,
    restructurings,
    rolls,
    second_factors,
    sessions,
    transfers,
    visit_facts,
    visit_rounds,
)
from runtime.doors import Door
from runtime.replicas import AREA

door = Door("membership")
serve, react, every, when, guard = door.serve, door.react, door.every, door.when, door.guard
constraint = door.constraint

door.hold(*HOLDINGS)

guard(ops.AreaRecord, Area)
guard(ops.ParentArea, Area)
guard(ops.HomeArea, AREA)
guard(ops.Household, AREA)
guard(ops.GridChange, GridChange)
guard(ops.Assignment, Assignment)
guard(ops.Person, Person)
guard(ops.Consent, Consent)
guard(ops.Correction, Correction)
guard(ops.KinLink, KinLink)
guard(ops.Erasure, Erasure)
guard(ops.Organisation, Organisation)
guard(ops.MemberSeat, MemberSeat)
guard(ops.Transfer, Transfer)
guard(ops.Designation, Designation)
guard(ops.Coverage, Coverage)
guard(ops.CommitteeSeat, CommitteeSeat)
guard(ops.RollBoard, RollBoard)
guard(ops.Restructuring, Restructuring)
guard(ops.HouseholdVisit, HouseholdVisit)
guard(ops.Account, Account)
guard(ops.Grant, Grant)
guard(ops.GrantProposal, GrantProposal)
guard(ops.Post, Post)
guard(ops.Claim, Claim)
guard(ops.Pledge, Pledge)

serve(ops.register_area, areas.register_area)
serve(ops.found_city, areas.found_city)
serve(ops.change_area, areas.change_area)
serve(ops.import_areas, areas.import_areas)
serve(ops.show_area, area_queries.show_area)
serve(ops.list_areas, area_queries.list_areas)

serve(ops.merge_areas, grid_changes.merge_areas)
serve(ops.split_area, grid_changes.split_area)
serve(ops.move_area, grid_changes.move_area)
serve(ops.cancel_grid_change, grid_changes.cancel_grid_change)
serve(ops.show_grid_change, grid_change_queries.show_grid_change)
serve(ops.list_grid_changes, grid_change_queries.list_grid_changes)

serve(ops.state_denominator, denominators.state_denominator)
serve(ops.list_denominators, assignment_queries.list_denominators)
serve(ops.import_denominators, denominators.import_denominators)
serve(ops.assign_person, assignments.assign_person)
serve(ops.end_assignment, assignments.end_assignment)
serve(ops.import_assignments, assignments.import_assignments)
serve(ops.show_assignment, assignment_queries.show_assignment)
serve(ops.list_assignments, assignment_queries.list_assignments)

serve(ops.register_person, people.register_person)
serve(ops.correct_person, people.correct_person)
serve(ops.register_death, people.register_death)
serve(ops.import_people, people.import_people)
serve(ops.show_person, people_queries.show_person)
serve(ops.list_people, people_queries.list_people)

serve(ops.link_kin, kin.link_kin)
serve(ops.confirm_kin, kin.confirm_kin)
serve(ops.end_kin, kin.end_kin)
serve(ops.list_kin, rights_queries.list_kin)
serve(ops.give_consent, consents.give_consent)
serve(ops.withdraw_consent, consents.withdraw_consent)
serve(ops.list_consents, rights_queries.list_consents)
serve(ops.list_consent_texts, rights_queries.list_consent_texts)
serve(ops.ask_correction, corrections.ask_correction)
serve(ops.accept_correction, corrections.accept_correction)
serve(ops.refuse_correction, corrections.refuse_correction)
serve(ops.show_correction, corrections.show_correction)
serve(ops.list_corrections, rights_queries.list_corrections)
serve(ops.request_erasure, erasures.request_erasure)
serve(ops.approve_erasure, erasures.approve_erasure)
serve(ops.refuse_erasure, erasures.refuse_erasure)
serve(ops.call_back_erasure, erasures.call_back_erasure)
serve(ops.show_erasure, erasure_queries.show_erasure)
serve(ops.list_erasures, erasure_queries.list_erasures)
serve(ops.open_locked, forgetting.open_locked)
serve(ops.import_residents, residents.import_residents)
serve(ops.show_household, household_queries.show_household)
serve(ops.take_home, households.take_home)
serve(ops.move_household, households.move_household)
serve(ops.name_contact, contacts.name_contact)

serve(ops.raise_visit, household_visits.raise_visit)
serve(ops.take_visit, household_visits.take_visit)
serve(ops.hand_back_visit, household_visits.hand_back_visit)
serve(ops.make_visit, household_visits.make_visit)
serve(ops.find_nobody, household_visits.find_nobody)
serve(ops.strike_visit, household_visits.strike_visit)
serve(ops.import_visits, household_visits.import_visits)
serve(ops.show_visit, visit_queries.show_visit)
serve(ops.list_visits, visit_queries.list_visits)
serve(ops.show_route, visit_queries.show_route)
serve(ops.share_route, visit_rounds.share_route)
serve(ops.begin_round, visit_rounds.begin_round)
serve(ops.show_visit_figures, visit_queries.show_visit_figures)

serve(ops.register_organisation, organisations.register_organisation)
serve(ops.rename_organisation, organisations.rename_organisation)
serve(ops.move_organisation, organisations.move_organisation)
serve(ops.dissolve_organisation, organisations.dissolve_organisation)
serve(ops.show_organisation, organisation_queries.show_organisation)
serve(ops.list_organisations, organisation_queries.list_organisations)

serve(ops.enrol_member, rolls.enrol_member)
serve(ops.take_second_place, rolls.take_second_place)
serve(ops.leave_roll, rolls.leave_roll)
serve(ops.import_members, rolls.import_members)
serve(ops.show_member, roll_queries.show_member)
serve(ops.list_members, roll_queries.list_members)

serve(ops.ask_transfer, transfers.ask_transfer)
serve(ops.release_member, transfers.release_member)
serve(ops.accept_transfer, transfers.accept_transfer)
serve(ops.refuse_transfer, transfers.refuse_transfer)
serve(ops.withdraw_transfer, transfers.withdraw_transfer)
serve(ops.show_transfer, transfer_queries.show_transfer)
serve(ops.list_transfers, transfer_queries.list_transfers)

serve(ops.designate_area, coverage.designate_area)
serve(ops.end_designation, coverage.end_designation)
serve(ops.cover, coverage.cover)
serve(ops.end_coverage, coverage.end_coverage)
serve(ops.list_coverage, coverage_queries.list_coverage)

serve(ops.take_seat, committee_seats.take_seat)
serve(ops.show_seat, committee_seat_queries.show_seat)
serve(ops.list_seats, committee_seat_queries.list_seats)

serve(ops.disclose_roll, disclosure.disclose_roll)
serve(ops.conceal_roll, disclosure.conceal_roll)
serve(ops.publish_board, disclosure.publish_board)
serve(ops.withdraw_board, disclosure.withdraw_board)
serve(ops.show_board, disclosure_queries.show_board)
serve(ops.list_boards, disclosure_queries.list_boards)

serve(ops.draft_restructuring, restructurings.draft_restructuring)
serve(ops.approve_restructuring, restructurings.approve_restructuring)
serve(ops.cancel_restructuring, restructurings.cancel_restructuring)
serve(ops.show_restructuring, restructuring_queries.show_restructuring)
serve(ops.list_restructurings, restructuring_queries.list_restructurings)

serve(ops.sign_in, sessions.sign_in)
serve(ops.refresh_session, sessions.refresh_session)
serve(ops.sign_out, sessions.sign_out)
serve(ops.prove_second_factor, sessions.prove_second_factor)
serve(ops.begin_external_sign_in, external.begin_external_sign_in)
serve(ops.finish_external_sign_in, external.finish_external_sign_in)
serve(ops.make_link_code, external.make_link_code)
serve(ops.link_external_identity, external.link_external_identity)
serve(ops.unlink_external_identity, external.unlink_external_identity)
serve(ops.list_my_sessions, account_queries.list_my_sessions)
serve(ops.end_my_sessions, sessions.end_my_sessions)
serve(ops.change_password, sessions.change_password)
serve(ops.enrol_second_factor, second_factors.enrol_second_factor)
serve(ops.confirm_second_factor, second_factors.confirm_second_factor)
serve(ops.reset_second_factor, second_factors.reset_second_factor)
serve(ops.show_me, account_queries.show_me)
serve(ops.open_account, accounts.open_account)
serve(ops.close_account, accounts.close_account)
serve(ops.unlock_account, locks.unlock_account)
serve(ops.show_account, account_queries.show_account)
serve(ops.list_accounts, account_queries.list_accounts)
serve(ops.give_grant, accounts.give_grant)
serve(ops.revoke_grant, accounts.revoke_grant)
serve(ops.delegate_grant, delegations.delegate_grant)
serve(ops.propose_grant, proposals.propose_grant)
serve(ops.approve_grant, proposals.approve_grant)
serve(ops.refuse_grant, proposals.refuse_grant)
serve(ops.withdraw_proposal, proposals.withdraw_proposal)
serve(ops.show_grant_proposal, proposal_queries.show_grant_proposal)
serve(ops.list_grant_proposals, proposal_queries.list_grant_proposals)

serve(ops.assign_pack, packs.assign_pack)
serve(ops.show_pack, pack_queries.show_pack)

serve(ops.set_up_post, posts.set_up_post)
serve(ops.show_post, post_queries.show_post)
serve(ops.list_posts, post_queries.list_posts)
serve(ops.import_posts, posts.import_posts)
serve(ops.claim_post, posts.claim_post)
serve(ops.release_post, posts.release_post)
serve(ops.show_claim, post_queries.show_claim)
serve(ops.list_claims, post_queries.list_claims)
serve(ops.import_claims, posts.import_claims)
serve(ops.publish_pledge, pledges.publish_pledge)
serve(ops.show_pledge, pledge_queries.show_pledge)
serve(ops.list_pledges, pledge_queries.list_pledges)

react(UnitRegisteredV1, organisations.take_units, batch=True)
react(UnitChangedV1, organisations.take_units, batch=True)
react(TeamFormedV1, rolls.take_teams, batch=True)
react(TeamDisbandedV1, rolls.take_teams, batch=True)
react(AgreementSignedV1, committee_seats.open_with_agreement)
react(AgreementLapsedV1, committee_seats.end_with_agreement)
react(UnitClassifiedV1, coverage.classify_units, batch=True)
react(from_volunteering.RestructuringAcknowledgedV1, restructurings.hear_answer)
react(from_eldercare.RestructuringAcknowledgedV1, restructurings.hear_answer)
react(from_patrol.RestructuringAcknowledgedV1, restructurings.hear_answer)
react(from_cobuilding.RestructuringAcknowledgedV1, restructurings.hear_answer)
react(from_volunteering.PersonErasureDoneV1, erasures.hear_done)
react(from_eldercare.PersonErasureDoneV1, erasures.hear_done)
react(from_patrol.PersonErasureDoneV1, erasures.hear_done)
react(from_cobuilding.PersonErasureDoneV1, erasures.hear_done)
react(HoursApprovedV1, evidence.take_hours, batch=True)
react(HoursReversedV1, evidence.take_reversals, batch=True)
react(ShiftCompletedV1, evidence.take_shifts, batch=True)
react(from_volunteering.PairingStartedV1, member_pairings.hear_pairings, batch=True)
react(from_volunteering.PairingEndedV1, member_pairings.hear_pairings, batch=True)
react(ElderRegisteredV1, visit_facts.hear_elder)
react(ElderAttentionChangedV1, visit_facts.hear_attention)
react(VisitMissedV1, visit_facts.hear_missed_visit)
react(SosRaisedV1, visit_facts.hear_call_for_help)
react(SosResolvedV1, visit_facts.hear_help_given)
react(WelfareCheckFinishedV1, visit_facts.hear_welfare_check)
react(HazardFoundV1, visit_facts.hear_hazard)

when(pledges.PLEDGE_DUE, pledges.fall_due)
when(giving.GRANT_ENDS, giving.grant_ends)
when(proposals.PROPOSAL_ENDS, proposals.proposal_ends)
when(grid_changes.GRID_CHANGE_DUE, grid_changes.take_effect)
when(transfers.TRANSFER_DUE, transfers.fall_due)
when(restructurings.ANSWERS_DUE, restructurings.end_answers)
when(restructurings.EFFECT_DUE, restructurings.take_effect)
when(corrections.DUE, corrections.report_late)
when(erasures.WAITING_ENDS, erasures.order)
when(erasures.ANSWERS_DUE, erasures.report_late)
when(erasures.LOCK_ENDS, erasures.end_lock)
when(visit_rounds.ROUND_STEP, visit_rounds.go_on)
when(visit_rounds.ROUND_AGAIN, visit_rounds.begin_again)
every(minutes=1, job=household_visits.miss_deadlines)
every(minutes=30, job=people.come_of_age)
every(minutes=30, job=member_pairings.tell_members)
door.notice(authenticators.warning)
door.notice(identity_provider.warning)
every(minutes=60, job=sessions.forget_the_past)
every(minutes=10, job=external.forget_used_states)

constraint("area_number_key", area_rules.AreaNumberTaken)
constraint("area_name_among_siblings", area_rules.AreaNameTaken)
constraint("area_code_in_force", area_rules.AreaCodeTaken)
constraint("grid_change_planned_once", grid_rules.AreaChangePending)
constraint("denominator_once_a_day", assignment_rules.DenominatorRepeated)
constraint("assignment_one_at_a_place", assignment_rules.AssignmentPlaceTaken)
constraint("assignment_instructor_once", assignment_rules.AssignmentTooMany)
constraint("visit_round_once", visit_rules.RoundRunning)
constraint("person_identity_once", people_rules.IdentityNumberTaken)
constraint("kin_linked_once", rights_rules.KinLinked)
constraint("consent_in_force_once", rights_rules.ConsentInForce)
constraint("correction_running_once", rights_rules.CorrectionRunning)
constraint("erasure_running_once", rights_rules.ErasureRunning)
constraint("organisation_name_in_area", people_rules.OrganisationNameTaken)
constraint("member_once_on_a_roll", organisation_rules.EnrolledAlready)
constraint("member_one_main_place", organisation_rules.EnrolledElsewhere)
constraint("member_one_second_place", transfer_rules.SecondPlaceTaken)
constraint("transfer_open_once", transfer_rules.TransferPending)
constraint("designation_once", coverage_rules.DesignationRepeated)
constraint("coverage_once", coverage_rules.CoverageRepeated)
constraint("roll_disclosed_once", coverage_rules.DisclosedAlready)
constraint("roll_board_once", coverage_rules.BoardRepeated)
constraint("account_username_key", account_rules.UsernameTaken)
constraint("account_of_person", account_rules.PersonHasAccount)
constraint("external_identity_pkey", external_rules.ExternalIdentityTaken)
constraint("external_identity_of_account", external_rules.ExternalIdentityTaken)
constraint("grant_in_force", account_rules.GrantRepeated)
constraint("grant_proposed_once", grant_rules.ProposalRepeated)
constraint("pack_from_day", post_rules.PackRepeated)
constraint("post_title_in_area", post_rules.PostTitleTaken)
constraint("claim_by_person_once", post_rules.ClaimRepeated)
constraint("claim_by_unit_once", post_rules.ClaimRepeated)
constraint("pledge_once_a_period", post_rules.PledgeRepeated)
