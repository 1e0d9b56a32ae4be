"""Facts of people (居民) and of what they consented to."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import HOME, MINOR, NAME


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

    name, aggregate, emitted_since = "membership.person_erasure_ordered.v1", "person", FIRST
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    order_id = fields.UUID(required=True, metadata=INTERNAL)
    due_on = fields.Date(required=True, metadata=INTERNAL)


class ConsentGivenV1(Event):
    """A person consented to one purpose (单独同意); for a child under 14 their guardian did."""

    name, aggregate, emitted_since = "membership.consent_given.v1", "consent", FIRST
    consent_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    purpose = fields.String(required=True, metadata=INTERNAL)
    given_on = fields.Date(required=True, metadata=INTERNAL)


class ConsentWithdrawnV1(Event):
    """A consent was withdrawn: processing for its purpose stops."""

    name, aggregate, emitted_since = "membership.consent_withdrawn.v1", "consent", FIRST
    consent_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    purpose = fields.String(required=True, metadata=INTERNAL)
    withdrawn_on = fields.Date(required=True, metadata=INTERNAL)
