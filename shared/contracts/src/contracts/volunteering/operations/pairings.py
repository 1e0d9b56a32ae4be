"""Pairings (结对帮扶)."""

from __future__ import annotations

from contracts.access import Area, role, self_in
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.roles import AID_WORKER, BRANCH_SECRETARY, COMMUNITY_SECRETARY, REGISTRAR
from contracts.volunteering.examples import AREA, HELPED, PAIRING, PAIRING_GIFT, PAIRING_VISIT, PERSON
from contracts.volunteering.records import pairings as records
from contracts.volunteering.replies import pairings as replies
from contracts.volunteering.requests import pairings as requests
from contracts.volunteering.resources import Pairing

_EXAMPLE = {
    "area_id": AREA,
    "helper_kind": "person",
    "helper_id": PERSON,
    "helped_kind": "student",
    "helped_id": HELPED,
    "started_on": "2011-03-01",
    "goal": "陪伴完成初中学业",
}

_KEEPERS = (role(AID_WORKER, BRANCH_SECRETARY, COMMUNITY_SECRETARY).over(Pairing.area),)

start_pairing = Command(
    "volunteering.start_pairing",
    "POST /pairings",
    request=requests.StartPairing,
    reply=replies.Pairing,
    on=Area,
    allow=[role(AID_WORKER, BRANCH_SECRETARY, COMMUNITY_SECRETARY).over(Area.area_id)],
    refuses=[
        "area_too_small",
        "helper_unknown",
        "helped_unknown",
        "helped_elsewhere",
        "helps_oneself",
        "already_paired",
        "date_in_future",
    ],
    about="Pair a helper, person or unit, with a household or a student (结对帮扶).",
    example=_EXAMPLE,
    status=201,
)
list_pairings = Query(
    "volunteering.list_pairings",
    "GET /pairings",
    request=requests.ListPairings,
    reply=replies.PairingPage,
    allow=[self_in(Pairing.helper_id), *_KEEPERS],
    about="Pairings of an area and below it, and those one helps in, without the helped.",
    example={"area_id": AREA, "open": True},
    paged=True,
)
show_pairing = Query(
    "volunteering.show_pairing",
    "GET /pairings/{pairing_id}",
    request=requests.OfPairing,
    reply=replies.OpenedPairing,
    on=Pairing,
    allow=_KEEPERS,
    about="One pairing with the helped; the reading is recorded.",
    example={"pairing_id": PAIRING},
)
record_outcome = Command(
    "volunteering.record_outcome",
    "POST /pairings/{pairing_id}/outcomes",
    request=requests.RecordOutcome,
    reply=replies.Pairing,
    on=Pairing,
    allow=_KEEPERS,
    refuses=[
        "pairing_over",
        "outcome_not_for_helped",
        "before_pairing_started",
        "date_in_future",
    ],
    about="The help reached its goal, such as a student who finished school while helped; this ends the pairing.",
    example={"pairing_id": PAIRING, "outcome": "finished_school", "on": "2011-06-30"},
    status=201,
)
end_pairing = Command(
    "volunteering.end_pairing",
    "POST /pairings/{pairing_id}/end",
    request=requests.EndPairing,
    reply=replies.Pairing,
    on=Pairing,
    allow=_KEEPERS,
    refuses=["pairing_over", "before_pairing_started", "date_in_future"],
    about="End a pairing with a reason and without an outcome.",
    example={"pairing_id": PAIRING, "reason": "moved_away", "on": "2011-11-30"},
)
import_pairings = Import(
    "volunteering.import_pairings",
    "POST /pairings/imports",
    request=request_of(records.PairingRecord),
    reply=ImportReply,
    record=records.PairingRecord,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "area_unknown",
        "area_too_small",
        "helper_unknown",
        "helped_unknown",
        "helped_elsewhere",
        "helps_oneself",
        "already_paired",
        "outcome_not_for_helped",
        "outcome_incomplete",
        "end_incomplete",
        "outcome_after_end",
        "before_pairing_started",
        "date_in_future",
    ],
    about="Enter pairings of the past with their outcome or end.",
    example={
        "dry_run": True,
        "records": [
            {
                **_EXAMPLE,
                "record_key": "1",
                "source": "圳尾社区结对帮扶台账",
                "outcome": "finished_school",
                "outcome_on": "2011-06-30",
            }
        ],
    },
)


_HELPER_OR_KEEPERS = (self_in(Pairing.helper_id), *_KEEPERS)

record_pairing_visit = Command(
    "volunteering.record_pairing_visit",
    "POST /pairings/{pairing_id}/visits",
    request=requests.RecordPairingVisit,
    reply=replies.PairingVisit,
    on=Pairing,
    allow=_HELPER_OR_KEEPERS,
    refuses=["not_while_paired", "date_in_future", "already_visited"],
    about="The helper came by, once a day.",
    example={"pairing_id": PAIRING, "on": "2011-05-01"},
    status=201,
)
record_pairing_gift = Command(
    "volunteering.record_pairing_gift",
    "POST /pairings/{pairing_id}/gifts",
    request=requests.RecordPairingGift,
    reply=replies.PairingGift,
    on=Pairing,
    allow=_HELPER_OR_KEEPERS,
    refuses=["not_while_paired", "date_in_future"],
    about="The helper gave something of their own. It enters no bank, shop or fund.",
    example={"pairing_id": PAIRING, "kind": "school_things", "value_band": "under_100", "on": "2011-09-01"},
    status=201,
)
strike_pairing_visit = Command(
    "volunteering.strike_pairing_visit",
    "POST /pairings/{pairing_id}/visits/{visit_id}/strike",
    request=requests.StrikePairingVisit,
    reply=replies.PairingVisit,
    on=Pairing,
    allow=_HELPER_OR_KEEPERS,
    refuses=["pairing_visit_unknown", "contact_already_struck"],
    about="Strike a visit that was noted by mistake: an entry is added, none is changed, and its day is free again.",
    example={"pairing_id": PAIRING, "visit_id": PAIRING_VISIT, "reason": "recorded_in_error"},
)
strike_pairing_gift = Command(
    "volunteering.strike_pairing_gift",
    "POST /pairings/{pairing_id}/gifts/{gift_id}/strike",
    request=requests.StrikePairingGift,
    reply=replies.PairingGift,
    on=Pairing,
    allow=_HELPER_OR_KEEPERS,
    refuses=["pairing_gift_unknown", "contact_already_struck"],
    about="Strike a gift that was noted by mistake: an entry is added, none is changed.",
    example={"pairing_id": PAIRING, "gift_id": PAIRING_GIFT, "reason": "recorded_in_error"},
)
show_pairing_contacts = Query(
    "volunteering.show_pairing_contacts",
    "GET /pairings/{pairing_id}/contacts",
    request=requests.OfPairing,
    reply=replies.PairingContacts,
    on=Pairing,
    allow=_HELPER_OR_KEEPERS,
    about="Visits and gifts of a pairing, the latest first, struck ones among them; without the helped.",
    example={"pairing_id": PAIRING},
)
