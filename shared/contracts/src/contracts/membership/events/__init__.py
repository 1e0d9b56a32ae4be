"""Facts that membership tells the others, gathered from their topics."""

from __future__ import annotations

from contracts.membership.events.accounts import GrantRevokedV1, SessionEndedV1
from contracts.membership.events.areas import AreaChangedV1, AreaMergedV1, AreaRegisteredV1, AreaSplitV1
from contracts.membership.events.assignments import (
    AssignmentBegunV1,
    AssignmentEndedV1,
)
from contracts.membership.events.committee_seats import (
    CommitteeSeatEndedV1,
    CommitteeSeatOpenedV1,
)
from contracts.membership.events.coverage import (
    AreaDesignatedV1,
    AreaDesignationEndedV1,
    CoverageBegunV1,
    CoverageEndedV1,
)
from contracts.membership.events.denominators import (
    DenominatorStatedV1,
)
from contracts.membership.events.member_pairings import MemberPairedV1, MemberUnpairedV1
from contracts.membership.events.organisations import (
    OrganisationChangedV1,
    OrganisationChangedV2,
    RestructuringAnnouncedV1,
    RestructuringEffectiveV1,
)
from contracts.membership.events.packs import PackAssignedV1
from contracts.membership.events.people import (
    ConsentGivenV1,
    ConsentWithdrawnV1,
    PersonChangedV1,
    PersonDiedV1,
    PersonErasureOrderedV1,
    PersonMovedV1,
    PersonRegisteredV1,
)
from contracts.membership.events.posts import (
    AppraisalConcludedV1,
    AppraisalOpenedV1,
    HonourAwardedV1,
    PledgeOverdueV1,
    PledgePublishedV1,
    PostClaimedV1,
    PostReleasedV1,
)
from contracts.membership.events.rolls import (
    IdentityHiddenV1,
    IdentityShownV1,
    MemberEnrolledV1,
    MemberLeftV1,
    MemberTransferredV1,
    RollBoardPublishedV1,
    RollBoardWithdrawnV1,
    RollConcealedV1,
    RollDisclosedV1,
    SecondPlaceLeftV1,
    SecondPlaceTakenV1,
)
from contracts.membership.events.visits import (
    HouseholdVisitDueV1,
    HouseholdVisitMadeV1,
    HouseholdVisitStruckV1,
    VisitDeadlineSettledV1,
)

__all__ = [
    "MemberPairedV1",
    "MemberUnpairedV1",
    "AppraisalConcludedV1",
    "AppraisalOpenedV1",
    "AreaChangedV1",
    "AreaDesignatedV1",
    "AreaDesignationEndedV1",
    "AreaMergedV1",
    "AreaRegisteredV1",
    "AreaSplitV1",
    "AssignmentBegunV1",
    "AssignmentEndedV1",
    "CommitteeSeatEndedV1",
    "CommitteeSeatOpenedV1",
    "ConsentGivenV1",
    "ConsentWithdrawnV1",
    "CoverageBegunV1",
    "CoverageEndedV1",
    "DenominatorStatedV1",
    "GrantRevokedV1",
    "HonourAwardedV1",
    "HouseholdVisitDueV1",
    "HouseholdVisitMadeV1",
    "HouseholdVisitStruckV1",
    "IdentityHiddenV1",
    "IdentityShownV1",
    "MemberEnrolledV1",
    "MemberLeftV1",
    "MemberTransferredV1",
    "OrganisationChangedV1",
    "OrganisationChangedV2",
    "PackAssignedV1",
    "PersonChangedV1",
    "PersonDiedV1",
    "PersonErasureOrderedV1",
    "PersonMovedV1",
    "PersonRegisteredV1",
    "PledgeOverdueV1",
    "PledgePublishedV1",
    "PostClaimedV1",
    "PostReleasedV1",
    "RestructuringAnnouncedV1",
    "RestructuringEffectiveV1",
    "RollBoardPublishedV1",
    "RollBoardWithdrawnV1",
    "RollConcealedV1",
    "RollDisclosedV1",
    "SecondPlaceLeftV1",
    "SecondPlaceTakenV1",
    "SessionEndedV1",
    "VisitDeadlineSettledV1",
]
