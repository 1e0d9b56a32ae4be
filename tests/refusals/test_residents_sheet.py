"""A list of residents as an Excel sheet, the whole way: looked at, refused by the cell, written when asked, found by name."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
from openpyxl import Workbook, load_workbook

from tests.city.city import City

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATH = "/residents/imports/sheet"


def send(city: City, role: str, raw: bytes, **query: str) -> httpx.Response:
    return city.as_role(role).request("POST", PATH, content=raw, params=query, headers={"Content-Type": XLSX})


def filled(empty: bytes, *rows: dict[str, Any]) -> bytes:
    """The city's own empty sheet, with rows below its headings."""
    workbook = load_workbook(BytesIO(empty))
    sheet = workbook.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for number, row in enumerate(rows, start=2):
        for heading, value in row.items():
            sheet.cell(row=number, column=headings.index(heading) + 1, value=value)
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def test_a_sheet_is_looked_at_then_written_then_found(city: City) -> None:
    registrar = city.as_role("registrar")
    community = str(city.area("圳尾社区")["area_id"])
    building = registrar.done(registrar.get("/areas", below=community, kind="building", limit=1))["items"][0]["area_id"]
    empty = httpx.get(f"{city.base_url}/api/v1{PATH}").content
    word, source = uuid4().hex[:6], f"花名册{uuid4().hex}"
    row = {"户": f"表{word}", "姓名": f"单{word}", "出生日期": "1946-05-04", "联系人": "是"}
    raw = filled(empty, row, {**row, "身份证号": "350402194605040019"}, {"姓名": "无户"}, {**row, "联系人": "否"})
    words = {"area_id": building, "source": source}

    looked = registrar.done(send(city, "registrar", raw, **words))
    assert (looked["accepted"], looked["refused"]) == (1, 3)
    assert {(error["row"], error["cell"], error["rule"]) for error in looked["errors"]} == {
        (3, "E3", "identity_number_invalid"),
        (4, "C4", "invalid_record"),
        (5, None, "possible_duplicate"),
    }
    assert registrar.done(registrar.get("/people", q=f"shan{word}"))["items"] == []
    assert send(city, "grid_worker", raw, **words).status_code == 403

    written = registrar.done(send(city, "registrar", raw, **words, dry_run="false"))
    assert (written["accepted"], written["refused"]) == (1, 3)
    [person] = registrar.done(registrar.get("/people", q=f"shan{word}"))["items"]
    household = registrar.done(registrar.get(f"/households/{person['home_area']}"))
    assert household["contact_id"] == person["person_id"]
    again = registrar.done(send(city, "registrar", raw, **words, dry_run="false"))
    assert (again["accepted"], again["repeated"]) == (0, 1)


def test_what_is_no_sheet_says_which_rule_it_breaks(city: City) -> None:
    words = {"area_id": str(city.area("圳尾社区")["area_id"])}
    csv = send(city, "registrar", "姓名,户\n徐开枝,101室\n".encode("gbk"), **words)
    assert (csv.status_code, csv.json()["code"]) == (422, "workbook_unreadable")
    workbook = Workbook()
    workbook.worksheets[0].append(["户", "姓名", "身份证号"])
    workbook.worksheets[0].append(["101室", "=A2", 350402194605040011])
    written = BytesIO()
    workbook.save(written)
    told = send(city, "registrar", written.getvalue(), **words)
    assert (told.status_code, told.json()["code"]) == (422, "cells_unreadable")
    assert {error["code"] for error in told.json()["errors"]} == {"formula", "digits_lost"}
