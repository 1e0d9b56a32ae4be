"""`POST …/imports/sheet`: an .xlsx file for an import door whose records name their columns; `GET` brings an empty one.

The file is read here and only its cells cross the bus, sealed as any body that speaks of people; every rule is the service's.
Nothing is written unless `dry_run=false` says so.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import orjson
from marshmallow import ValidationError, fields
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from starlette.types import Receive, Scope, Send

from contracts.imports import columns_of
from contracts.operations import Import, Operation
from gateway.answers import Answer
from gateway.asking import Asking, Problem, answer_of
from gateway.exchange import Exchange
from gateway.inputs import bearer, query_arguments, read_body, refuse_repeated
from gateway.limits import Limits
from gateway.plans import plan_of
from gateway.problems import Refused
from gateway.settings import GatewaySettings
from gateway.sheets.columns import Columns
from gateway.sheets.workbook import MEDIA_TYPE, Table, read_workbook

JSON = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"), (b"vary", b"Authorization"))
KEPT_BY_THE_DOOR = frozenset({"record_key", "voucher"})
ROW_READY = 200
"""Rows of the empty sheet that are formatted as text, so that Excel keeps what is typed."""


def path_of(operation: Operation) -> str:
    """The sheet door of an import door."""
    return f"{operation.path}/sheet"


def takes_sheets(declared: Sequence[Operation]) -> list[Import]:
    """The import doors whose records name their columns."""
    return [one for one in declared if isinstance(one, Import) and columns_of(one)]


class Sheets:
    """The ASGI application of one import door's sheets."""

    def __init__(self, operation: Import, asking: Asking, limits: Limits, settings: GatewaySettings) -> None:
        self._operation = operation
        self._plan = plan_of(operation, settings)
        self._asking = asking
        self._limits = limits
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        exchange.operation = f"{self._operation.name}.sheet"
        try:
            answer = await self._answer(scope, receive, exchange)
        except Refused as refused:
            answer = refused.answer(exchange.correlation_id)
        except Problem as problem:
            answer = answer_of(problem, exchange)
        await answer.send(send, head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, receive: Receive, exchange: Exchange) -> Answer:
        headers = exchange.headers
        if len(headers) != len(scope["headers"]):
            refuse_repeated(scope["headers"])
        token = bearer(headers)
        self._limits.admit(token, scope)
        if scope["method"] in ("GET", "HEAD"):
            return _file(empty_sheet(self._operation))
        if scope["method"] != "POST":
            raise Refused("method_not_allowed", headers=[(b"allow", b"GET, HEAD, POST")])
        if token is None:
            raise Refused("token_missing")
        if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != MEDIA_TYPE.encode():
            raise Refused("unsupported_media_type", f"A sheet is {MEDIA_TYPE}.")
        said_once, dry_run = self._said_once(scope["query_string"])
        raw = await read_body(self._plan.max_body, headers, receive)
        said_once.setdefault("source", f"sheet:{hashlib.sha256(raw).hexdigest()}")
        async with self._one_at_a_time:  # one workbook unpacked in memory, whoever else waits
            table, columns, records = await asyncio.to_thread(self._read, raw, said_once)
        asked = {"dry_run": dry_run, "records": records}
        result = await self._asking.ask(self._plan, asked, exchange, token=token)
        return Answer(200, orjson.dumps(_told(table, columns, result["data"])), JSON)

    def _read(self, raw: bytes, said_once: Mapping[str, Any]) -> tuple[Table, Columns, list[dict[str, Any]]]:
        table = read_workbook(raw)
        columns = Columns(self._operation, table)
        if not table.rows:
            raise Refused("sheet_empty")
        return table, columns, columns.records(table, said_once)

    def _said_once(self, query: bytes) -> tuple[dict[str, Any], bool]:
        """What the query string says for all rows. Raises `Refused` for what the record does not know, or has in a column."""
        given = query_arguments(query, frozenset())
        record = self._operation.record().fields
        own = {name for name in record if name not in columns_of(self._operation)} - KEPT_BY_THE_DOOR
        faults = [_fault(name, "unknown_field", "No row can say this.") for name in given.keys() - own - {"dry_run"}]
        dry_run = given.pop("dry_run", "true")
        if dry_run not in ("true", "false"):
            faults.append(_fault("dry_run", "invalid", "true, or false to write."))
        for name in own - {"source"}:
            faults += _wrong(name, record[name], given)
        if faults:
            raise Refused("invalid_request", errors=sorted(faults, key=lambda each: each["pointer"]))
        return given, dry_run == "true"


def _wrong(name: str, field: fields.Field, given: Mapping[str, Any]) -> list[dict[str, str]]:
    if name not in given:
        return [_fault(name, "missing", "Missing data for required field.")] if field.required else []
    try:
        field.deserialize(given[name])
    except ValidationError as wrong:
        return [_fault(name, "invalid", str(wrong.messages[0]))]
    return []


def _fault(name: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": f"/{name}", "code": code, "detail": detail}


def _told(table: Table, columns: Columns, reply: Mapping[str, Any]) -> dict[str, Any]:
    """What became of the rows: how many, and what is wrong with which cell."""
    errors = []
    for result in reply["results"]:
        if result["outcome"] != "refused":
            continue
        for each in result.get("errors") or [{"pointer": None, "code": result["code"], "detail": result["detail"]}]:
            field = (each["pointer"] or "").strip("/").partition("/")[0]
            where = columns.cell(field, result["record_key"])
            errors.append({**where, "code": each["code"], "rule": result["code"], "detail": each["detail"]})
    counts = {name: reply[name] for name in ("dry_run", "accepted", "repeated", "refused")}
    return {**counts, "sheet": table.sheet, "rows": len(table.rows), "errors": errors}


def empty_sheet(operation: Import) -> bytes:
    """A workbook with the headings alone; its columns are text, so that Excel makes no numbers and dates of what is typed."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet("导入")
    record = operation.record().fields
    for column, (name, heading) in enumerate(columns_of(operation).items(), start=1):
        cell = sheet.cell(row=1, column=column, value=heading)
        cell.font = Font(bold=record[name].required)
        sheet.column_dimensions[get_column_letter(column)].width = 20
        for row in range(2, ROW_READY + 2):
            sheet.cell(row=row, column=column).number_format = "@"
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def _file(content: bytes) -> Answer:
    headers = (
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-disposition", b'attachment; filename="import.xlsx"'),
        (b"cache-control", b"no-cache"),
    )
    return Answer(200, content, headers)
