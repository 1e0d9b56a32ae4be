"""Who may see and do what: rows, lists, masks, pages, on a real database."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import UUID

import pytest
from garden import contract
from garden.domain import Plot
from garden.ground import plot
from sqlalchemy import event, text

from kernel.ids import uuid7
from runtime.database import new_session, transaction
from runtime.requests import OperationRequest
from runtime.testing.harness import DoorUnderTest

# A cursor of the right shape: ["\\u0000", <an id>].
NUL = base64.urlsafe_b64encode(b'["\\u0000", "01890a5d-ac96-774b-bcce-b302099a8057"]').decode().rstrip("=")


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

    @pytest.mark.parametrize("cursor", ["", "x", "bnVsbA", "WzEsMl0", "WyJhIiwiYiJd", "W10", "WyJcdTAwMDAiXQ", NUL])
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


@pytest.mark.parametrize("wide", [0, 1_000_000], ids=["walked", "led"])
def test_within_an_area_is_seen_what_lies_there_and_is_reached(garden, street, community, elsewhere, wide) -> None:
    from sqlalchemy import select

    from runtime.access import Caller, Grant, sees
    from runtime.paging import page

    for place, title in ((community, "here"), (elsewhere, "there"), (street, "above")):
        plot(garden, place, title=title)
    columns = Plot.__table__.c

    def seen(held: UUID, within: UUID) -> list[str]:
        caller = Caller(account_id=uuid7(), grants=(Grant("warden", "area", held),))
        with new_session(garden.engine) as session:
            condition = sees(session, caller, contract.Plot, columns, within=within, wide=wide)
            found = page(
                session, select(columns.title).where(condition), keys=[columns.title.desc(), columns.id.desc()]
            )
        return [row["title"] for row in found["items"]]

    assert seen(street, street) == ["here", "above"]
    assert seen(street, community) == ["here"]
    assert seen(community, street) == ["here"]
    assert seen(community, community) == ["here"]
    assert seen(community, elsewhere) == []
    assert seen(street, uuid7()) == []


def explained(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> Any:
    return f"EXPLAIN {statement}", parameters
