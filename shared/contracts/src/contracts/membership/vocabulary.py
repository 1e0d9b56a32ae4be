"""Words that several of membership's contracts share: kinds of areas, bodies, posts, and who keeps what."""

from __future__ import annotations

from contracts import roles
from contracts.classes import Basis, Mask, personal, sensitive
from kernel.area import KINDS

AREA_KINDS: tuple[str, ...] = KINDS
"""市 区 街道 社区 小区 楼幢 户, from top to bottom: a parent is always of a higher kind."""

ORGANISATION_KINDS: tuple[str, ...] = (
    "party_committee",  # 党委、党总支
    "party_branch",  # 党支部
    "residents_committee",  # 居委会
    "mass_organisation",  # 群团组织
    "civil_organisation",  # 民间组织
)

ORGANISATION_KINDS_NOW: tuple[str, ...] = (
    *ORGANISATION_KINDS,
    "two_new_branch",  # 两新支部: of private firms and civil bodies
    "functional_branch",  # 功能型（特色）支部: of members across the grid, beside their own branch
    "party_group",  # 党小组
    "department",  # 部门
)
"""The kinds since `organisation_changed.v2`; its first version knows only those above."""

DESIGNATIONS: tuple[str, ...] = ("commercial_building",)  # 商务楼宇
"""What an area may be beside its kind."""

ASSIGNMENT_KINDS: tuple[str, ...] = (
    "liaison",  # 挂钩联系: a leader and a department keep in touch with an area
    "charge",  # 包抓: a leader answers for an area
    "instructor",  # 党建指导员: posted to an area
    "warden",  # 中心户长: a neighbour who looks after a building or one of its stairwells
)
"""How somebody is assigned to an area. How many areas each may have, and at which kind of area, the pack says."""

DENOMINATORS: tuple[str, ...] = (
    "population",  # 总人口
    "floating_population",  # 外来暂住人口
    "households",  # 户数
    "land_square_metres",  # 辖区面积
    "residents_committees",  # 居委会
    "resident_groups",  # 居民小组
    "party_branches",  # 党支部
    "party_members",  # 自管党员
    "in_service_members",  # 驻区在职党员
    "units",  # 驻区单位
)
"""What a statement of an area (底数) may count."""

SECOND_PLACES: tuple[str, ...] = (
    "in_service",  # 在职党员双岗位登记: on the roll of where they work, and registered where they live
    "floating",  # 流动党员: on a roll outside the register, and known where they live for now
)
"""Why a member has a place beside their main one in the branch or group of the community where they live."""

COVERED_KINDS: tuple[str, ...] = ("building", "firm")
"""What a party organisation covers (组建覆盖): a building, or a firm."""

POST_LEVELS: tuple[str, ...] = ("organisation", "personal")
"""组织认大岗, 个人认小岗: units claim the large posts, persons the small ones."""

CLAIMANT_KINDS: tuple[str, ...] = ("person", "unit")

SCOPE_KINDS: tuple[str, ...] = ("area", "organisation", "unit", "team", "person", "case")

FACT_KINDS: tuple[str, ...] = ("hours_approved", "shift_completed")
"""Facts heard from others that a post's template may count as evidence of its pledges."""

VISIT_URGENCIES: tuple[str, ...] = ("arrival", "call", "round")
"""How soon a household is visited: at once (必到), within days (必访), or in its turn among all (走千家), most urgent first."""

VISIT_FACTS: tuple[str, ...] = (
    "person_registered",  # membership's own
    "person_moved",
    "elder_registered",  # told by eldercare
    "elder_first",
    "elder_visit_missed",
    "elder_sos_resolved",
    "welfare_check_unmet",  # told by patrol
    "hazard_at_home",
)
"""Facts that a pack's kind of visit may be raised by: each names a household, or a person whose household is known."""

KEEPERS: tuple[str, ...] = (roles.GRID_WORKER, roles.REGISTRAR, roles.COMMUNITY_SECRETARY)
"""Who write the register of people of their area."""

READERS: tuple[str, ...] = (
    *KEEPERS,
    roles.BRANCH_SECRETARY,
    roles.DESK_CLERK,
    roles.STREET_OFFICER,
    roles.DISTRICT_OFFICER,
    roles.CITY_OFFICER,
)
"""Who read the register of people of their area."""

HIGHER_OFFICERS: tuple[str, ...] = (roles.STREET_OFFICER, roles.DISTRICT_OFFICER, roles.CITY_OFFICER)
"""Who decide above the community."""

GIVERS: tuple[str, ...] = (roles.SECURITY_ADMIN, *roles.OFFICERS)
"""Who open accounts and give grants, each within limits."""

NAME = personal(
    "To know whom the community serves and to address them",
    Basis.STATUTORY_DUTY,
    "while resident + 3 years",
    mask=Mask.NAME,
    shown_to=READERS,
)
PHONE = sensitive(
    "To reach the person about services and emergencies",
    Basis.CONSENT,
    "while resident",
    mask=Mask.PHONE,
    shown_to=KEEPERS,
)
IDENTITY = sensitive(
    "To tell two persons of one name apart and to register each once",
    Basis.STATUTORY_DUTY,
    "while resident + 3 years",
    mask=Mask.IDENTITY,
    shown_to=(roles.REGISTRAR,),
)
BIRTH = personal(
    "To know whom protection of minors and services for elders concern",
    Basis.STATUTORY_DUTY,
    "while resident + 3 years",
    shown_to=READERS,
)
MINOR = personal(
    "To ask guardians first where the person is a minor",
    Basis.STATUTORY_DUTY,
    "while resident + 3 years",
    shown_to=READERS,
)
PARTY = personal(
    "To keep the branch's roll; never leaves membership",
    Basis.CONSENT,
    "while a member of the branch",
    shown_to=(roles.BRANCH_SECRETARY, roles.COMMUNITY_SECRETARY, roles.REGISTRAR),
)
HOME = personal(
    "To know which community serves the person",
    Basis.STATUTORY_DUTY,
    "while resident + 3 years",
    shown_to=READERS,
)
LOCKED = sensitive(
    "To answer authorities who may lawfully ask about somebody who was erased",
    Basis.STATUTORY_DUTY,
    "3 years from the erasure",
    shown_to=(roles.DISTRICT_OFFICER, roles.CITY_OFFICER),
)
CORRECTED = sensitive(
    "To correct what is wrong in the register",
    Basis.STATUTORY_DUTY,
    "until it is decided",
    shown_to=KEEPERS,
)

VISIT_READERS: tuple[str, ...] = (roles.GRID_WORKER, roles.BRANCH_SECRETARY, roles.COMMUNITY_SECRETARY)
"""Who read why a household is visited and what was noted there; and whoever has taken the visit."""

VISIT_REASON = sensitive(
    "To come at once, and prepared, where somebody is in need",
    Basis.STATUTORY_DUTY,
    "3 years",
    shown_to=VISIT_READERS,
)
VISIT_NOTE = sensitive(
    "To see to what was asked for at the door",
    Basis.STATUTORY_DUTY,
    "3 years",
    shown_to=VISIT_READERS,
)
