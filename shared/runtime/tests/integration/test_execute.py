"""What the runtime does around a use case, on a real database: groups, keys, requests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from garden import contract
from garden.domain import Plot
from garden.ground import count, plot, trees
from sqlalchemy import event, text

from runtime import tokens
from runtime.database import engine_at, new_session, transaction
from runtime.execute import execute
from runtime.problems import UNKNOWN_OUTCOME
from runtime.requests import OperationRequest


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
        # Looked for at once; replies, audit and events are written with the COMMIT, past SQLAlchemy (`runtime.closing`).
        assert sum("runtime.operation_reply" in each for each in statements) == 1

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


class TestWithoutADatabase:
    def test_everything_but_health_is_unavailable(self, garden, secretary):
        nowhere = engine_at("postgresql+psycopg://nobody@127.0.0.1:1/none", "garden")
        requests = [garden.request(contract.count_plots, secretary), OperationRequest("health", {}, {})]
        counted, health = execute(garden.door, nowhere, requests)
        problem = counted["error"]["problem"]
        assert (problem["status"], problem["code"]) == (503, "service_unavailable")
        assert health["result"]["data"]["checks"]["database"] is False

    def test_a_command_that_loses_it_says_that_the_outcome_is_unknown(self, garden, community, secretary):
        one = plot(garden, community)
        answer = garden.call(contract.break_fence, secretary, plot_id=one, kind="cable")
        assert (answer.status, answer.code) == (503, "service_unavailable")
        assert answer.problem["detail"] == UNKNOWN_OUTCOME

    def test_after_a_restart_nobody_waits_and_the_revoked_stay_revoked(self, garden, secretary, monkeypatch):
        monkeypatch.setattr(tokens, "DENIALS_SECONDS", 0.0)
        revoked = garden.sign_in()
        with transaction(garden.engine) as session:
            tokens.deny_session(session, revoked.session_id)
        for who, status in ((secretary, 200), (revoked, 401)):
            disconnect(garden)
            assert garden.call(contract.list_plots, who).status == status

    def test_a_deny_list_being_read_is_not_an_empty_one(self, garden, monkeypatch):
        revoked = garden.sign_in()
        with transaction(garden.engine) as session:
            tokens.deny_session(session, revoked.session_id)
        slowly = text("SELECT kind, id, up_to FROM runtime.denial, pg_sleep(0.2) WHERE up_to < :now + interval '1 day'")
        monkeypatch.setattr(tokens, "_DENIALS", slowly)
        with ThreadPoolExecutor(2) as threads:
            both = list(threads.map(lambda _: set(tokens.deny_list(garden.engine).sessions), range(2)))
        assert both == [{revoked.session_id}] * 2


def disconnect(garden):
    """End every connection that the garden's pool holds, as a restart of the server does."""
    other = engine_at(garden.engine.url.render_as_string(hide_password=False), "garden")
    with other.begin() as connection:
        ended = text("""SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                         WHERE pid <> pg_backend_pid() AND datname = current_database()""")
        assert connection.execute(ended).scalar_one()
    other.dispose()
