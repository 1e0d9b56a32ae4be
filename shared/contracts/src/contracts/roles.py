"""Roles (角色). A grant (授权) is a role at a scope; what each role may do stands in the `allow` of the operations."""

RESIDENT = "resident"
GUARDIAN = "guardian"
FAMILY = "family"
VOLUNTEER = "volunteer"
TEAM_LEADER = "team_leader"
CARER = "carer"
CARE_COORDINATOR = "care_coordinator"
PATROL_MEMBER = "patrol_member"
PATROL_CAPTAIN = "patrol_captain"
MEDIATOR = "mediator"
EMERGENCY_COORDINATOR = "emergency_coordinator"
UNIT_CONTACT = "unit_contact"
WARDEN = "warden"  # 楼栋长
GRID_WORKER = "grid_worker"  # 网格员
DESK_CLERK = "desk_clerk"
AID_WORKER = "aid_worker"
REGISTRAR = "registrar"
BRANCH_SECRETARY = "branch_secretary"
COMMUNITY_SECRETARY = "community_secretary"
COMMUNITY_ACCOUNTANT = "community_accountant"
STREET_ACCOUNTANT = "street_accountant"
STREET_OFFICER = "street_officer"
SUPERVISOR = "supervisor"  # reads pledges and duty, changes nothing
DISTRICT_OFFICER = "district_officer"
CITY_OFFICER = "city_officer"
SYSTEM_OPERATOR = "system_operator"
SECURITY_ADMIN = "security_admin"
AUDITOR = "auditor"

ALL: tuple[str, ...] = tuple(
    value for name, value in sorted(globals().items()) if name.isupper() and isinstance(value, str) and name != "ALL"
)

EXCLUSIVE = frozenset({SYSTEM_OPERATOR, SECURITY_ADMIN, AUDITOR})
"""No person holds two of these (三员分立)."""

OFFICERS: tuple[str, ...] = (COMMUNITY_SECRETARY, STREET_OFFICER, DISTRICT_OFFICER, CITY_OFFICER)
"""Those who answer for an area, from the community up."""
