"""Facts that membership tells the others: areas, persons, rights, packs, posts, pledges and honours."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import URGENT, Event
from contracts.membership.vocabulary import (
    AREA_KINDS,
    CLAIMANT_KINDS,
    HOME,
    MINOR,
    NAME,
    ORGANISATION_KINDS,
    POST_LEVELS,
)

FIRST = "0.1.0"
"""The service version that emits the events of the skeleton."""


class _AreaInFull(Schema):
    """What is said of an area: `number` never changes, `path` is an ltree of the numbers from the root down to it."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    number = fields.Integer(required=True, metadata=PUBLIC)
    path = fields.String(required=True, metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=validate.OneOf(AREA_KINDS), metadata=PUBLIC)
    name_ = fields.String(required=True, data_key="name", attribute="name", metadata=PUBLIC)
    code = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)


class AreaRegisteredV1(_AreaInFull, Event):
    """An area (辖区) entered the grid, from `valid_from` on."""

    name, aggregate, emitted_since = "membership.area_registered.v1", "area", FIRST


class AreaChangedV1(_AreaInFull, Event):
    """An area has another name or code from `valid_from` on. Its number, path and kind stay."""

    name, aggregate, emitted_since = "membership.area_changed.v1", "area", FIRST


class AreaMergedV1(Event):
    """Several areas became this one; what lay in them lies in it from `valid_from` on."""

    name, aggregate = "membership.area_merged.v1", "area"
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    merged = fields.List(fields.UUID(), required=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)


class AreaSplitV1(Event):
    """This area ended and several took its place from `valid_from` on."""

    name, aggregate = "membership.area_split.v1", "area"
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    into = fields.List(fields.UUID(), required=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)


class _PersonInFull(Schema):
    """All that ever travels of a person: name, home area, whether a minor. `stay_id` is the stay in the home area."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    display_name = fields.String(required=True, metadata=NAME)
    home_area = fields.UUID(required=True, metadata=HOME)
    minor = fields.Boolean(required=True, metadata=MINOR)


class PersonRegisteredV1(_PersonInFull, Event):
    """A person entered the register of their home area; their first stay begins."""

    name, aggregate, emitted_since = "membership.person_registered.v1", "person", FIRST
    stay_id = fields.UUID(required=True, metadata=INTERNAL)


class PersonChangedV1(_PersonInFull, Event):
    """The name of a person was corrected, or the person came of age."""

    name, aggregate, emitted_since = "membership.person_changed.v1", "person", FIRST


class PersonMovedV1(_PersonInFull, Event):
    """A person moved from one home area to another: the stay `left_stay_id` ended on `moved_on`, `stay_id` began."""

    name, aggregate, emitted_since = "membership.person_moved.v1", "person", FIRST
    from_area = fields.UUID(required=True, metadata=HOME)
    left_stay_id = fields.UUID(required=True, metadata=INTERNAL)
    stay_id = fields.UUID(required=True, metadata=INTERNAL)
    moved_on = fields.Date(required=True, metadata=INTERNAL)


class PersonDiedV1(Event):
    """A person died: roles, cards, sign-ups and claims end."""

    name, aggregate, emitted_since = "membership.person_died.v1", "person", FIRST
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    stay_id = fields.UUID(required=True, metadata=INTERNAL)
    died_on = fields.Date(required=True, metadata=INTERNAL)


class PersonErasureOrderedV1(Event):
    """A person is to be forgotten: each service erases or locks by `due_on` and says so."""

    name, aggregate = "membership.person_erasure_ordered.v1", "person"
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    order_id = fields.UUID(required=True, metadata=INTERNAL)
    due_on = fields.Date(required=True, metadata=INTERNAL)


class ConsentGivenV1(Event):
    """A person consented to one purpose (单独同意); for a child under 14 their guardian did."""

    name, aggregate = "membership.consent_given.v1", "consent"
    consent_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    purpose = fields.String(required=True, metadata=INTERNAL)
    given_on = fields.Date(required=True, metadata=INTERNAL)


class ConsentWithdrawnV1(Event):
    """A consent was withdrawn: processing for its purpose stops."""

    name, aggregate = "membership.consent_withdrawn.v1", "consent"
    consent_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    purpose = fields.String(required=True, metadata=INTERNAL)
    withdrawn_on = fields.Date(required=True, metadata=INTERNAL)


class SessionEndedV1(Event):
    """A session ended before its tokens did: whoever verifies tokens refuses those of this session from now on."""

    name, aggregate, lane, emitted_since = "membership.session_ended.v1", "session", URGENT, FIRST
    session_id = fields.UUID(required=True, metadata=INTERNAL)


class GrantRevokedV1(Event):
    """A grant (授权) was taken back: tokens of the account issued before `valid_from` no longer count."""

    name, aggregate, lane, emitted_since = "membership.grant_revoked.v1", "grant", URGENT, FIRST
    grant_id = fields.UUID(required=True, metadata=INTERNAL)
    account_id = fields.UUID(required=True, metadata=INTERNAL)
    valid_from = fields.AwareDateTime(required=True, metadata=INTERNAL)


class OrganisationChangedV1(Event):
    """An organisation (组织) was founded, renamed, put under another, or dissolved on `valid_from`."""

    name, aggregate, emitted_since = "membership.organisation_changed.v1", "organisation", FIRST
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    change = fields.String(
        required=True, validate=validate.OneOf(["founded", "renamed", "moved", "dissolved"]), metadata=PUBLIC
    )
    kind = fields.String(required=True, validate=validate.OneOf(ORGANISATION_KINDS), metadata=PUBLIC)
    name_ = fields.String(required=True, data_key="name", attribute="name", metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)


class RestructuringAnnouncedV1(Event):
    """Organisations will be split or joined on `effective_on`; every service acknowledges or refuses before."""

    name, aggregate = "membership.restructuring_announced.v1", "restructuring"
    restructuring_id = fields.UUID(required=True, metadata=INTERNAL)
    dissolved = fields.List(fields.UUID(), required=True, metadata=INTERNAL)
    founded = fields.List(fields.UUID(), required=True, metadata=INTERNAL)
    acknowledge_by = fields.Date(required=True, metadata=INTERNAL)
    effective_on = fields.Date(required=True, metadata=INTERNAL)


class RestructuringEffectiveV1(Event):
    """An announced restructuring took effect: everybody had acknowledged."""

    name, aggregate = "membership.restructuring_effective.v1", "restructuring"
    restructuring_id = fields.UUID(required=True, metadata=INTERNAL)
    effective_on = fields.Date(required=True, metadata=INTERNAL)


class PackAssignedV1(Event):
    """A mechanism pack (机制包) is in force at an area and below it from `valid_from`, unless one lies nearer."""

    name, aggregate, emitted_since = "membership.pack_assigned.v1", "pack_assignment", FIRST
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    pack = fields.String(required=True, metadata=PUBLIC)
    version = fields.String(required=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)


class PostClaimedV1(Event):
    """A person or a unit claimed a post (认岗). `template` is the post's code in the pack."""

    name, aggregate, emitted_since = "membership.post_claimed.v1", "claim", FIRST
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    template = fields.String(required=True, metadata=PUBLIC)
    level = fields.String(required=True, validate=validate.OneOf(POST_LEVELS), metadata=PUBLIC)
    claimant_kind = fields.String(required=True, validate=validate.OneOf(CLAIMANT_KINDS), metadata=PUBLIC)
    claimant_id = fields.UUID(required=True, metadata=INTERNAL)
    claimed_on = fields.Date(required=True, metadata=PUBLIC)


class PostReleasedV1(Event):
    """A claim ended on `released_on`, and its running pledge with it."""

    name, aggregate, emitted_since = "membership.post_released.v1", "claim", FIRST
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    reason = fields.String(required=True, metadata=INTERNAL)
    released_on = fields.Date(required=True, metadata=PUBLIC)


class PledgePublishedV1(Event):
    """A pledge (亮岗承诺) was published on a claim in force. Its text stays with membership."""

    name, aggregate, emitted_since = "membership.pledge_published.v1", "claim", FIRST
    pledge_id = fields.UUID(required=True, metadata=PUBLIC)
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    template = fields.String(required=True, metadata=PUBLIC)
    claimant_kind = fields.String(required=True, validate=validate.OneOf(CLAIMANT_KINDS), metadata=PUBLIC)
    claimant_id = fields.UUID(required=True, metadata=INTERNAL)
    published_on = fields.Date(required=True, metadata=PUBLIC)


class PledgeOverdueV1(Event):
    """The day by which a pledge was to be kept passed without any evidence. Found by a clock."""

    name, aggregate, emitted_since = "membership.pledge_overdue.v1", "claim", FIRST
    pledge_id = fields.UUID(required=True, metadata=PUBLIC)
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    due_on = fields.Date(required=True, metadata=PUBLIC)


class AppraisalOpenedV1(Event):
    """An appraisal (评议) of the pledges of an area and period began: each service freezes its evidence."""

    name, aggregate = "membership.appraisal_opened.v1", "appraisal"
    appraisal_id = fields.UUID(required=True, metadata=PUBLIC)
    form = fields.String(required=True, metadata=PUBLIC)
    period_from = fields.Date(required=True, metadata=PUBLIC)
    period_to = fields.Date(required=True, metadata=PUBLIC)


class AppraisalConcludedV1(Event):
    """An appraisal ended: `graded` pledges have a result, `unmet` of them have to be made good."""

    name, aggregate = "membership.appraisal_concluded.v1", "appraisal"
    appraisal_id = fields.UUID(required=True, metadata=PUBLIC)
    graded = fields.Integer(required=True, validate=validate.Range(min=0), metadata=PUBLIC)
    unmet = fields.Integer(required=True, validate=validate.Range(min=0), metadata=PUBLIC)
    concluded_on = fields.Date(required=True, metadata=PUBLIC)


class HonourAwardedV1(Event):
    """An honour (荣誉) was awarded to a holder of one of six kinds. `honour` is a code of the pack."""

    name, aggregate = "membership.honour_awarded.v1", "honour"
    honour_id = fields.UUID(required=True, metadata=PUBLIC)
    honour = fields.String(required=True, metadata=PUBLIC)
    level = fields.String(required=True, metadata=PUBLIC)
    holder_kind = fields.String(
        required=True,
        validate=validate.OneOf(["person", "unit", "organisation", "team", "area", "household"]),
        metadata=PUBLIC,
    )
    holder_id = fields.UUID(required=True, metadata=INTERNAL)
    awarded_on = fields.Date(required=True, metadata=PUBLIC)


class HouseholdVisitDueV1(Event):
    """A household is to be visited by `due_on`. It never says which occasion made the visit due."""

    name, aggregate = "membership.household_visit_due.v1", "household_visit"
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    household_id = fields.UUID(required=True, metadata=INTERNAL)
    due_on = fields.Date(required=True, metadata=INTERNAL)


class HouseholdVisitMadeV1(Event):
    """A household was visited."""

    name, aggregate = "membership.household_visit_made.v1", "household_visit"
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    household_id = fields.UUID(required=True, metadata=INTERNAL)
    visited_on = fields.Date(required=True, metadata=INTERNAL)
