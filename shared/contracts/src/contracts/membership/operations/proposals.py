"""Grants handed on for a time (委托), and powerful grants that two people give together (双人复核)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.access import Resource, area_scope, role
from contracts.calendar import Moment
from contracts.classes import INTERNAL
from contracts.membership.operations.accounts import Account, GiveGrant, GrantReply
from contracts.membership.operations.shapes import ACCOUNT, GRANT, GRANT_PROPOSAL, STREET, Page, PageWords, Words
from contracts.membership.vocabulary import GIVERS
from contracts.operations import Command, Query

STATES = ("open", "approved", "refused", "withdrawn", "expired")


class GrantProposal(Resource):
    """A proposed grant; `area_id` is where its scope lies."""

    key = "proposal_id"
    area_id = area_scope()


GrantProposal.see = (role(*GIVERS).over(GrantProposal.area_id),)


class DelegateGrant(Words):
    """`grant_id`: a grant of the caller. `scope`: the whole of it if not given, or an area within it. `until`: its end, within
    a year."""

    account_id = fields.UUID(required=True, metadata=INTERNAL)
    grant_id = fields.UUID(required=True, metadata=INTERNAL)
    scope = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    until = Moment(required=True, metadata=INTERNAL)


class ProposeGrant(GiveGrant):
    """As a grant is given; `delegates` names the caller's own grant that is to be handed on."""

    delegates = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class NameProposal(Words):
    proposal_id = fields.UUID(required=True, metadata=INTERNAL)


class ListGrantProposals(PageWords):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES), metadata=INTERNAL)


class ProposalReply(Schema):
    """A proposal. `proposed_by` and `decided_by` are accounts; `grant_id` is the grant once it is approved."""

    proposal_id = fields.UUID(required=True, metadata=INTERNAL)
    account_id = fields.UUID(required=True, metadata=INTERNAL)
    role = fields.String(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=INTERNAL)
    scope = fields.UUID(required=True, metadata=INTERNAL)
    until = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)
    delegated_from = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    state = fields.String(required=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    proposed_by = fields.UUID(required=True, metadata=INTERNAL)
    proposed_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    open_until = fields.AwareDateTime(required=True, metadata=INTERNAL)
    decided_by = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    decided_at = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)
    grant_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)


class ProposalPage(Page):
    items = fields.List(fields.Nested(ProposalReply), required=True, metadata=INTERNAL)


DELEGATION_REFUSED = (
    "account_closed",
    "grant_not_held",
    "grant_until_wrong",
    "delegation_chained",
    "delegation_to_self",
    "delegation_too_wide",
    "grant_repeated",
    "grant_excluded",
)

delegate_grant = Command(
    "membership.delegate_grant",
    "POST /accounts/{account_id}/delegations",
    request=DelegateGrant,
    reply=GrantReply,
    on=Account,
    allow=[role(*GIVERS).over(Account.area_id)],
    refuses=(*DELEGATION_REFUSED, "grant_needs_approval"),
    about="Hands a grant of the caller, or a smaller area of it, to another account until a moment. It ends then, when the "
    "caller's own grant ends, or when it is revoked; it is not handed on again. What is powerful is proposed instead.",
    example={"account_id": ACCOUNT, "grant_id": GRANT, "until": "2012-02-01T00:00:00+08:00"},
    status=201,
)
propose_grant = Command(
    "membership.propose_grant",
    "POST /accounts/{account_id}/grant-proposals",
    request=ProposeGrant,
    reply=ProposalReply,
    on=Account,
    allow=[role(*GIVERS).over(Account.area_id)],
    refuses=(
        *DELEGATION_REFUSED,
        "grant_above_giver",
        "grant_scope_unknown",
        "grant_kind_wrong",
        "proposal_repeated",
    ),
    about="Proposes a grant that two people give together: of system_operator, security_admin, auditor, and of any role over a "
    "street or more. Open for seven days.",
    example={"account_id": ACCOUNT, "role": "street_officer", "kind": "area", "scope": STREET},
    status=201,
)
approve_grant = Command(
    "membership.approve_grant",
    "POST /grant-proposals/{proposal_id}/approval",
    request=NameProposal,
    reply=ProposalReply,
    on=GrantProposal,
    allow=[role(*GIVERS).over(GrantProposal.area_id)],
    refuses=(
        "proposal_decided",
        "approver_not_independent",
        "grant_above_giver",
        "account_closed",
        "grant_not_held",
        "grant_until_wrong",
        "grant_repeated",
        "grant_excluded",
    ),
    about="Puts a proposed grant in force. Somebody who might give it, and neither proposed it nor receives it.",
    example={"proposal_id": GRANT_PROPOSAL},
)
refuse_grant = Command(
    "membership.refuse_grant",
    "POST /grant-proposals/{proposal_id}/refusal",
    request=NameProposal,
    reply=ProposalReply,
    on=GrantProposal,
    allow=[role(*GIVERS).over(GrantProposal.area_id)],
    refuses=("proposal_decided", "approver_not_independent", "grant_above_giver"),
    about="Turns a proposed grant down, as somebody who might have approved it.",
    example={"proposal_id": GRANT_PROPOSAL},
)
withdraw_proposal = Command(
    "membership.withdraw_proposal",
    "POST /grant-proposals/{proposal_id}/withdrawal",
    request=NameProposal,
    reply=ProposalReply,
    on=GrantProposal,
    allow=[role(*GIVERS).over(GrantProposal.area_id)],
    refuses=("proposal_decided", "proposal_not_yours"),
    about="Takes one's own proposal back.",
    example={"proposal_id": GRANT_PROPOSAL},
)
show_grant_proposal = Query(
    "membership.show_grant_proposal",
    "GET /grant-proposals/{proposal_id}",
    request=NameProposal,
    reply=ProposalReply,
    on=GrantProposal,
    allow=GrantProposal.see,
    about="A proposed grant and what became of it.",
    example={"proposal_id": GRANT_PROPOSAL},
)
list_grant_proposals = Query(
    "membership.list_grant_proposals",
    "GET /grant-proposals",
    request=ListGrantProposals,
    reply=ProposalPage,
    allow=[role(*GIVERS).over(GrantProposal.area_id)],
    about="Proposed grants within the caller's areas, newest first.",
    example={"state": "open"},
    paged=True,
)
