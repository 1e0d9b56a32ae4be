"""What may be asked of eldercare: the elder register, and the cards elders carry."""

from __future__ import annotations

from contracts.access import Area, Clause, Resource, acting_for, area_scope, person_scope, role, self_in
from contracts.eldercare import schemas
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.roles import (
    BRANCH_SECRETARY,
    CARE_COORDINATOR,
    CARER,
    DESK_CLERK,
    GRID_WORKER,
    OFFICERS,
    REGISTRAR,
    TEAM_LEADER,
    UNIT_CONTACT,
    VOLUNTEER,
    WARDEN,
)

EXAMPLE_AREA = "01890a5d-ac96-774b-bcce-b302099a8057"
EXAMPLE_PERSON = "01890a5d-ac96-741d-981b-957d9f06d86e"
EXAMPLE_ELDER = "01890a5d-ac96-7e1d-9d3c-1b2a3c4d5e6f"
EXAMPLE_CARD = "01890a5d-ac96-7ca2-8d00-2f4e6a8c0b1d"


class Elder(Resource):
    """A person on the elder register (老年人)."""

    key = "elder_id"
    person_id = person_scope()
    area = area_scope()
    see = (role(*schemas.CARERS).over(area), self_in(person_id), acting_for(person_id))


class Card(Resource):
    """A card an elder carries."""

    key = "card_id"
    person_id = person_scope()
    area = area_scope()
    see = (role(*schemas.CARERS).over(area), self_in(person_id), acting_for(person_id))


CARE: tuple[Clause, ...] = (role(CARE_COORDINATOR, GRID_WORKER, *OFFICERS).over(Elder.area),)

register_elder = Command(
    "eldercare.register_elder",
    "POST /elders",
    request=schemas.RegisterElder,
    reply=schemas.Elder,
    on=Area,
    allow=[role(CARE_COORDINATOR, GRID_WORKER, *OFFICERS).over(Area.area_id)],
    refuses=["person_unknown", "person_not_alive", "person_is_minor", "person_lives_elsewhere", "elder_exists"],
    about="Enters a person on the elder register of the area. How the elder lives is encrypted and never told on.",
    example={"person_id": EXAMPLE_PERSON, "area_id": EXAMPLE_AREA, "living": "empty_nest"},
    status=201,
)

list_elders = Query(
    "eldercare.list_elders",
    "GET /elders",
    request=schemas.ListElders,
    reply=schemas.ElderPage,
    allow=Elder.see,
    refuses=["cursor_invalid"],
    about="Elders that the caller may see, with the kinds of their valid cards; never how they live.",
    example={"area_id": EXAMPLE_AREA},
    paged=True,
)

show_elder = Query(
    "eldercare.show_elder",
    "GET /elders/{elder_id}",
    request=schemas.ElderId,
    reply=schemas.ElderInFull,
    on=Elder,
    allow=Elder.see,
    about="One elder with cards; how the elder lives only for carers, the elder and family, and every reading is audited.",
    example={"elder_id": EXAMPLE_ELDER},
)

remove_elder = Command(
    "eldercare.remove_elder",
    "POST /elders/{elder_id}/leave",
    request=schemas.RemoveElder,
    reply=schemas.Elder,
    on=Elder,
    allow=[*CARE, self_in(Elder.person_id), acting_for(Elder.person_id)],
    refuses=["elder_left"],
    about="Takes an elder off the register; the cards are void with it. Moves and deaths do it by themselves.",
    example={"elder_id": EXAMPLE_ELDER, "reason": "wish"},
)

issue_card = Command(
    "eldercare.issue_card",
    "POST /elders/{elder_id}/cards",
    request=schemas.IssueCard,
    reply=schemas.Card,
    on=Elder,
    allow=CARE,
    refuses=["elder_left", "card_kind_unknown", "card_exists"],
    about="Issues a card (便民服务卡, 爱心优惠卡, 安全通道卡; kinds are the pack's) with a random code. One valid per kind.",
    example={"elder_id": EXAMPLE_ELDER, "kind": "convenience_service"},
    status=201,
)

verify_card = Command(
    "eldercare.verify_card",
    "POST /cards/verify",
    request=schemas.VerifyCard,
    reply=schemas.Verdict,
    allow=[
        role(
            BRANCH_SECRETARY,
            CARE_COORDINATOR,
            CARER,
            DESK_CLERK,
            GRID_WORKER,
            REGISTRAR,
            TEAM_LEADER,
            UNIT_CONTACT,
            VOLUNTEER,
            WARDEN,
            *OFFICERS,
        ).anywhere()
    ],
    about="Says whether a shown card is valid, by its code; an unknown code and a void card look the same. Audited.",
    example={"code": "7K3M-Q2XD-9TRW"},
)

revoke_card = Command(
    "eldercare.revoke_card",
    "POST /cards/{card_id}/revoke",
    request=schemas.RevokeCard,
    reply=schemas.Card,
    on=Card,
    allow=[
        role(CARE_COORDINATOR, GRID_WORKER, *OFFICERS).over(Card.area),
        self_in(Card.person_id),
        acting_for(Card.person_id),
    ],
    refuses=["card_revoked"],
    about="Makes a card void: lost, misused, replaced, or the elder's wish.",
    example={"card_id": EXAMPLE_CARD, "reason": "lost"},
)

import_elders = Import(
    "eldercare.import_elders",
    "POST /elders/imports",
    record=schemas.ImportedElder,
    request=request_of(schemas.ImportedElder),
    reply=ImportReply,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "person_unknown",
        "person_not_alive",
        "person_is_minor",
        "elder_exists",
        "date_in_future",
        "before_registration",
        "before_issue",
        "after_leaving",
        "card_kind_unknown",
        "card_exists",
    ],
    about="Enters an older elder register with its cards under the rules of the live door.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "elder-0031",
                "source": "老年人台账 2011",
                "person_id": EXAMPLE_PERSON,
                "area_id": EXAMPLE_AREA,
                "living": "alone",
                "registered_on": "2011-01-05",
                "cards": [{"kind": "convenience_service", "issued_on": "2011-02-01"}],
            }
        ],
    },
)
