"""Forming, filling, leading and disbanding teams."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from contracts.volunteering import operations as ops
from contracts.volunteering.events import TeamChangedV1, TeamDisbandedV1, TeamFormedV1
from runtime.testing.harness import Answer


def refused(answer: Answer) -> tuple[int, str | None]:
    return answer.status, answer.code


def changes(here: Any) -> list[tuple[str, str | None, str | None]]:
    """What was told of teams, in order: change, role of the seat, person."""
    told = [envelope["data"] for envelope in here.door.emitted(TeamChangedV1)]
    return [(data["change"], data["seat_role"], data["person_id"]) for data in told]


def test_forming_a_team_gives_its_leader_the_first_seat(here: Any) -> None:
    words = {"area_id": here.community, "name": "圳尾治安巡逻队", "kind": "patrol", "leader_id": here.leader}
    made = here.door.call(ops.form_team, here.secretary(), **words)
    assert made.status == 201
    assert (made.data["members"], made.data["version"]) == (1, 1)
    (formed,) = here.door.emitted(TeamFormedV1)
    assert formed["data"] == {
        "team_id": made.data["team_id"],
        "name": "圳尾治安巡逻队",
        "kind": "patrol",
        "leader_id": str(here.leader),
    }
    assert formed["area"] == str(here.community)
    assert changes(here) == [("member_joined", "leader", str(here.leader))]


def test_kinds_come_from_the_pack(here: Any) -> None:
    here.door.pack(here.community, {"team_kinds": [{"code": "lion_dance", "zh": "舞狮队", "en": "Lion dancers"}]})
    here.form(kind="lion_dance")
    words = {"area_id": here.community, "name": "巡逻队", "kind": "patrol", "leader_id": here.leader}
    unknown = here.door.call(ops.form_team, here.secretary(), **words)
    assert refused(unknown) == (422, "team_kind_unknown")
    assert unknown.pointers == ["/kind"]


def test_a_leader_is_a_registered_volunteer(here: Any) -> None:
    words = {"area_id": here.community, "name": "巡逻队", "kind": "patrol", "leader_id": uuid4()}
    assert refused(here.door.call(ops.form_team, here.secretary(), **words)) == (409, "not_a_volunteer")


def test_names_are_unique_while_a_team_stands(here: Any) -> None:
    team = here.form("巡逻队")
    words = {"area_id": here.community, "name": "巡逻队", "kind": "patrol", "leader_id": here.leader}
    assert refused(here.door.call(ops.form_team, here.secretary(), **words)) == (409, "team_name_taken")
    here.done(here.door.call(ops.disband_team, here.secretary(), team_id=team))
    assert here.door.call(ops.form_team, here.secretary(), **words).ok
    there = words | {"area_id": here.elsewhere}
    assert here.door.call(ops.form_team, here.secretary(here.street), **there).ok


def test_members_join_once_and_leave(here: Any) -> None:
    team = here.form()
    here.join(team, 0)
    again = here.door.call(ops.add_member, here.the_leader(), team_id=team, person_id=here.people[0])
    assert refused(again) == (409, "already_member")
    unknown = here.door.call(ops.add_member, here.the_leader(), team_id=team, person_id=uuid4())
    assert refused(unknown) == (409, "not_a_volunteer")
    left = here.done(here.door.call(ops.leave_team, here.someone(0), team_id=team, person_id=here.people[0]))
    assert left.data["left_on"] == "2031-06-15"
    gone = here.door.call(ops.leave_team, here.someone(0), team_id=team, person_id=here.people[0])
    assert refused(gone) == (409, "not_a_member")
    here.join(team, 0)


def test_a_member_cannot_send_another_away(here: Any) -> None:
    team = here.form()
    here.join(team, 0, 1)
    answer = here.door.call(ops.leave_team, here.someone(0), team_id=team, person_id=here.people[1])
    assert refused(answer) == (403, "not_for_others")
    assert here.door.call(ops.leave_team, here.the_leader(), team_id=team, person_id=here.people[1]).ok


def test_a_micro_team_is_one_leader_and_five(here: Any) -> None:
    team = here.form("文明督导员小组", "micro")
    here.join(team, 0, 1, 2, 3, 4)
    sixth = here.door.call(ops.add_member, here.the_leader(), team_id=team, person_id=here.people[5])
    assert refused(sixth) == (409, "team_full")
    seated = [change for change in changes(here) if change[0] == "member_joined"]
    assert [role for _, role, _ in seated] == ["leader", *["member"] * 5]
    swap = {"if_match": 1, "team_id": team, "person_id": here.people[5]}
    assert refused(here.door.call(ops.change_leader, here.secretary(), **swap)) == (409, "team_full")
    swap["person_id"] = here.people[0]
    assert here.door.call(ops.change_leader, here.secretary(), **swap).ok


def test_handing_over_changes_both_seats(here: Any) -> None:
    team = here.form()
    here.join(team, 0)
    activity = here.plan(team)
    before = len(changes(here))
    made = here.done(
        here.door.call(ops.change_leader, here.the_leader(), if_match=1, team_id=team, person_id=here.people[0])
    )
    assert (made.data["leader_id"], made.data["members"], made.version) == (str(here.people[0]), 2, 2)
    told = changes(here)[before:]
    assert sorted(told[:2]) == [
        ("member_left", *pair) for pair in sorted((("leader", str(here.leader)), ("member", str(here.people[0]))))
    ]
    assert told[2:] == [
        ("member_joined", "leader", str(here.people[0])),
        ("member_joined", "member", str(here.leader)),
        ("leader_changed", None, str(here.people[0])),
    ]
    shown = here.done(here.door.call(ops.show_activity, here.someone(1), activity_id=activity))
    assert shown.data["leader_id"] == str(here.people[0])
    again = here.door.call(ops.change_leader, here.secretary(), if_match=2, team_id=team, person_id=here.people[0])
    assert refused(again) == (409, "already_leader")
    leave = here.door.call(ops.leave_team, here.someone(0), team_id=team, person_id=here.people[0])
    assert refused(leave) == (409, "leader_must_hand_over")


def test_renaming_needs_the_version_read(here: Any) -> None:
    team, _ = here.form("巡逻队"), here.form("舞蹈队")
    rename = {"team_id": team, "name": "夜巡队"}
    assert here.door.call(ops.rename_team, here.secretary(), **rename).status == 428
    assert here.door.call(ops.rename_team, here.secretary(), if_match=9, **rename).status == 412
    assert here.done(here.door.call(ops.rename_team, here.secretary(), if_match=1, **rename)).version == 2
    taken = here.door.call(ops.rename_team, here.secretary(), if_match=2, team_id=team, name="舞蹈队")
    assert refused(taken) == (409, "team_name_taken")
    assert here.door.emitted(TeamChangedV1)[-1]["data"]["name"] == "夜巡队"


def test_disbanding_ends_every_seat_before_the_team(here: Any) -> None:
    team = here.form()
    here.join(team, 0, 1)
    planned = here.plan(team)
    here.done(here.door.call(ops.disband_team, here.secretary(), team_id=team))
    assert [change for change, *_ in changes(here)[-3:]] == ["member_left"] * 3
    assert here.door.emitted()[-1]["name"] == TeamDisbandedV1.name
    assert here.door.call(ops.show_activity, here.someone(0), activity_id=planned).data["state"] == "cancelled"
    for operation, words in (
        (ops.disband_team, {}),
        (ops.add_member, {"person_id": here.people[3]}),
        (ops.change_leader, {"person_id": here.people[3], "if_match": 2}),
        (ops.rename_team, {"name": "新名", "if_match": 2}),
    ):
        answer = here.door.call(operation, here.secretary(), team_id=team, **words)
        assert refused(answer) == (409, "team_disbanded"), operation.name


def test_lists_count_open_seats(here: Any) -> None:
    team = here.form("巡逻队", "patrol")
    here.join(team, 0, 1, 2)
    here.done(here.door.call(ops.leave_team, here.someone(0), team_id=team, person_id=here.people[0]))
    here.form("舞蹈队", "culture")
    found = here.done(here.door.call(ops.list_teams, here.someone(0), area_id=here.street)).data["items"]
    assert {item["name"]: item["members"] for item in found} == {"巡逻队": 3, "舞蹈队": 1}
    (patrol,) = here.done(here.door.call(ops.list_teams, here.someone(0), kind="patrol")).data["items"]
    assert patrol["team_id"] == str(team)
    assert not here.done(here.door.call(ops.list_teams, here.someone(0), area_id=here.elsewhere)).data["items"]
    here.done(here.door.call(ops.disband_team, here.secretary(), team_id=team))
    assert len(here.done(here.door.call(ops.list_teams, here.someone(0))).data["items"]) == 1
    assert len(here.done(here.door.call(ops.list_teams, here.someone(0), standing=False)).data["items"]) == 2


def test_names_on_a_roster_are_masked_for_the_public(here: Any) -> None:
    team = here.form()
    here.join(team, 0)

    def names(reader: Any) -> list[str]:
        roster = here.done(here.door.call(ops.show_team, reader, team_id=team)).data["roster"]
        return [seat["display_name"] for seat in roster]

    assert names(here.secretary()) == ["徐开枝", "陈一"]
    assert names(here.door.sign_in(("team_leader", "team", team))) == ["徐开枝", "陈一"]
    assert names(here.someone(0)) == ["徐**", "陈一"]


def test_teams_are_kept_by_their_leader_and_the_secretaries_above(here: Any) -> None:
    team = here.form()
    add = {"team_id": team, "person_id": here.people[0]}
    assert here.door.call(ops.add_member, here.someone(1), **add).status == 403
    assert here.door.call(ops.add_member, here.secretary(here.elsewhere), **add).status == 403
    assert here.door.call(ops.add_member, here.door.sign_in(("team_leader", "team", uuid4())), **add).status == 403
    assert here.door.call(ops.add_member, None, **add).status == 401
    assert here.door.call(ops.add_member, here.secretary(), team_id=uuid4(), person_id=here.people[0]).status == 404
    assert here.door.call(ops.disband_team, here.the_leader(), team_id=team).status == 403
    granted = here.door.sign_in(("team_leader", "team", team))
    assert UUID(here.done(here.door.call(ops.add_member, granted, **add)).data["seat_id"])
