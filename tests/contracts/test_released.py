"""What breaks a release is found and told; what only adds to it passes. Each kind of change is planted here."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from marshmallow import RAISE, Schema, fields, validate

from contracts import __main__ as releases
from contracts import catalogue
from contracts.access import Clause, Resource, area_scope, person_scope, public, role, self_in
from contracts.breaks import Break, breaks
from contracts.classes import INTERNAL, PUBLIC
from contracts.operations import Command, Operation, Query
from contracts.promises import Promise, operation_words, shape
from contracts.roles import COMMUNITY_SECRETARY, STREET_OFFICER

EVENT = "garden.tree_planted.v1"


class Tree(Resource):
    key = "tree_id"
    area = area_scope()
    owner = person_scope()
    see = (public(),)


def schema(**declared: fields.Field) -> type[Schema]:
    class Meta:
        unknown = RAISE

    return type("Words", (Schema,), {"Meta": Meta, **declared})


def text(**words: Any) -> fields.Field:
    return fields.String(metadata=PUBLIC, **words)


def count(**words: Any) -> fields.Field:
    return fields.Integer(metadata=PUBLIC, **words)


def promise(**words: Any) -> Promise:
    return {"events": {}, "operations": {}, "figures": {}, "pack": None, **words}


def event(declared: type[Schema], **words: Any) -> Promise:
    usual = {
        "aggregate": "tree",
        "lane": "normal",
        "emitted": True,
        "sample": "digest",
        "fields": shape(declared().fields),
    }
    return promise(events={EVENT: usual | words})


def operations(*declared: Operation) -> Promise:
    return promise(operations={one.name: operation_words(one) for one in declared})


def told(before: Promise, now: Promise) -> list[str]:
    return [found.what for found in breaks(before, now)]


PLANTED = schema(kind=text(required=True, validate=validate.OneOf(["oak", "elm"])), height=count(required=True))

EVENT_BREAKS: dict[str, Promise] = {
    "the released event is gone": promise(),
    "its lane was normal and is urgent": event(PLANTED, lane="urgent"),
    "its aggregate was tree and is garden": event(PLANTED, aggregate="garden"),
    "it was emitted and no longer is": event(PLANTED, emitted=False),
    "its frozen sample was changed": event(PLANTED, sample="another"),
    "height is gone": event(schema(kind=PLANTED._declared_fields["kind"])),
    "width is new": event(schema(**PLANTED._declared_fields, width=count())),
    "height: type was Integer and is Float": event(
        schema(kind=PLANTED._declared_fields["kind"], height=fields.Float(required=True, metadata=PUBLIC))
    ),
    "height: required was True and is None": event(schema(kind=PLANTED._declared_fields["kind"], height=count())),
    "height: null was None and is True": event(
        schema(kind=PLANTED._declared_fields["kind"], height=count(required=True, allow_none=True))
    ),
    "height: class was public and is internal": event(
        schema(kind=PLANTED._declared_fields["kind"], height=fields.Integer(required=True, metadata=INTERNAL))
    ),
    "kind: choices was ['elm', 'oak'] and is ['ash', 'elm', 'oak']": event(
        schema(
            kind=text(required=True, validate=validate.OneOf(["oak", "elm", "ash"])),
            height=PLANTED._declared_fields["height"],
        )
    ),
}


@pytest.mark.parametrize("what", EVENT_BREAKS)
def test_an_event_version_is_frozen_whole(what: str) -> None:
    (found,) = breaks(event(PLANTED), EVENT_BREAKS[what])
    assert (found.promise, found.what, found.frozen) == (EVENT, what, True)
    assert "garden.tree_planted.v2" in found.instead


def test_an_event_inside_a_list_is_frozen_too() -> None:
    def planted(**words: Any) -> Promise:
        inner = schema(age=count(**words))
        return event(schema(trees=fields.List(fields.Nested(inner), required=True, metadata=PUBLIC)))

    assert told(planted(required=True), planted()) == ["trees[].age: required was True and is None"]


def test_a_new_version_and_a_first_emission_break_nothing() -> None:
    before = event(PLANTED, emitted=False)
    now = event(PLANTED)
    now["events"]["garden.tree_planted.v2"] = event(schema())["events"][EVENT]
    assert told(before, now) == []


REQUEST = {
    "tree_id": fields.UUID(required=True, metadata=PUBLIC),
    "name": text(load_default="", validate=validate.Length(max=20)),
    "height": count(load_default=0, allow_none=True, validate=validate.Range(0, 90)),
    "kind": text(load_default="oak", validate=validate.OneOf(["oak", "elm"])),
    "nests": fields.List(fields.Nested(schema(birds=count())), load_default=list, metadata=PUBLIC),
}
REPLY = {
    "tree_id": fields.UUID(required=True, metadata=PUBLIC),
    "nests": fields.List(fields.Nested(schema(birds=count(required=True))), required=True, metadata=PUBLIC),
}
RIGHTS: list[Clause] = [role(COMMUNITY_SECRETARY, STREET_OFFICER).over(Tree.area), self_in(Tree.owner)]
PRUNE = Command(
    "garden.prune_tree",
    "POST /trees/{tree_id}/cuts",
    request=schema(**REQUEST),
    reply=schema(**REPLY),
    on=Tree,
    allow=RIGHTS,
    refuses=["tree_is_felled"],
    about="Prunes a tree.",
)
LIST = Query("garden.list_trees", "GET /trees", reply=schema(**REPLY), allow=[public()], about="Lists.")


def asked(**changed: fields.Field | None) -> Command:
    left = {name: field for name, field in (REQUEST | changed).items() if field is not None}
    return replace(PRUNE, request=schema(**left))


def answered(**changed: fields.Field | None) -> Command:
    left = {name: field for name, field in (REPLY | changed).items() if field is not None}
    return replace(PRUNE, reply=schema(**left))


OPERATION_BREAKS: dict[str, Operation] = {
    "its route was POST /trees/{tree_id}/cuts and is POST /trees/{tree_id}/prunings": replace(
        PRUNE, route="POST /trees/{tree_id}/prunings"
    ),
    "its status was 200 and is 201": replace(PRUNE, status=201),
    "its idempotent was True and is False": replace(PRUNE, idempotent=False),
    "it asks for If-Match, which it did not": replace(PRUNE, edits=True),
    "it no longer allows RoleOver area: street_officer": replace(
        PRUNE, allow=[role(COMMUNITY_SECRETARY).over(Tree.area), self_in(Tree.owner)]
    ),
    "it no longer allows SelfIn person": replace(PRUNE, allow=RIGHTS[:1]),
    "request.name is gone: who sends it is refused": asked(name=None),
    "request.reason is new and required": asked(reason=text(required=True)),
    "request.name became required": asked(name=text(required=True, validate=validate.Length(max=20))),
    "request.name was String and is Integer": asked(name=count(load_default="")),
    "request.name: longest was 20 and is 10": asked(name=text(load_default="", validate=validate.Length(max=10))),
    "request.name: shortest was open and is 1": asked(name=text(load_default="", validate=validate.Length(1, 20))),
    "request.height may no longer be null": asked(height=count(load_default=0, validate=validate.Range(0, 90))),
    "request.height: most was 90 and is 40": asked(
        height=count(load_default=0, allow_none=True, validate=validate.Range(0, 40))
    ),
    "request.height: least was 0 and is 5": asked(
        height=count(load_default=0, allow_none=True, validate=validate.Range(5, 90))
    ),
    "request.kind: no longer takes elm": asked(kind=text(load_default="oak", validate=validate.OneOf(["oak"]))),
    "request.kind: leaving it out meant 'oak', now 'elm'": asked(
        kind=text(load_default="elm", validate=validate.OneOf(["oak", "elm"]))
    ),
    "request.nests[].birds became required": asked(
        nests=fields.List(fields.Nested(schema(birds=count(required=True))), load_default=list, metadata=PUBLIC)
    ),
    "request.name: pattern is ^[a-z]+$, was open": asked(
        name=text(load_default="", validate=[validate.Length(max=20), validate.Regexp("^[a-z]+$")])
    ),
    "reply.nests is gone": answered(nests=None),
    "reply.tree_id was UUID and is String": answered(tree_id=text(required=True)),
    "reply.tree_id may now be null": answered(tree_id=fields.UUID(required=True, allow_none=True, metadata=PUBLIC)),
    "reply.tree_id may now be missing": answered(tree_id=fields.UUID(metadata=PUBLIC)),
    "reply.nests[].birds is gone": answered(nests=fields.List(fields.Nested(schema()), required=True, metadata=PUBLIC)),
}


@pytest.mark.parametrize("what", OPERATION_BREAKS)
def test_a_break_of_an_operation_is_told(what: str) -> None:
    (found,) = breaks(operations(PRUNE), operations(OPERATION_BREAKS[what]))
    assert (found.promise, found.what, found.frozen) == ("garden.prune_tree", what, False)
    assert found.instead


ADDITIONS: dict[str, Operation] = {
    "an optional field": asked(reason=text(load_default="")),
    "a field no longer required": asked(tree_id=fields.UUID(load_default=None, metadata=PUBLIC)),
    "null taken too": asked(name=text(load_default="", allow_none=True, validate=validate.Length(max=20))),
    "longer words": asked(name=text(load_default="", validate=validate.Length(max=40))),
    "any words": asked(name=text(load_default="")),
    "another choice": asked(kind=text(load_default="oak", validate=validate.OneOf(["oak", "elm", "ash"]))),
    "more told": answered(felled=fields.Boolean(required=True, metadata=PUBLIC)),
    "another role": replace(PRUNE, allow=[*RIGHTS, role("warden").over(Tree.area)]),
    "another refusal": replace(PRUNE, refuses=["tree_is_felled", "tree_is_sick"]),
    "another explanation": replace(PRUNE, about="Cuts back.", deadline=9.0),
}


@pytest.mark.parametrize("addition", ADDITIONS)
def test_an_addition_breaks_nothing(addition: str) -> None:
    assert told(operations(PRUNE), operations(ADDITIONS[addition])) == []
    assert told(operations(PRUNE), operations(PRUNE, LIST)) == []


def test_an_operation_and_a_code_of_refusal_do_not_vanish() -> None:
    assert told(operations(LIST, PRUNE), operations(LIST)) == [
        "the released operation is gone",
        "nothing refuses by this code any more",
    ]
    moved = replace(LIST, refuses=["tree_is_felled"])
    assert told(operations(LIST, PRUNE), operations(moved, replace(PRUNE, refuses=[]))) == []


def test_a_list_that_comes_in_pages_goes_on_doing_so() -> None:
    assert told(operations(LIST), operations(replace(LIST, paged=True))) == ["its paged was False and is True"]


def test_figures_keep_their_ids_and_units() -> None:
    trees = {"unit": "tree", "mechanism": "T01", "ratio": False}
    before = promise(figures={"T01.trees": trees})
    assert told(before, promise()) == ["the released figure is gone"]
    changed = promise(figures={"T01.trees": {**trees, "unit": "hectare"}})
    assert told(before, changed) == ["its unit was tree and is hectare"]
    assert told(before, promise(figures={"T01.trees": trees, "T01.bushes": trees})) == []


def test_packs_of_the_release_still_load() -> None:
    before = promise(pack=shape({"rows": count(load_default=3)}))
    assert told(before, promise(pack=shape({"rows": count(required=True)}))) == ["pack.rows became required"]
    assert told(before, promise()) == ["pack.rows is gone: who sends it is refused"]
    assert told(before, promise(pack=shape({"rows": count(load_default=3), "beds": count(load_default=0)}))) == []


@pytest.mark.parametrize("service", catalogue.SERVICES)
def test_the_city_keeps_what_was_released(service: str) -> None:
    assert releases.released(service) is not None
    assert [str(found) for found in releases.broken(service)] == []


@pytest.mark.parametrize("service", catalogue.SERVICES)
def test_released_files_are_laid_out_as_they_are_written(service: str) -> None:
    path = releases.CONTRACTS / service / "released.json"
    assert path.read_text(encoding="utf-8") == f"{releases.laid_out(releases.released(service))}\n"


@pytest.fixture
def contracts_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for releases that are only tried."""
    for service in catalogue.SERVICES:
        folder = tmp_path / service
        folder.mkdir()
        (folder / "released.json").write_text(json.dumps(releases.released(service)), encoding="utf-8")
    monkeypatch.setattr(releases, "CONTRACTS", tmp_path)
    return tmp_path


def plant(folder: Path, service: str, change: Any) -> None:
    """Let the last release of a service have promised something else."""
    path = folder / service / "released.json"
    words = json.loads(path.read_text(encoding="utf-8"))
    change(words["promise"])
    path.write_text(json.dumps(words), encoding="utf-8")


def lost_operation(promised: Promise) -> None:
    promised["operations"]["patrol.count_owls"] = promised["operations"]["patrol.plan_shift"]


def lost_event(promised: Promise) -> None:
    promised["events"]["patrol.owl_seen.v1"] = promised["events"]["patrol.shift_completed.v1"]


def stricter_example(promised: Promise) -> None:
    promised["operations"]["patrol.plan_shift"]["example"] = {"night": "yesterday"}


@pytest.mark.parametrize("change", [lost_operation, lost_event, stricter_example])
def test_the_check_fails_and_says_why(contracts_folder: Path, capsys: pytest.CaptureFixture[str], change: Any) -> None:
    assert releases.main(["check"]) == 0
    assert "patrol: compared with 0.1.0: nothing broken" in capsys.readouterr().out
    plant(contracts_folder, "patrol", change)
    assert releases.main(["check"]) == 1
    said = capsys.readouterr().out
    assert "patrol: compared with 0.1.0: 1 broken" in said and "instead: " in said


def test_a_break_is_released_by_a_decision_only_and_remembered(contracts_folder: Path) -> None:
    plant(contracts_folder, "patrol", lost_operation)
    assert releases.main(["release", "0.2.0", "--commit", "c0ffee"]) == 1
    assert releases.main(["release", "0.2.0", "--commit", "c0ffee", "--decision", "0012"]) == 0
    written = releases.released("patrol")
    assert written is not None
    assert (written["version"], written["commit"]) == ("0.2.0", "c0ffee")
    (remembered,) = written["broken"]
    assert (remembered["promise"], remembered["decision"]) == ("patrol.count_owls", "0012")
    assert releases.main(["check"]) == 0


def test_no_decision_releases_a_changed_event(contracts_folder: Path) -> None:
    plant(contracts_folder, "patrol", lost_event)
    assert releases.main(["release", "0.2.0", "--commit", "c0ffee", "--decision", "0012"]) == 1


def test_a_sample_that_is_no_longer_read_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(declared: Any) -> dict[str, Any]:
        return {"data": {"undeclared": 1}} if declared.name == "patrol.hazard_cleared.v1" else sample_of(declared)

    sample_of = releases.sample_of
    monkeypatch.setattr(releases, "sample_of", spoilt)
    found: list[Break] = releases.broken("patrol")
    assert [each.promise for each in found] == ["patrol.hazard_cleared.v1"]
    assert found[0].frozen and "is refused" in found[0].what
