"""Facts that membership tells the others, gathered from their topics."""

from __future__ import annotations

from contracts.membership.events.accounts import GrantRevokedV1, SessionEndedV1
from contracts.membership.events.areas import AreaChangedV1, AreaMergedV1, AreaRegisteredV1, AreaSplitV1
from contracts.membership.events.organisations import (
    OrganisationChangedV1,
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
from contracts.membership.events.visits import HouseholdVisitDueV1, HouseholdVisitMadeV1

__all__ = [
    "AppraisalConcludedV1",
    "AppraisalOpenedV1",
    "AreaChangedV1",
    "AreaMergedV1",
    "AreaRegisteredV1",
    "AreaSplitV1",
    "ConsentGivenV1",
    "ConsentWithdrawnV1",
    "GrantRevokedV1",
    "HonourAwardedV1",
    "HouseholdVisitDueV1",
    "HouseholdVisitMadeV1",
    "OrganisationChangedV1",
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
    "SessionEndedV1",
]
