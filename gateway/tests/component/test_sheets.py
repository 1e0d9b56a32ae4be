"""Excel sheets at the gateway's door: what is read of them, and every file that is refused, by the cell."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from contracts.imports import columns_of
from contracts.membership import operations as ops
from gateway.sheets.columns import Columns
from gateway.sheets.door import empty_sheet
from gateway.sheets.workbook import MEDIA_TYPE, MOST_UNPACKED, read_workbook
from runtime.problems import NOT_ALLOWED

AREA = "01890a5d-ac96-774b-bcce-b302099a8057"
PATH = "/api/v1/residents/imports/sheet"
HEAD = ["楼幢", "户", "姓名", "身份证号", "电话", "出生日期", "党员"]
ROW = ["1幢", "101室", "徐开枝", "350402194605040014", 13812345678, date(1946, 5, 4), "是"]
Upload = Callable[..., httpx.Response]


def book(*rows: list[Any], head: list[Any] = HEAD, change: Callable[[Any], Any] = lambda workbook: None) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "居民"
    for row in (head, *rows):
        sheet.append(row)
    change(workbook)
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


@pytest.fixture
def city(gateway_with: Any, services: Any, say: Any) -> Any:
    """A gateway with the one door; the service accepts whatever it is asked."""
    services.reply = say.done({"dry_run": True, "accepted": 2, "repeated": 0, "refused": 0, "results": []})
    return gateway_with(operations=(ops.import_residents,))


@pytest.fixture
def asked(services: Any) -> Callable[[], Any]:
    """What the service was asked last; None if nothing."""
    return lambda: services.calls[-1][1] if services.calls else None


@pytest.fixture
def upload(city: Any) -> Upload:
    def send(raw: bytes, query: str = f"area_id={AREA}", media_type: str = MEDIA_TYPE) -> httpx.Response:
        reply: httpx.Response = city.ask("POST", f"{PATH}?{query}", content=raw, headers={"Content-Type": media_type})
        return reply

    return send


def test_a_sheet_becomes_records_with_what_is_said_once(upload: Upload, asked: Callable[[], Any]) -> None:
    reply = upload(book(ROW, [], ["1幢", "102室", " 陈二 ", None, None, None, "否"]))
    assert reply.status_code == 200, reply.text
    told = asked()
    assert told["dry_run"] is True
    first, second = told["records"]
    assert first == {
        "area_id": AREA,
        "source": first["source"],
        "record_key": "2",
        "building": "1幢",
        "household": "101室",
        "name": "徐开枝",
        "identity_number": "350402194605040014",
        "phone": "13812345678",
        "birth_date": "1946-05-04",
        "party_member": True,
    }
    assert (second["record_key"], second["name"], second["party_member"]) == ("4", "陈二", False)
    assert "phone" not in second
    body = reply.json()
    assert (body["sheet"], body["rows"], body["accepted"], body["errors"]) == ("居民", 2, 2, [])
    for record in told["records"]:
        ops.import_residents.record().load(record)


def test_nothing_is_written_unless_asked(upload: Upload, asked: Callable[[], Any]) -> None:
    upload(book(ROW), f"area_id={AREA}&dry_run=false&source=2011年花名册")
    assert asked()["dry_run"] is False
    assert asked()["records"][0]["source"] == "2011年花名册"


def test_each_refusal_of_the_service_names_its_cell(upload: Upload, services: Any, say: Any) -> None:
    faults = [
        {"pointer": "/identity_number", "code": "identity_number_invalid", "detail": "wrong"},
        {"pointer": "/phone", "code": "invalid", "detail": "wrong"},
        {"pointer": "/estate", "code": "building_ambiguous", "detail": "which"},
    ]
    refused = {"record_key": "2", "outcome": "refused", "code": "invalid_record", "errors": faults}
    bare = {"record_key": "3", "outcome": "refused", "code": "possible_duplicate", "detail": "/people/1", "errors": []}
    counts = {"dry_run": True, "accepted": 0, "repeated": 0, "refused": 2}
    services.reply = say.done({**counts, "results": [refused, bare]})
    errors = upload(book(ROW, ROW)).json()["errors"]
    assert [(each["cell"], each["column"], each["code"]) for each in errors] == [
        ("D2", "身份证号", "identity_number_invalid"),
        ("E2", "电话", "invalid"),
        (None, "小区", "building_ambiguous"),
        (None, None, "possible_duplicate"),
    ]
    assert {each["sheet"] for each in errors} == {"居民"}
    assert [each["row"] for each in errors] == [2, 2, 2, 3]


def formula(workbook: Any) -> None:
    workbook.active["C2"] = '=CONCATENATE("徐","开枝")'


def merged(workbook: Any) -> None:
    workbook.active.merge_cells("A2:A3")


def beside(workbook: Any) -> None:
    workbook.create_sheet("续表")["A1"] = "姓名"


def put(place: str, value: Any) -> Callable[[Any], None]:
    def change(workbook: Any) -> None:
        workbook.active[place] = value

    return change


def plain_number(workbook: Any) -> None:
    """A day whose cell lost its format: the number that Excel keeps of it."""
    workbook.active["F2"] = 16926
    workbook.active["F2"].number_format = "General"


@pytest.mark.parametrize(
    ("change", "code", "cells"),
    [
        (formula, "cells_unreadable", {"居民!C2": "formula"}),
        (merged, "cells_unreadable", {"居民!A2:A3": "merged_cells"}),
        (beside, "workbook_of_many_sheets", {}),
        (put("D2", 350402194605040014), "cells_unreadable", {"居民!D2": "digits_lost"}),
        (put("D2", 3.50402194605e17), "cells_unreadable", {"居民!D2": "digits_lost"}),
        (put("E2", 12.5), "cells_unreadable", {"居民!E2": "digits_lost"}),
        (put("B2", datetime(2011, 1, 2)), "cells_unreadable", {"居民!B2": "text_became_a_date"}),
        (plain_number, "cells_unreadable", {"居民!F2": "not_a_day"}),
        (put("C2", True), "cells_unreadable", {"居民!C2": "not_a_text"}),
        (put("C2", "#N/A"), "cells_unreadable", {"居民!C2": "cell_in_error"}),
        (put("J2", "备注"), "cells_unreadable", {"居民!J2": "no_heading"}),
        (put("H1", "籍贯"), "cells_unreadable", {"居民!H1": "unknown_column"}),
        (put("H1", "姓名"), "cells_unreadable", {"居民!H1": "repeated_column"}),
        (put("C1", None), "cells_unreadable", {"居民!1:1": "missing_column"}),
        (put("J1002", "末行"), "cells_unreadable", {"居民!J1002": "no_heading"}),
        (put("AZ2", "远"), "sheet_too_large", {}),
    ],
)
def test_what_cannot_be_read_is_told_by_the_cell(
    upload: Upload, asked: Callable[[], Any], change: Callable[[Any], Any], code: str, cells: dict[str, str]
) -> None:
    reply = upload(book(ROW, change=change))
    told = reply.json()
    assert (reply.status_code, told["code"]) == (422, code), reply.text
    assert {error["pointer"]: error["code"] for error in told["errors"]} == cells
    assert asked() is None


def test_a_day_as_text_goes_to_the_service_as_it_was_typed(upload: Upload, asked: Callable[[], Any]) -> None:
    upload(book(ROW, change=put("F2", "1946年5月4日")))
    assert asked()["records"][0]["birth_date"] == "1946年5月4日"


def zip_of(**parts: bytes) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def with_entities() -> bytes:
    """A workbook whose sheet is a billion laughs."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghij"
    )
    good, written = ZipFile(BytesIO(book(ROW))), BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for part in good.namelist():
            sheet = b"<?xml version='1.0'?>" + bomb + b"]><worksheet><sheetData>&j;</sheetData></worksheet>"
            archive.writestr(part, sheet if "worksheets" in part else good.read(part))
    return written.getvalue()


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        ("姓名,户\n徐开枝,101室\n".encode("gbk"), 422, "workbook_unreadable"),
        ("姓名,户\n徐开枝,101室\n".encode(), 422, "workbook_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, 422, "workbook_unreadable"),
        (b"", 422, "workbook_unreadable"),
        (zip_of(note=b"no workbook"), 422, "workbook_unreadable"),
        (book(ROW)[:-200], 422, "workbook_unreadable"),
        (with_entities(), 422, "workbook_unreadable"),
        (zip_of(bomb=b"\0" * (MOST_UNPACKED + 1)), 413, "workbook_too_large"),
        (zip_of(**{f"part{n}": b"" for n in range(501)}), 413, "workbook_too_large"),
        (book(), 422, "sheet_empty"),
        (book(*([ROW] * 1_001)), 422, "sheet_too_large"),
    ],
    ids=["gbk", "csv", "xls", "empty file", "zip", "cut", "laughs", "bomb", "parts", "no rows", "1001 rows"],
)
def test_what_is_no_sheet_is_refused_whole(
    upload: Upload, asked: Callable[[], Any], raw: bytes, status: int, code: str
) -> None:
    reply = upload(raw)
    assert (reply.status_code, reply.json()["code"]) == (status, code), reply.text
    assert asked() is None


def test_a_hundred_thousand_rows_are_refused_without_reading_them_all(upload: Upload) -> None:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("居民")
    for row in (HEAD, *([ROW] * 100_000)):
        sheet.append(row)
    written = BytesIO()
    workbook.save(written)
    reply = upload(written.getvalue())
    assert reply.json()["code"] in ("sheet_too_large", "workbook_too_large")


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ("", ["/area_id"]),
        ("area_id=here", ["/area_id"]),
        (f"area_id={AREA}&name=x&dry_run=maybe", ["/dry_run", "/name"]),
    ],
)
def test_what_the_query_string_cannot_say(upload: Upload, query: str, pointers: list[str]) -> None:
    reply = upload(book(ROW), query)
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_request")
    assert [error["pointer"] for error in reply.json()["errors"]] == pointers


def test_who_may_not_and_what_is_no_workbook_at_all(upload: Upload, city: Any, services: Any, say: Any) -> None:
    assert upload(book(ROW), media_type="text/csv").status_code == 415
    assert city.ask("POST", PATH, token=None, headers={"Content-Type": MEDIA_TYPE}).status_code == 401
    assert city.ask("PUT", PATH).status_code == 405
    services.reply = say.no(NOT_ALLOWED)
    assert upload(book(ROW)).status_code == 403


def test_an_empty_sheet_may_be_had_and_its_headings_are_the_records(city: Any) -> None:
    reply = city.ask("GET", PATH)
    assert (reply.status_code, reply.headers["content-type"]) == (200, MEDIA_TYPE)
    [head] = load_workbook(BytesIO(reply.content)).active.iter_rows(max_row=1, values_only=True)
    assert list(head) == list(columns_of(ops.import_residents).values())


def test_a_thousand_rows_are_read_in_a_moment() -> None:
    raw = book(*([ROW] * 1_000))
    began = time.process_time()
    table = read_workbook(raw)
    records = Columns(ops.import_residents, table).records(table, {"area_id": AREA})
    assert len(records) == 1_000
    assert time.process_time() - began < 10
    assert len(read_workbook(empty_sheet(ops.import_residents)).rows) == 0
