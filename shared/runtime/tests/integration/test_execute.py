"""What the runtime does around a use case, on a real database."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from garden import contract
from garden.domain import Plot
from sqlalchemy import event, text

from kernel.ids import uuid7
from runtime.database import new_session, transaction
from runtime.requests import OperationRequest
from runtime.testing.harness import DoorUnderTest, SignedIn


@pytest.fixture
def street(garden: DoorUnderTest) -> UUID:
    return garden.area("street")


@pytest.fixture
def community(garden: DoorUnderTest, street: UUID) -> UUID:
    return garden.area("community", street)


@pytest.fixture
def elsewhere(garden: DoorUnderTest) -> UUID:
    return garden.area("community", garden.area("street"))


@pytest.fixture
def secretary(garden: DoorUnderTest, street: UUID) -> SignedIn:
    return garden.sign_in(("community_secretary", "area", street))


def plot(garden: DoorUnderTest, area: UUID, **words: Any) -> UUID:
    plot_id = uuid7()
    defaults = {"title": str(plot_id), "trees": 0, "gardener": "王小明", "phone": "13812345678"}
    with transaction(garden.engine) as session:
        session.add(Plot(id=plot_id, area=area, **(defaults | words)))
    return plot_id


def trees(garden: DoorUnderTest, plot_id: UUID) -> int:
    with new_session(garden.engine) as session:
        return session.get_one(Plot, plot_id).trees


def count(garden: DoorUnderTest, table: str) -> int:
    with garden.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - names of this file


class TestGroupCommit:
    def test_commands_of_a_group_share_one_transaction(self, garden, community, secretary):
        plots = [plot(garden, community) for _ in range(5)]
        requests = [garden.request(contract.plant_tree, secretary, plot_id=each, kind="plum") for each in plots]
        commits = []
        event.listen(garden.engine, "commit", commits.append)
        answers = garden.call_together(requests)
        assert [a.status for a in answers] == [201] * 5
        assert len(commits) == 1
        assert len(garden.emitted(contract.TreePlantedV1)) == 5

    def test_one_flush_for_commands_on_different_rows(self, garden, community, secretary):
        requests = [garden.request(contract.open_plot, secretary, area_id=community, title=f"t{n}") for n in range(8)]
        statements: list[str] = []
        event.listen(garden.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        answers = garden.call_together(requests)
        assert [a.status for a in answers] == [201] * 8
        assert sum("INSERT INTO plot" in each for each in statements) == 1
        assert sum("runtime.operation_reply" in each for each in statements) == 2
        assert sum("INTO runtime.audit" in each for each in statements) == 1

    def test_a_failure_undoes_all_and_each_runs_again_by_itself(self, garden, community, secretary):
        good, bad = plot(garden, community), plot(garden, community)
        answers = garden.call_together(
            [
                garden.request(contract.plant_tree, secretary, plot_id=good, kind="plum"),
                garden.request(contract.break_fence, secretary, plot_id=bad, kind="bug"),
                garden.request(contract.plant_tree, secretary, plot_id=good, kind="pear"),
            ]
        )
        assert [a.status for a in answers] == [201, 500, 201]
        assert (trees(garden, good), trees(garden, bad)) == (2, 0)
        assert [e["aggregate_seq"] for e in garden.emitted()] == [1, 2]
        assert [a["act"] for a in garden.audited() if a["act"].startswith("garden.")] == ["garden.plant_tree"] * 2

    def test_the_second_command_on_a_row_meets_what_the_first_did(self, garden, community, secretary):
        full = plot(garden, community, trees=2)
        requests = [garden.request(contract.plant_tree, secretary, plot_id=full, kind="plum") for _ in range(3)]
        answers = garden.call_together(requests)
        assert [a.status for a in answers] == [201, 409, 409]
        assert answers[0].data["trees"] == 3
        assert trees(garden, full) == 3

    def test_two_edits_of_one_version_in_a_group_cannot_both_win(self, garden, community, secretary):
        one = plot(garden, community)
        requests = [garden.request(contract.rename_plot, secretary, plot_id=one, title=t, if_match=1) for t in "ab"]
        assert [a.status for a in garden.call_together(requests)] == [200, 412]

    def test_each_reply_shows_the_state_that_its_command_left(self, garden, community, secretary):
        one = plot(garden, community)
        requests = [garden.request(contract.plant_tree, secretary, plot_id=one, kind="plum") for _ in range(3)]
        answers = garden.call_together(requests)
        assert [a.data["trees"] for a in answers] == [1, 2, 3]
        assert [a.version for a in answers] == [2, 3, 4]

    def test_a_late_refusal_leaves_nothing(self, garden, community, secretary):
        one = plot(garden, community)
        for others in (0, 3):
            more = [
                garden.request(contract.open_plot, secretary, area_id=community, title=f"{others}{n}")
                for n in range(others)
            ]
            refused = garden.request(contract.break_fence, secretary, plot_id=one, kind="late refusal")
            assert garden.call_together([*more, refused])[-1].code == "garden_full"
            assert trees(garden, one) == 0

    def test_a_refusal_before_any_change_costs_the_group_nothing(self, garden, community, secretary):
        full, one = plot(garden, community, trees=3), plot(garden, community)
        requests = [
            garden.request(contract.open_plot, secretary, area_id=community, title="new"),
            garden.request(contract.plant_tree, secretary, plot_id=full, kind="plum"),
            garden.request(contract.break_fence, secretary, plot_id=one, kind="look"),
            garden.request(contract.open_plot, secretary, area_id=community, title="newer"),
        ]
        commits = []
        event.listen(garden.engine, "commit", commits.append)
        assert [a.status for a in garden.call_together(requests)] == [201, 409, 409, 201]
        assert len(commits) == 1

    def test_a_refusal_that_keeps_is_committed(self, garden, community, secretary):
        one = plot(garden, community)
        assert garden.call(contract.break_fence, secretary, plot_id=one, kind="noted").code == "fence_noted"
        with new_session(garden.engine) as session:
            assert session.get_one(Plot, one).title == "broken"

    def test_a_violated_constraint_is_its_rule(self, garden, community, secretary):
        requests = [garden.request(contract.open_plot, secretary, area_id=community, title="same") for _ in range(3)]
        answers = garden.call_together(requests)
        assert sorted(a.status for a in answers) == [201, 409, 409]
        assert {a.code for a in answers if not a.ok} == {"title_taken"}

    def test_a_violated_constraint_without_a_rule_is_an_internal_error_without_details(
        self, garden, community, secretary
    ):
        one = plot(garden, community)
        answer = garden.call(contract.break_fence, secretary, plot_id=one, kind="check")
        assert (answer.status, answer.code, answer.problem["detail"], answer.problem["errors"]) == (
            500,
            "internal_error",
            "",
            [],
        )

    def test_more_than_a_group_and_queries_between(self, garden, community, secretary):
        one = plot(garden, community)
        requests = [garden.request(contract.open_plot, secretary, area_id=community, title=f"{n}") for n in range(40)]
        requests[10:10] = [garden.request(contract.show_plot, secretary, plot_id=one)]
        answers = garden.call_together(requests)
        assert answers[10].data["title"] == str(one)
        assert [a.status for a in answers if a is not answers[10]] == [201] * 40


class TestAtOnce:
    def test_groups_that_want_the_same_rows_wait_for_each_other(self, garden, community, secretary):
        plots = [plot(garden, community) for _ in range(6)]

        def plant(order: int) -> list[int]:
            chosen = plots if order % 2 else plots[::-1]
            requests = [garden.request(contract.plant_tree, secretary, plot_id=each, kind="plum") for each in chosen]
            return [a.status for a in garden.call_together(requests)]

        with ThreadPoolExecutor(4) as pool:
            statuses = [status for found in pool.map(plant, range(5)) for status in found]
        assert sorted(statuses) == [201] * 18 + [409] * 12
        assert [trees(garden, each) for each in plots] == [3] * 6
        assert len(garden.emitted()) == 18


class TestIdempotency:
    def test_the_same_key_and_body_get_the_same_reply(self, garden, community, secretary):
        one = plot(garden, community)
        first = garden.call(contract.plant_tree, secretary, plot_id=one, kind="plum", key="k")
        again = garden.call(contract.plant_tree, secretary, plot_id=one, kind="plum", key="k")
        assert (first.replayed, again.replayed, again.data, again.status) == (False, True, first.data, 201)
        assert trees(garden, one) == 1

    def test_the_same_key_with_another_body_is_a_conflict(self, garden, community, secretary):
        one = plot(garden, community)
        garden.call(contract.plant_tree, secretary, plot_id=one, kind="plum", key="k")
        assert (
            garden.call(contract.plant_tree, secretary, plot_id=one, kind="pear", key="k").code
            == "idempotency_key_reused"
        )
        other = garden.call(contract.open_plot, secretary, area_id=community, title="t", key="k")
        assert (other.status, other.code) == (409, "idempotency_key_reused")

    def test_the_same_key_twice_in_one_group(self, garden, community, secretary):
        one = plot(garden, community)
        requests = [garden.request(contract.plant_tree, secretary, plot_id=one, kind="plum", key="k") for _ in range(3)]
        assert [a.replayed for a in garden.call_together(requests)] == [False, True, True]
        assert trees(garden, one) == 1

    def test_the_same_key_at_the_same_moment_acts_once(self, garden, community, secretary):
        requests = [
            garden.request(contract.open_plot, secretary, area_id=community, title="t", key="k") for _ in range(8)
        ]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda request: garden.call_together([request])[0], requests))
        assert [a.status for a in answers] == [201] * 8
        assert sorted(a.replayed for a in answers) == [False] + [True] * 7
        assert count(garden, "plot") == 1

    def test_keys_of_two_accounts_do_not_meet(self, garden, community, secretary, street):
        one = plot(garden, community)
        other = garden.sign_in(("community_secretary", "area", street))
        for who in (secretary, other):
            assert not garden.call(contract.plant_tree, who, plot_id=one, kind="plum", key="k").replayed
        assert trees(garden, one) == 2

    def test_a_post_without_a_key_is_refused(self, garden, community, secretary):
        request = garden.request(contract.open_plot, secretary, area_id=community, title="t")
        request.meta = {"token": secretary.token}
        assert garden.call_together([request])[0].code == "idempotency_key_required"

    def test_a_refusal_is_not_stored(self, garden, community, secretary):
        one = plot(garden, community, trees=3)
        assert garden.call(contract.plant_tree, secretary, plot_id=one, kind="plum", key="k").status == 409
        with transaction(garden.engine) as session:
            session.get_one(Plot, one).trees = 0
        assert garden.call(contract.plant_tree, secretary, plot_id=one, kind="plum", key="k").status == 201

    def test_a_reply_with_something_sensitive_is_sealed_at_rest(self, garden, community, secretary):
        one = plot(garden, community)
        garden.call(contract.plant_tree, secretary, plot_id=one, kind="plum", key="k")
        with garden.engine.connect() as connection:
            stored = connection.execute(text("SELECT reply FROM runtime.operation_reply")).scalar_one()
        assert list(stored) == ["sealed"]
        assert (
            garden.call(contract.plant_tree, secretary, plot_id=one, kind="plum", key="k").data["phone"]
            == "13812345678"
        )


class TestAccess:
    def test_unknown_invisible_and_other_areas_ids_look_the_same(self, garden, community, elsewhere, secretary):
        theirs = plot(garden, elsewhere)
        unseen = [garden.call(contract.show_plot, secretary, plot_id=each) for each in (uuid7(), theirs)]
        writes = [garden.call(contract.plant_tree, secretary, plot_id=each, kind="plum") for each in (uuid7(), theirs)]
        shown = {json.dumps(answer.problem, sort_keys=True) for answer in unseen + writes}
        assert {answer.status for answer in unseen + writes} == {404}
        assert len(shown) == 1

    def test_seen_but_not_allowed_is_403(self, garden, community, street):
        warden = garden.sign_in(("warden", "area", street), ("team_leader", "team", uuid7()))
        one = plot(garden, community)
        answer = garden.call(contract.rename_plot, warden, plot_id=one, title="x", if_match=1)
        assert (answer.status, answer.code) == (403, "not_allowed")

    def test_without_any_fitting_claim_the_body_is_not_looked_at(self, garden):
        nobody = garden.sign_in()
        request = OperationRequest("open_plot", {"nonsense": 1}, {"token": nobody.token})
        assert garden.call_together([request])[0].status == 422  # everybody sees areas, so the body comes first
        assert garden.call(contract.rest, nobody, nonsense=1).status == 403
        assert garden.call(contract.import_plots, nobody, nonsense=1).status == 403

    def test_a_role_of_an_area_reaches_below_it_and_nowhere_else(self, garden, street, community, elsewhere):
        below = garden.sign_in(("community_secretary", "area", community))
        household = garden.area("household", community)
        assert garden.call(contract.open_plot, below, area_id=household, title="a").status == 201
        assert garden.call(contract.open_plot, below, area_id=community, title="b").status == 201
        assert garden.call(contract.open_plot, below, area_id=street, title="c").status == 403
        assert garden.call(contract.open_plot, below, area_id=elsewhere, title="d").status == 403
        assert garden.call(contract.open_plot, below, area_id=uuid7(), title="e").status == 404

    def test_paths_are_compared_by_labels(self, garden):
        one, twelve = uuid7(), uuid7()
        from datetime import date

        from runtime.replicas import put_areas

        words = {"code": None, "kind": "city", "name": "x", "parent_id": None, "valid_from": date(2000, 1, 1)}
        with transaction(garden.engine) as session:
            put_areas(
                session,
                [
                    {"area_id": one, "number": 1, "path": "7001", **words},
                    {"area_id": twelve, "number": 12, "path": "70012", **words},
                ],
            )
        secretary = garden.sign_in(("community_secretary", "area", one))
        assert garden.call(contract.open_plot, secretary, area_id=twelve, title="a").status == 403

    def test_oneself_kin_contacts_and_team_leaders(self, garden, community):
        gardener, unit, team = uuid7(), uuid7(), uuid7()
        one = plot(garden, community, person_id=gardener, unit_id=unit, team_id=team)
        for who in (
            garden.sign_in(person_id=gardener),
            garden.sign_in(("guardian", "person", gardener), person_id=uuid7()),
            garden.sign_in(("unit_contact", "unit", unit)),
        ):
            assert garden.call(contract.plant_tree, who, plot_id=one, kind="plum").status == 201
        for who in (
            garden.sign_in(person_id=uuid7()),
            garden.sign_in(("guardian", "person", uuid7())),
            garden.sign_in(("volunteer", "person", gardener)),
            garden.sign_in(("unit_contact", "unit", uuid7())),
        ):
            assert garden.call(contract.plant_tree, who, plot_id=one, kind="plum").status in (403, 404)
        leader = garden.sign_in(("team_leader", "team", team))
        assert garden.call(contract.rename_plot, leader, plot_id=one, title="x", if_match=4).status == 200

    def test_acting_for_somebody_is_recorded(self, garden, community):
        gardener = uuid7()
        one = plot(garden, community, person_id=gardener)
        guardian = garden.sign_in(("guardian", "person", gardener), person_id=uuid7())
        garden.call(contract.plant_tree, guardian, plot_id=one, kind="plum")
        garden.call(contract.plant_tree, garden.sign_in(person_id=gardener), plot_id=one, kind="plum")
        assert [entry["acting_for"] for entry in garden.audited()] == [gardener, None]

    def test_lists_show_what_the_same_clauses_let_through(self, garden, community, elsewhere, secretary):
        mine, gardener = plot(garden, community), uuid7()
        own = plot(garden, elsewhere, person_id=gardener)
        plot(garden, elsewhere)
        ids = lambda answer: {item["plot_id"] for item in answer.data["items"]}  # noqa: E731
        assert ids(garden.call(contract.list_plots, secretary)) == {str(mine)}
        assert ids(garden.call(contract.list_plots, garden.sign_in(person_id=gardener))) == {str(own)}
        assert ids(garden.call(contract.list_plots, garden.sign_in())) == set()
        assert garden.call(contract.list_plots).status == 401

    def test_public_operations_need_no_token_and_forgive_a_bad_one(self, garden):
        assert garden.call(contract.count_plots).status == 200
        assert garden.call_together([OperationRequest("count_plots", {}, {"token": "x.y.z"})])[0].status == 200


class TestRequest:
    def test_every_fault_has_a_pointer(self, garden, secretary):
        answer = garden.call(contract.plant_tree, secretary, plot_id="x", colour="red")
        assert answer.status == 422
        assert sorted(answer.pointers) == ["/colour", "/kind", "/plot_id"]
        assert {e["code"] for e in answer.problem["errors"]} == {"missing", "unknown", "invalid"}

    def test_a_rule_points_at_its_field(self, garden, community, secretary):
        answer = garden.call(contract.plant_tree, secretary, plot_id=plot(garden, community), kind="stone")
        assert (answer.status, answer.code, answer.pointers) == (422, "tree_unknown", ["/kind"])
        assert answer.problem["title_zh"] == "没有这种树"

    def test_versions(self, garden, community, secretary):
        one = plot(garden, community)
        assert garden.call(contract.rename_plot, secretary, plot_id=one, title="x").status == 428
        assert garden.call(contract.rename_plot, secretary, plot_id=one, title="x", if_match=9).status == 412
        done = garden.call(contract.rename_plot, secretary, plot_id=one, title="x", if_match=1)
        assert (done.status, done.version, done.data["version"]) == (200, 2, 2)

    def test_a_passed_deadline_does_nothing(self, garden, community, secretary):
        request = garden.request(contract.open_plot, secretary, area_id=community, title="t")
        request.meta = {**request.meta, "deadline": 1}
        assert garden.call_together([request])[0].code == "deadline_passed"
        assert count(garden, "plot") == 0

    def test_unknown_operations_and_odd_bodies(self, garden, secretary):
        answers = garden.call_together(
            [
                OperationRequest("nothing", {}, {}),
                OperationRequest("open_plot", [], {"token": secretary.token}),  # type: ignore[arg-type]
                OperationRequest("count_plots", {"x": 1}, {}),
                OperationRequest("open_plot", {}, {"token": 7}),
            ]
        )
        assert [a.status for a in answers] == [404, 422, 422, 401]

    def test_a_nul_in_a_text_is_no_server_error(self, garden, community, secretary):
        answer = garden.call(contract.open_plot, secretary, area_id=community, title="a\x00b")
        assert answer.status == 422

    def test_health_answers_without_a_token(self, garden):
        answer = garden.call_together([OperationRequest("health", {}, {})])[0]
        assert answer.data["checks"]["database"] is True
        assert answer.data["ready"] is False  # the garden has no migrations


class TestMasking:
    def test_who_needs_it_reads_it_and_the_reading_is_audited(self, garden, community, secretary):
        one = plot(garden, community, person_id=uuid7())
        shown = garden.call(contract.show_plot, secretary, plot_id=one).data
        assert (shown["gardener"], shown["phone"]) == ("王小明", "13812345678")
        (entry,) = garden.audited()
        assert (entry["act"], entry["target"], entry["detail"]["fields"]) == (
            "read:garden.show_plot",
            str(one),
            ["phone"],
        )
        assert "13812345678" not in json.dumps(entry, default=str)

    def test_others_see_a_mask(self, garden, community):
        gardener = uuid7()
        one = plot(garden, community, person_id=gardener)
        guardian = garden.sign_in(("guardian", "person", gardener), person_id=uuid7())
        shown = garden.call(contract.plant_tree, guardian, plot_id=one, kind="plum").data
        assert (shown["gardener"], shown["phone"]) == ("王**", "138****5678")

    def test_oneself_reads_everything_unaudited(self, garden, community):
        gardener = uuid7()
        one = plot(garden, community, person_id=gardener)
        shown = garden.call(contract.show_plot, garden.sign_in(person_id=gardener), plot_id=one).data
        assert shown["phone"] == "13812345678"
        assert garden.audited() == []

    def test_in_a_list_each_item_by_its_own_area(self, garden, community, elsewhere, secretary):
        gardener = uuid7()
        plot(garden, community, title="a")
        plot(garden, elsewhere, title="b", person_id=gardener, phone="13900000000")
        both = garden.sign_in(("community_secretary", "area", community), ("warden", "area", elsewhere))
        items = garden.call(contract.list_plots, both).data["items"]
        assert [item["phone"] for item in items] == ["13812345678", "139****0000"]
        assert len(garden.audited()) == 1


class TestPaging:
    def test_pages_are_stable_while_rows_come_and_go(self, garden, community, secretary):
        ids = [plot(garden, community, title=f"t{n:02}") for n in range(7)]
        first = garden.call(contract.list_plots, secretary, limit=3).data
        with transaction(garden.engine) as session:
            session.delete(session.get_one(Plot, ids[0]))
        plot(garden, community, title="a new first one")
        second = garden.call(contract.list_plots, secretary, limit=3, after=first["next"]).data
        third = garden.call(contract.list_plots, secretary, limit=3, after=second["next"]).data
        titles = [item["title"] for page in (first, second, third) for item in page["items"]]
        assert titles == [f"t{n:02}" for n in range(7)]
        assert third["next"] is None

    @pytest.mark.parametrize("cursor", ["", "x", "bnVsbA", "WzEsMl0", "WyJhIiwiYiJd", "W10", "WyJcdTAwMDAiXQ"])
    def test_a_forged_cursor_is_refused(self, garden, community, secretary, cursor):
        plot(garden, community)
        answer = garden.call(contract.list_plots, secretary, after=cursor)
        assert (answer.status, answer.code, answer.pointers) == (422, "cursor_invalid", ["/after"])


def test_sees_uses_the_index_on_paths(garden: DoorUnderTest, street: UUID) -> None:
    from sqlalchemy import select

    from runtime.access import Caller, Grant, sees

    with garden.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO runtime.area (area_id, number, path, kind, name, valid_from) "
                "SELECT gen_random_uuid(), n, text2ltree('9.' || n % 50 || '.' || n), 'household', 'x', '2000-01-01' "
                "FROM generate_series(1, 20000) AS n"
            )
        )
        connection.execute(text("ANALYZE runtime.area"))
    caller = Caller(account_id=uuid7(), grants=(Grant("warden", "area", street),))
    with new_session(garden.engine) as session:
        query = select(Plot.__table__).where(sees(session, caller, contract.Plot, Plot.__table__.c))
        event.listen(garden.engine, "before_cursor_execute", explained, retval=True)
        plan = "\n".join(row[0] for row in session.connection().execute(query).cursor)
    assert "area_by_path" in plan, plan


def explained(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> Any:
    return f"EXPLAIN {statement}", parameters
