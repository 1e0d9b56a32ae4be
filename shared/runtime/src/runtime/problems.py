"""Problems: how the runtime says no. The gateway makes RFC 9457 documents of them; nothing here names an id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kernel.rules import BrokenRule

Problem = dict[str, Any]

STATUS = {"conflict": 409, "invalid": 422, "missing": 404, "stale": 412, "forbidden": 403, "unauthenticated": 401}


@dataclass(frozen=True)
class Kind:
    """A refusal of the runtime itself."""

    code: str
    status: int
    title: str
    title_zh: str


TOKEN_MISSING = Kind("token_missing", 401, "Sign in first", "请先登录")
TOKEN_INVALID = Kind("token_invalid", 401, "The token is not valid", "令牌无效")
TOKEN_EXPIRED = Kind("token_expired", 401, "The token has expired", "令牌已过期")
SESSION_ENDED = Kind("session_ended", 401, "The session has ended; sign in again", "会话已结束，请重新登录")
NOT_ALLOWED = Kind("not_allowed", 403, "Your role does not allow this", "您的角色无权进行此操作")
NOT_FOUND = Kind("not_found", 404, "There is no such thing, or it is not yours to see", "不存在或您无权查看")
UNKNOWN_OPERATION = Kind("unknown_operation", 404, "There is no such operation", "没有此操作")
INVALID_REQUEST = Kind("invalid_request", 422, "The request is not valid", "请求内容有误")
PRECONDITION_REQUIRED = Kind(
    "precondition_required", 428, "Say which version you edit (If-Match)", "请注明所修改的版本"
)
STALE = Kind("stale", 412, "Somebody else has changed it since you read it", "内容已被他人修改，请刷新后重试")
KEY_REQUIRED = Kind("idempotency_key_required", 400, "An Idempotency-Key is required", "缺少幂等键")
KEY_INVALID = Kind(
    "idempotency_key_invalid", 400, "The Idempotency-Key has 1 to 200 characters", "幂等键须为1至200个字符"
)
KEY_REUSED = Kind(
    "idempotency_key_reused", 409, "This Idempotency-Key came with another request", "幂等键已用于另一请求"
)
DEADLINE_PASSED = Kind("deadline_passed", 503, "The time for this request has passed", "请求已超时")
BUSY = Kind("busy", 503, "Others change the same thing; try again", "系统繁忙，请稍后重试")
UNAVAILABLE = Kind(
    "service_unavailable", 503, "The service does not answer; try again soon", "服务暂时不可用，请稍后重试"
)
INTERNAL = Kind("internal_error", 500, "Something went wrong here; it has been recorded", "系统内部错误，已记录")

UNKNOWN_OUTCOME = "Whether it took effect is not known; repeat it with the same Idempotency-Key."
"""The detail of a 503 that answers a command."""

KINDS: tuple[Kind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Kind))


class Refused(Exception):
    """Ends one operation with a problem; nothing of it is kept."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem["code"])
        self.problem = problem


def problem(kind: Kind, detail: str = "", errors: list[dict[str, str]] | None = None) -> Problem:
    return {
        "code": kind.code,
        "status": kind.status,
        "title": kind.title,
        "title_zh": kind.title_zh,
        "detail": detail,
        "errors": errors or [],
    }


def refuse(kind: Kind, detail: str = "", errors: list[dict[str, str]] | None = None) -> Refused:
    return Refused(problem(kind, detail, errors))


def of_rule(rule: BrokenRule) -> Problem:
    """The problem of a domain's refusal; the field at fault becomes a pointer, an extension stays beside the known words."""
    detail = rule.detail or ""
    errors = [{"pointer": f"/{rule.at}", "code": rule.code, "detail": detail or rule.en}] if rule.at else []
    return {
        "code": rule.code,
        "status": STATUS[rule.kind],
        "title": rule.en,
        "title_zh": rule.zh,
        "detail": detail,
        "errors": errors,
        **({"extension": dict(rule.extension)} if rule.extension else {}),
    }


def of_messages(messages: dict[Any, Any] | list[Any]) -> Problem:
    """The problem of a request that its schema refuses: one JSON pointer per fault."""
    return problem(INVALID_REQUEST, errors=list(pointers(messages)))


def pointers(messages: Any, at: str = "") -> Iterator[dict[str, str]]:
    """marshmallow's nested messages as errors with JSON pointers (RFC 6901)."""
    if isinstance(messages, dict):
        for name, below in messages.items():
            yield from pointers(below, at if name == "_schema" else f"{at}/{_escaped(name)}")
    elif isinstance(messages, list):
        for each in messages:
            yield from pointers(each, at)
    else:
        yield {"pointer": at, "code": _fault(str(messages)), "detail": str(messages)}


def _escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")


def _fault(message: str) -> str:
    known = {
        "Missing data for required field.": "missing",
        "Unknown field.": "unknown",
        "Field may not be null.": "null",
    }
    return known.get(message, "invalid")
