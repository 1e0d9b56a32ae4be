"""What may be asked of membership, gathered from its registers."""

from __future__ import annotations

from contracts.access import Area
from contracts.membership.operations.accounts import (
    Account,
    Grant,
    change_password,
    close_account,
    give_grant,
    list_accounts,
    open_account,
    refresh_session,
    revoke_grant,
    show_account,
    show_me,
    sign_in,
    sign_out,
    unlock_account,
)
from contracts.membership.operations.areas import (
    AreaRecord,
    ParentArea,
    change_area,
    found_city,
    import_areas,
    list_areas,
    register_area,
    show_area,
)
from contracts.membership.operations.assignments import (
    Assignment,
    assign_person,
    end_assignment,
    import_assignments,
    list_assignments,
    show_assignment,
)
from contracts.membership.operations.committee_seats import (
    CommitteeSeat,
    list_seats,
    show_seat,
    take_seat,
)
from contracts.membership.operations.consents import (
    Consent,
    give_consent,
    list_consent_texts,
    list_consents,
    withdraw_consent,
)
from contracts.membership.operations.corrections import (
    Correction,
    accept_correction,
    ask_correction,
    list_corrections,
    refuse_correction,
    show_correction,
)
from contracts.membership.operations.coverage import (
    Coverage,
    Designation,
    cover,
    designate_area,
    end_coverage,
    end_designation,
    list_coverage,
)
from contracts.membership.operations.denominators import (
    import_denominators,
    list_denominators,
    state_denominator,
)
from contracts.membership.operations.disclosure import (
    RollBoard,
    conceal_roll,
    disclose_roll,
    list_boards,
    publish_board,
    show_board,
    withdraw_board,
)
from contracts.membership.operations.erasures import (
    Erasure,
    approve_erasure,
    call_back_erasure,
    list_erasures,
    open_locked,
    refuse_erasure,
    request_erasure,
    show_erasure,
)
from contracts.membership.operations.external import (
    begin_external_sign_in,
    finish_external_sign_in,
    link_external_identity,
    make_link_code,
    unlink_external_identity,
)
from contracts.membership.operations.grid_changes import (
    GridChange,
    cancel_grid_change,
    list_grid_changes,
    merge_areas,
    move_area,
    show_grid_change,
    split_area,
)
from contracts.membership.operations.household_visits import (
    HouseholdVisit,
    begin_round,
    find_nobody,
    hand_back_visit,
    import_visits,
    list_visits,
    make_visit,
    raise_visit,
    share_route,
    show_route,
    show_visit,
    show_visit_figures,
    strike_visit,
    take_visit,
)
from contracts.membership.operations.households import (
    Household,
    move_household,
    name_contact,
    show_household,
    take_home,
)
from contracts.membership.operations.kin import (
    KinLink,
    confirm_kin,
    end_kin,
    link_kin,
    list_kin,
)
from contracts.membership.operations.organisations import (
    Organisation,
    dissolve_organisation,
    list_organisations,
    move_organisation,
    register_organisation,
    rename_organisation,
    show_organisation,
)
from contracts.membership.operations.packs import (
    assign_pack,
    show_pack,
)
from contracts.membership.operations.people import (
    HomeArea,
    Person,
    correct_person,
    import_people,
    list_people,
    register_death,
    register_person,
    show_person,
)
from contracts.membership.operations.pledges import (
    Pledge,
    list_pledges,
    publish_pledge,
    show_pledge,
)
from contracts.membership.operations.posts import (
    Claim,
    Post,
    claim_post,
    import_claims,
    import_posts,
    list_claims,
    list_posts,
    release_post,
    set_up_post,
    show_claim,
    show_post,
)
from contracts.membership.operations.proposals import (
    GrantProposal,
    approve_grant,
    delegate_grant,
    list_grant_proposals,
    propose_grant,
    refuse_grant,
    show_grant_proposal,
    withdraw_proposal,
)
from contracts.membership.operations.residents import import_residents
from contracts.membership.operations.restructurings import (
    Restructuring,
    approve_restructuring,
    cancel_restructuring,
    draft_restructuring,
    list_restructurings,
    show_restructuring,
)
from contracts.membership.operations.rolls import (
    MemberSeat,
    enrol_member,
    import_members,
    leave_roll,
    list_members,
    show_member,
    take_second_place,
)
from contracts.membership.operations.second_factors import (
    confirm_second_factor,
    enrol_second_factor,
    prove_second_factor,
    reset_second_factor,
)
from contracts.membership.operations.sessions import (
    end_my_sessions,
    list_my_sessions,
)
from contracts.membership.operations.transfers import (
    Transfer,
    accept_transfer,
    ask_transfer,
    list_transfers,
    refuse_transfer,
    release_member,
    show_transfer,
    withdraw_transfer,
)

__all__ = [
    "Account", "Area", "AreaRecord", "Assignment", "Claim", "CommitteeSeat", "Consent", "Correction", "Coverage",
    "Designation", "Erasure", "Grant", "GrantProposal", "GridChange", "HomeArea", "Household", "HouseholdVisit",
    "KinLink", "MemberSeat", "Organisation", "ParentArea", "Person", "Pledge", "Post", "Restructuring", "RollBoard",
    "Transfer", "accept_correction", "accept_transfer", "approve_erasure", "approve_grant", "approve_restructuring",
    "ask_correction", "ask_transfer", "assign_pack", "assign_person", "begin_external_sign_in", "begin_round",
    "call_back_erasure", "cancel_grid_change", "cancel_restructuring", "change_area", "change_password", "claim_post",
    "close_account", "conceal_roll", "confirm_kin", "confirm_second_factor", "correct_person", "cover",
    "delegate_grant", "designate_area", "disclose_roll", "dissolve_organisation", "draft_restructuring",
    "end_assignment", "end_coverage", "end_designation", "end_kin", "end_my_sessions", "enrol_member",
    "enrol_second_factor", "find_nobody", "finish_external_sign_in", "found_city", "give_consent", "give_grant",
    "hand_back_visit", "import_areas", "import_assignments", "import_claims", "import_denominators", "import_members",
    "import_people", "import_posts", "import_residents", "import_visits", "leave_roll", "link_external_identity",
    "link_kin", "list_accounts", "list_areas", "list_assignments", "list_boards", "list_claims", "list_consent_texts",
    "list_consents", "list_corrections", "list_coverage", "list_denominators", "list_erasures", "list_grant_proposals",
    "list_grid_changes", "list_kin", "list_members", "list_my_sessions", "list_organisations", "list_people",
    "list_pledges", "list_posts", "list_restructurings", "list_seats", "list_transfers", "list_visits",
    "make_link_code", "make_visit", "merge_areas", "move_area", "move_household", "move_organisation", "name_contact",
    "open_account", "open_locked", "propose_grant", "prove_second_factor", "publish_board", "publish_pledge",
    "raise_visit", "refresh_session", "refuse_correction", "refuse_erasure", "refuse_grant", "refuse_transfer",
    "register_area", "register_death", "register_organisation", "register_person", "release_member", "release_post",
    "rename_organisation", "request_erasure", "reset_second_factor", "revoke_grant", "set_up_post", "share_route",
    "show_account", "show_area", "show_assignment", "show_board", "show_claim", "show_correction", "show_erasure",
    "show_grant_proposal", "show_grid_change", "show_household", "show_me", "show_member", "show_organisation",
    "show_pack", "show_person", "show_pledge", "show_post", "show_restructuring", "show_route", "show_seat",
    "show_transfer", "show_visit", "show_visit_figures", "sign_in", "sign_out", "split_area", "state_denominator",
    "strike_visit", "take_home", "take_seat", "take_second_place", "take_visit", "unlink_external_identity",
    "unlock_account", "withdraw_board", "withdraw_consent", "withdraw_proposal", "withdraw_transfer",
]  # fmt: skip
