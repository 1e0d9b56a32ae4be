"""Problems and pointers."""

from __future__ import annotations

import logging
import re

import pytest
from marshmallow import Schema, ValidationError, fields

from kernel.rules import BrokenRule
from runtime import logs, problems
from runtime.requests import OperationRequest, success


class Inner(Schema):
    name = fields.String(required=True)


class Outer(Schema):
    records = fields.List(fields.Nested(Inner))
    count = fields.Integer(allow_none=False)


def test_pointers_lead_to_the_fault():
    with pytest.raises(ValidationError) as wrong:
        Outer().load({"records": [{"name": "x"}, {"nick/name": 1}], "count": None})
    found = {error["pointer"]: error["code"] for error in problems.of_messages(wrong.value.messages)["errors"]}
    assert found == {"/records/1/name": "missing", "/records/1/nick~1name": "unknown", "/count": "null"}


def test_codes_are_stable_words_and_titles_have_both_languages():
    assert len({kind.code for kind in problems.KINDS}) == len(problems.KINDS) > 10
    for kind in problems.KINDS:
        assert re.fullmatch(r"[a-z][a-z_]+", kind.code)
        assert kind.title.isascii()
        assert re.search("[一-鿿]", kind.title_zh)
        assert 400 <= kind.status < 600


class Full(BrokenRule):
    code, zh, en = "full", "已满", "Full"


@pytest.mark.parametrize(("kind", "status"), problems.STATUS.items())
def test_rules_have_statuses(kind, status):
    rule = type("Rule", (Full,), {"kind": kind})("no seat left", field="seats")
    found = problems.of_rule(rule)
    assert (found["status"], found["code"], found["detail"]) == (status, "full", "no seat left")
    assert found["errors"] == [{"pointer": "/seats", "code": "full", "detail": "no seat left"}]


@pytest.mark.parametrize(
    ("tag", "version"),
    [(None, None), ("", None), ('"3"', 3), ('W/"12"', 12), ("4", 4), ("*", -1), ('"x"', -1), ("٣", -1)],
)
def test_tags_name_versions(tag, version):
    assert OperationRequest("x", {}, {"if_match": tag}).version_wanted == version


def test_headers_lose_their_prefix():
    request = OperationRequest.of_message("x", {}, {"nameko.token": "t", "nameko.call_id_stack": ["a"], "x-death": 1})
    assert dict(request.meta) == {"token": "t", "call_id_stack": ["a"]}


def test_a_result_names_its_version():
    assert success(200, {"version": 4})["version"] == 4
    assert success(200, None)["version"] is None


def test_logs_name_no_people_and_quote_no_values():
    line = logs.without_people(None, "", {"event": "x", "phone": "13812345678", "operation": "a.b"})
    assert line == {"event": "x", "phone": "…", "operation": "a.b"}
    try:
        raise ValueError("王小明 13812345678")
    except ValueError as error:
        line = logs.trace_without_values(None, "", {"exc_info": error})
    assert line["error"] == "ValueError"
    assert "13812345678" not in str(line)
    assert line["trace"][-1].startswith("test_problems.py:")


def test_logs_are_json_lines(capsys, monkeypatch):
    import orjson

    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        logs.configure("garden")
        logs.logger("runtime.x").warning("happened", operation="a.b", password="secret")
        logging.getLogger("other").warning("and %s", "this")
        first, second = (orjson.loads(line) for line in capsys.readouterr().out.splitlines())
    finally:
        root.handlers[:], root.level = before
    assert (first["event"], first["operation"], first["password"], first["service"]) == (
        "happened",
        "a.b",
        "…",
        "garden",
    )
    assert (second["event"], second["level"]) == ("and this", "warning")
