"""The door of membership: what it answers, what it hears, and what its clocks do."""

from __future__ import annotations

from contracts.cobuilding.events import UnitChangedV1, UnitRegisteredV1
from contracts.membership import operations as ops
from contracts.patrol.events import ShiftCompletedV1
from contracts.volunteering.events import HoursApprovedV1, HoursReversedV1
from membership.domain.accounts import Account
from membership.domain.areas import Area
from membership.domain.errors import accounts as account_rules
from membership.domain.errors import areas as area_rules
from membership.domain.errors import people as people_rules
from membership.domain.errors import posts as post_rules
from membership.domain.grants import Grant
from membership.domain.organisations import Organisation
from membership.domain.people import Person
from membership.domain.pledges import Pledge
from membership.domain.posts import Claim, Post
from membership.queries import accounts as account_queries
from membership.queries import areas as area_queries
from membership.queries import organisations as organisation_queries
from membership.queries import packs as pack_queries
from membership.queries import people as people_queries
from membership.queries import pledges as pledge_queries
from membership.queries import posts as post_queries
from membership.use_cases import accounts, areas, evidence, organisations, packs, people, pledges, posts, sessions
from runtime.doors import Door
from runtime.replicas import AREA

door = Door("membership")
serve, react, every, when, guard = door.serve, door.react, door.every, door.when, door.guard
constraint = door.constraint

guard(ops.AreaRecord, Area)
guard(ops.ParentArea, Area)
guard(ops.HomeArea, AREA)
guard(ops.Person, Person)
guard(ops.Organisation, Organisation)
guard(ops.Account, Account)
guard(ops.Grant, Grant)
guard(ops.Post, Post)
guard(ops.Claim, Claim)
guard(ops.Pledge, Pledge)

serve(ops.register_area, areas.register_area)
serve(ops.found_city, areas.found_city)
serve(ops.change_area, areas.change_area)
serve(ops.import_areas, areas.import_areas)
serve(ops.show_area, area_queries.show_area)
serve(ops.list_areas, area_queries.list_areas)

serve(ops.register_person, people.register_person)
serve(ops.correct_person, people.correct_person)
serve(ops.register_death, people.register_death)
serve(ops.import_people, people.import_people)
serve(ops.show_person, people_queries.show_person)
serve(ops.list_people, people_queries.list_people)

serve(ops.register_organisation, organisations.register_organisation)
serve(ops.rename_organisation, organisations.rename_organisation)
serve(ops.show_organisation, organisation_queries.show_organisation)
serve(ops.list_organisations, organisation_queries.list_organisations)

serve(ops.sign_in, sessions.sign_in)
serve(ops.refresh_session, sessions.refresh_session)
serve(ops.sign_out, sessions.sign_out)
serve(ops.change_password, sessions.change_password)
serve(ops.show_me, account_queries.show_me)
serve(ops.open_account, accounts.open_account)
serve(ops.close_account, accounts.close_account)
serve(ops.show_account, account_queries.show_account)
serve(ops.list_accounts, account_queries.list_accounts)
serve(ops.give_grant, accounts.give_grant)
serve(ops.revoke_grant, accounts.revoke_grant)

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
react(HoursApprovedV1, evidence.take_hours, batch=True)
react(HoursReversedV1, evidence.take_reversals, batch=True)
react(ShiftCompletedV1, evidence.take_shifts, batch=True)

when(pledges.PLEDGE_DUE, pledges.fall_due)
every(minutes=30, job=people.come_of_age)
every(minutes=60, job=sessions.forget_the_past)

constraint("area_number_key", area_rules.AreaNumberTaken)
constraint("area_name_among_siblings", area_rules.AreaNameTaken)
constraint("area_code_in_force", area_rules.AreaCodeTaken)
constraint("person_identity_once", people_rules.IdentityNumberTaken)
constraint("organisation_name_in_area", people_rules.OrganisationNameTaken)
constraint("account_username_key", account_rules.UsernameTaken)
constraint("account_of_person", account_rules.PersonHasAccount)
constraint("grant_in_force", account_rules.GrantRepeated)
constraint("pack_from_day", post_rules.PackRepeated)
constraint("post_title_in_area", post_rules.PostTitleTaken)
constraint("claim_by_person_once", post_rules.ClaimRepeated)
constraint("claim_by_unit_once", post_rules.ClaimRepeated)
constraint("pledge_once_a_period", post_rules.PledgeRepeated)
