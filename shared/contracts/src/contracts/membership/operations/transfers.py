"""Transfers (组织关系转接): a member's main place passes from one roll to another when both ends agree."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Resource, area_scope, organisation_scope, person_scope, role, self_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership.operations.people import Person
from contracts.membership.operations.rolls import KEEPERS, KEPT_AT
from contracts.membership.operations.shapes import ORGANISATION, PERSON, TRANSFER, Page, PageWords, Words
from contracts.membership.vocabulary import NAME, PARTY
from contracts.operations import Command, Query

STATES = ("asked", "released", "accepted", "refused", "withdrawn")


class Transfer(Resource):
    """A transfer: seen by the member and by who keeps the roll at either end."""

    key = "transfer_id"
    person_id = person_scope()
    from_area = area_scope()
    from_organisation_id = organisation_scope()
    to_area = area_scope()
    to_organisation_id = organisation_scope()
    see = (
        self_in(person_id),
        role(*KEEPERS).over(from_area),
        role(*KEEPERS).over(to_area),
        role(roles.BRANCH_SECRETARY).over(from_organisation_id),
        role(roles.BRANCH_SECRETARY).over(to_organisation_id),
    )


OLD_END = (role(*KEEPERS).over(Transfer.from_area), role(roles.BRANCH_SECRETARY).over(Transfer.from_organisation_id))
NEW_END = (role(*KEEPERS).over(Transfer.to_area), role(roles.BRANCH_SECRETARY).over(Transfer.to_organisation_id))


class AskTransfer(Words):
    """A member asks, themselves or by the hand of who keeps a roll where they live. Of somebody on no roll here, `came_from`
    names the organisation outside and `letter` the number of its letter (介绍信), which releases them."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    to_organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    came_from = fields.String(load_default=None, allow_none=True, validate=KEPT_AT, metadata=PARTY)
    letter = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(min=1, max=60), metadata=INTERNAL
    )


class NameTransfer(Words):
    transfer_id = fields.UUID(required=True, metadata=INTERNAL)


class RefuseTransfer(NameTransfer):
    reason = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=PARTY)


class ListTransfers(PageWords):
    """Transfers in a state or in any, newest first; with `overdue` those whose present end has let its time pass."""

    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    overdue = fields.Boolean(load_default=False, metadata=INTERNAL)


class TransferReply(Schema):
    """`due_on` is the last day for whoever is to answer now; `overdue_since` the day after which they still had not."""

    transfer_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    person_name = fields.String(required=True, metadata=NAME)
    from_organisation_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    from_area = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    came_from = fields.String(required=True, allow_none=True, metadata=PARTY)
    letter = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    to_organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    to_area = fields.UUID(required=True, metadata=PUBLIC)
    state = fields.String(required=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    reason = fields.String(required=True, allow_none=True, metadata=PARTY)
    asked_on = Day(required=True, metadata=PARTY)
    released_on = Day(required=True, allow_none=True, metadata=PARTY)
    settled_on = Day(required=True, allow_none=True, metadata=PARTY)
    due_on = Day(required=True, metadata=PARTY)
    overdue_since = Day(required=True, allow_none=True, metadata=PARTY)
    version = fields.Integer(required=True, metadata=INTERNAL)


class TransferPage(Page):
    items = fields.List(fields.Nested(TransferReply), required=True, metadata=INTERNAL)


ask_transfer = Command(
    "membership.ask_transfer",
    "POST /people/{person_id}/transfers",
    request=AskTransfer,
    reply=TransferReply,
    on=Person,
    allow=[self_in(Person.person_id), role(*KEEPERS).over(Person.home_area)],
    refuses=(
        "not_a_party_member",
        "person_deceased",
        "organisation_unknown",
        "organisation_dissolved",
        "organisation_takes_no_members",
        "enrolled_elsewhere",
        "transfer_to_itself",
        "transfer_from_nowhere",
        "transfer_pending",
    ),
    about="Asks that a member's main place pass to another branch or group. The old end releases, the new one accepts; each has "
    "thirty days, after which the transfer is overdue and goes on. Nobody has two transfers open.",
    example={"person_id": PERSON, "to_organisation_id": ORGANISATION},
    status=201,
)
release_member = Command(
    "membership.release_member",
    "POST /transfers/{transfer_id}/release",
    request=NameTransfer,
    reply=TransferReply,
    on=Transfer,
    allow=OLD_END,
    refuses=("transfer_released_already", "transfer_over"),
    about="The old end lets the member go. They stay on its roll until the new one accepts.",
    example={"transfer_id": TRANSFER},
)
accept_transfer = Command(
    "membership.accept_transfer",
    "POST /transfers/{transfer_id}/acceptance",
    request=NameTransfer,
    reply=TransferReply,
    on=Transfer,
    allow=NEW_END,
    refuses=(
        "transfer_not_released",
        "transfer_over",
        "not_a_party_member",
        "organisation_dissolved",
        "member_days_wrong",
        "enrolled_elsewhere",
        "enrolled_already",
    ),
    about="The new end takes the member: the place on the old roll, and a second place where they lived so far, end as the "
    "new one begins.",
    example={"transfer_id": TRANSFER},
)
refuse_transfer = Command(
    "membership.refuse_transfer",
    "POST /transfers/{transfer_id}/refusal",
    request=RefuseTransfer,
    reply=TransferReply,
    on=Transfer,
    allow=[*OLD_END, *NEW_END],
    refuses=("transfer_over",),
    about="Either end refuses and says why; the member stays where they are.",
    example={"transfer_id": TRANSFER, "reason": "党费未结清"},
)
withdraw_transfer = Command(
    "membership.withdraw_transfer",
    "POST /transfers/{transfer_id}/withdrawal",
    request=NameTransfer,
    reply=TransferReply,
    on=Transfer,
    allow=[self_in(Transfer.person_id), *OLD_END, *NEW_END],
    refuses=("transfer_over",),
    about="Takes a transfer back, by the member or by who keeps a roll and was told so.",
    example={"transfer_id": TRANSFER},
)
show_transfer = Query(
    "membership.show_transfer",
    "GET /transfers/{transfer_id}",
    request=NameTransfer,
    reply=TransferReply,
    on=Transfer,
    allow=Transfer.see,
    about="One transfer.",
    example={"transfer_id": TRANSFER},
)
list_transfers = Query(
    "membership.list_transfers",
    "GET /transfers",
    request=ListTransfers,
    reply=TransferPage,
    allow=Transfer.see,
    about="The caller's own transfers, and those of the rolls that they keep.",
    example={"overdue": True},
    paged=True,
)
