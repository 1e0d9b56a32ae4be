"""Problem documents (RFC 9457): every error that leaves the gateway, its own and those the services answered.

A domain rule's problem arrives with its titles; the runtime's own kinds are known here, and those of the gateway stand
in the table below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from gateway.answers import Answer, Header
from runtime.problems import KINDS as KINDS_OF_THE_RUNTIME
from runtime.problems import Kind, problem

MEDIA_TYPE = b"application/problem+json"

KINDS: tuple[Kind, ...] = (
    Kind("malformed_request", 400, "The request is not HTTP that can be read", "请求不是可解读的 HTTP"),
    Kind("malformed_json", 400, "The body is not a JSON object", "请求正文不是有效的 JSON 对象"),
    Kind("malformed_query", 400, "The query string cannot be read", "查询字符串无法解读"),
    Kind("if_match_malformed", 400, "If-Match is not one entity tag of this API", "If-Match 请求头格式有误"),
    Kind("cross_site", 403, "Forms of other sites are refused", "拒绝来自其他网站的提交"),
    Kind("method_not_allowed", 405, "This path does not know the method", "该地址不支持此请求方法"),
    Kind("not_acceptable", 406, "There is no reply in a format that you accept", "无法提供所要求的格式"),
    Kind("body_too_large", 413, "The body is too large", "请求正文过大"),
    Kind("unsupported_media_type", 415, "The body must be application/json", "请求正文须为 application/json"),
    Kind("workbook_unreadable", 422, "The file is no Excel workbook that can be read", "文件不是可读取的 Excel 工作簿"),
    Kind("workbook_too_large", 413, "The workbook unpacks to too much", "工作簿解压后过大"),
    Kind("workbook_of_many_sheets", 422, "One sheet of the workbook says something", "工作簿须只有一张有内容的工作表"),
    Kind("sheet_too_large", 422, "The sheet has too many rows or columns", "工作表行数或列数过多"),
    Kind("sheet_empty", 422, "The sheet has no rows below its headings", "工作表没有数据行"),
    Kind("cells_unreadable", 422, "Some cells cannot be read; nothing was taken", "部分单元格无法读取，未导入任何内容"),
    Kind("too_many_requests", 429, "Too many requests; wait a little", "请求过于频繁，请稍候"),
    Kind(
        "too_many_streams",
        429,
        "You have too many live streams open; close one",
        "同时打开的实时连接过多，请先关闭一个",
    ),
    Kind("streams_exhausted", 503, "No live stream is free at the moment; try again later", "实时连接已满，请稍后再试"),
)
"""What the gateway says itself. Codes are stable: portals and tests rely on them."""

BY_CODE: dict[str, Kind] = {kind.code: kind for kind in (*KINDS_OF_THE_RUNTIME, *KINDS)}


class Refused(Exception):
    """The gateway says no by itself. `headers` go with the answer, `errors` point at what is wrong."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Sequence[Header] = (),
    ) -> None:
        super().__init__(code)
        self.kind = BY_CODE[code]
        self.detail = detail
        self.errors = errors
        self.headers = headers

    def answer(self, correlation_id: str) -> Answer:
        told = problem(self.kind, self.detail, [dict(error) for error in self.errors])
        return problem_answer(told, correlation_id, self.headers)


def document(told: Mapping[str, Any], correlation_id: str) -> dict[str, Any]:
    """The members of the problem document. A 404 names no correlation id: what may not be seen and what is not there
    must answer with the same bytes (the id still travels in its header)."""
    body = {
        "type": f"/problems/{told['code']}",
        "title": told["title"],
        "title_zh": told["title_zh"],
        "status": told["status"],
        "code": told["code"],
        "detail": told.get("detail") or "",
        "errors": list(told.get("errors") or ()),
    }
    body.update(told.get("extension", {}))
    if told["status"] != 404:
        body["correlation_id"] = correlation_id
    return body


def problem_answer(told: Mapping[str, Any], correlation_id: str, headers: Sequence[Header] = ()) -> Answer:
    """The answer to the problem `told`, with the headers that its status asks for."""
    if told["code"] == "not_found":
        return NOT_FOUND
    extra = list(headers)
    if told["status"] == 401:
        extra.append((b"www-authenticate", b'Bearer realm="gongjian"'))
    if told["status"] == 503 and not headers:
        extra.append((b"retry-after", b"2"))
    return _answer(document(told, correlation_id), extra)


def _answer(body: Mapping[str, Any], extra: Sequence[Header]) -> Answer:
    headers = ((b"content-type", MEDIA_TYPE), (b"cache-control", b"no-store"), *extra)
    return Answer(int(body["status"]), orjson.dumps(body), headers)


NOT_FOUND: Answer = _answer(document(problem(BY_CODE["not_found"]), ""), ())
"""The one answer to everything that is not there or out of sight."""
