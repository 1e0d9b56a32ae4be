"""What may be asked of cobuilding: the register of units, and the agreements they build together under."""

from __future__ import annotations

from contracts.access import Area, Clause, Resource, area_scope, contact_of, role, signed_in, unit_scope
from contracts.cobuilding import schemas
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.roles import OFFICERS, REGISTRAR

EXAMPLE_AREA = "01890a5d-ac96-774b-bcce-b302099a8057"
EXAMPLE_UNIT = "01890a5d-ac96-7ba0-9f3b-6c1c1c2d7a42"
EXAMPLE_AGREEMENT = "01890a5d-ac96-7d44-8a0e-0d2f4b6a8c10"
EXAMPLE_PERSON = "01890a5d-ac96-741d-981b-957d9f06d86e"


class Unit(Resource):
    """A unit (驻区单位) of an area."""

    key = "unit_id"
    unit_id = unit_scope()
    area = area_scope()
    see = (signed_in(),)


class Agreement(Resource):
    """A co-building agreement (共建协议) of a unit."""

    key = "agreement_id"
    unit_id = unit_scope()
    area = area_scope()
    see = (signed_in(),)


KEEP_UNIT: tuple[Clause, ...] = (role(REGISTRAR, *OFFICERS).over(Unit.area),)
CHANGE_UNIT: tuple[Clause, ...] = (*KEEP_UNIT, contact_of(Unit.unit_id))

register_unit = Command(
    "cobuilding.register_unit",
    "POST /units",
    request=schemas.RegisterUnit,
    reply=schemas.Unit,
    on=Area,
    allow=[role(REGISTRAR, *OFFICERS).over(Area.area_id)],
    refuses=["credit_code_wrong", "credit_code_taken", "unit_exists", "contact_unknown"],
    about="Enters a unit on the register of its area. A 统一社会信用代码 is checked and belongs to one unit.",
    example={
        "area_id": EXAMPLE_AREA,
        "name": "圳尾小学",
        "kind": "school",
        "credit_code": "123502004266003291",
        "contact_id": EXAMPLE_PERSON,
    },
    status=201,
)

classify_unit = Command(
    "cobuilding.classify_unit",
    "POST /units/{unit_id}/classifications",
    request=schemas.ClassifyUnit,
    reply=schemas.Classification,
    on=Unit,
    allow=KEEP_UNIT,
    refuses=["unit_closed", "not_a_firm", "classification_out_of_order", "date_in_future"],
    about="Says whether a firm is above scale (规模以上) from a day on; such firms are to have a party organisation.",
    example={"unit_id": EXAMPLE_UNIT, "above_scale": True, "since": "2011-01-01"},
    status=201,
)

list_units = Query(
    "cobuilding.list_units",
    "GET /units",
    request=schemas.ListUnits,
    reply=schemas.UnitPage,
    allow=[signed_in()],
    refuses=["cursor_invalid"],
    about="Units by name, each with the last day of its agreement in force.",
    example={"area_id": EXAMPLE_AREA, "agreed": False},
    paged=True,
)

show_unit = Query(
    "cobuilding.show_unit",
    "GET /units/{unit_id}",
    request=schemas.UnitId,
    reply=schemas.UnitInFull,
    on=Unit,
    allow=[signed_in()],
    about="One unit; its contact only for those who may change it.",
    example={"unit_id": EXAMPLE_UNIT},
)

change_unit = Command(
    "cobuilding.change_unit",
    "PATCH /units/{unit_id}",
    request=schemas.ChangeUnit,
    reply=schemas.Unit,
    on=Unit,
    allow=CHANGE_UNIT,
    refuses=["unit_closed", "credit_code_wrong", "credit_code_taken", "unit_exists", "contact_unknown"],
    about="Changes a unit's name, kind, code or contact; its own contact may do so too.",
    example={"unit_id": EXAMPLE_UNIT, "name": "圳尾中心小学"},
    edits=True,
)

close_unit = Command(
    "cobuilding.close_unit",
    "POST /units/{unit_id}/close",
    request=schemas.CloseUnit,
    reply=schemas.Unit,
    on=Unit,
    allow=KEEP_UNIT,
    refuses=["unit_closed", "date_in_future", "before_registration", "before_signing"],
    about="Takes a unit that closed or left the area off the register; its agreement lapses the same day.",
    example={"unit_id": EXAMPLE_UNIT},
)

import_units = Import(
    "cobuilding.import_units",
    "POST /units/imports",
    record=schemas.ImportedUnit,
    request=request_of(schemas.ImportedUnit),
    reply=ImportReply,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "credit_code_wrong",
        "credit_code_taken",
        "unit_exists",
        "contact_unknown",
        "date_in_future",
        "before_registration",
    ],
    about="Enters units of an older register under the rules of the live door.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "unit-07",
                "source": "驻区单位台账 2011",
                "area_id": EXAMPLE_AREA,
                "name": "圳尾小学",
                "kind": "school",
                "registered_on": "2011-01-10",
            }
        ],
    },
)

sign_agreement = Command(
    "cobuilding.sign_agreement",
    "POST /units/{unit_id}/agreements",
    request=schemas.SignAgreement,
    reply=schemas.Agreement,
    on=Unit,
    allow=[role(*OFFICERS).over(Unit.area)],
    refuses=[
        "unit_closed",
        "date_in_future",
        "ends_before_signing",
        "already_ended",
        "obligation_unknown",
        "obligation_twice",
        "agreement_in_force",
    ],
    about="Signs an agreement with a unit. One is in force per unit at a time; it lapses by itself after its last day.",
    example={
        "unit_id": EXAMPLE_UNIT,
        "signed_on": "2031-03-05",
        "ends_on": "2033-03-04",
        "obligations": ["open_venue", "volunteer_hours"],
    },
    status=201,
)

list_agreements = Query(
    "cobuilding.list_agreements",
    "GET /agreements",
    request=schemas.ListAgreements,
    reply=schemas.AgreementPage,
    allow=[signed_in()],
    refuses=["cursor_invalid"],
    about="Agreements, those that end first at the top: whoever renews reads from here.",
    example={"area_id": EXAMPLE_AREA, "state": "in_force"},
    paged=True,
)

show_agreement = Query(
    "cobuilding.show_agreement",
    "GET /agreements/{agreement_id}",
    request=schemas.AgreementId,
    reply=schemas.Agreement,
    on=Agreement,
    allow=[signed_in()],
    about="One agreement.",
    example={"agreement_id": EXAMPLE_AGREEMENT},
)

lapse_agreement = Command(
    "cobuilding.lapse_agreement",
    "POST /agreements/{agreement_id}/lapse",
    request=schemas.LapseAgreement,
    reply=schemas.Agreement,
    on=Agreement,
    allow=[role(*OFFICERS).over(Agreement.area)],
    refuses=["agreement_lapsed"],
    about="Ends an agreement before its time, from today on; the reason is kept.",
    example={"agreement_id": EXAMPLE_AGREEMENT, "reason": "单位搬迁"},
)

import_agreements = Import(
    "cobuilding.import_agreements",
    "POST /agreements/imports",
    record=schemas.ImportedAgreement,
    request=request_of(schemas.ImportedAgreement),
    reply=ImportReply,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "unit_unknown",
        "date_in_future",
        "ends_before_signing",
        "before_signing",
        "obligation_unknown",
        "obligation_twice",
        "agreement_in_force",
    ],
    about="Enters agreements of the past under the rules of the live door; ended ones lapse at once.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "agreement-07",
                "source": "共建协议书 2011-07",
                "unit_id": EXAMPLE_UNIT,
                "signed_on": "2011-03-05",
                "ends_on": "2013-03-04",
                "obligations": ["open_venue"],
            }
        ],
    },
)
