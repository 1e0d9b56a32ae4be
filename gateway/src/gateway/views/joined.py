"""One document out of the answers of several services: who may read it is each service's to say, and all refuse alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from starlette.types import Receive, Scope, Send

from gateway.answers import Answer
from gateway.asking import Asking, Problem, answer_of
from gateway.exchange import Exchange
from gateway.inputs import bearer, is_uuid
from gateway.limits import Limits
from gateway.negotiation import wanted
from gateway.plans import Plan
from gateway.problems import Refused

__all__ = ["JoinedView"]


class JoinedView(ABC):
    """The ASGI application of a document that is named by a UUID in its path. Subclasses ask the services and join."""

    operation: ClassVar[str]
    """Its name in metrics and logs."""
    named_by: ClassVar[str]
    """The word of the path that names the document."""
    title: ClassVar[str]
    """What a refusal calls it, with its article."""

    def __init__(self, asking: Asking, limits: Limits) -> None:
        self._asking = asking
        self._limits = limits

    @abstractmethod
    async def joined(self, name: str, exchange: Exchange, token: str) -> Answer:
        """The document `name`. Raises `Refused`, or a service's `Problem`."""

    async def ask(self, plan: Plan, words: dict[str, Any], exchange: Exchange, token: str) -> Any:
        """A service's data; None where no answer came. Raises `Problem` where the caller is refused."""
        try:
            return (await self._asking.ask(plan, words, exchange, token=token))["data"]
        except Refused:
            return None
        except Problem as problem:
            if problem.told["status"] >= 500:
                return None
            raise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        exchange.operation = self.operation
        try:
            name, token = self._asked(scope, exchange)
            answer = await self.joined(name, exchange, token)
        except Refused as refused:
            answer = refused.answer(exchange.correlation_id)
        except Problem as problem:
            answer = answer_of(problem, exchange)
        answer = answer.compressed(exchange.headers.get(b"accept-encoding", b""))
        await answer.send(send, head=scope["method"] == "HEAD")

    def _asked(self, scope: Scope, exchange: Exchange) -> tuple[str, str]:
        """The document's name and the caller's token. Raises `Refused`."""
        if scope["method"] not in ("GET", "HEAD"):
            raise Refused("method_not_allowed", headers=[(b"allow", b"GET, HEAD")])
        if wanted(exchange.headers.get(b"accept", b"").decode("latin-1"), page=False) is None:
            raise Refused("not_acceptable")
        if scope["query_string"]:
            raise Refused("malformed_query", f"{self.title} takes nothing from the query string.")
        token = bearer(exchange.headers)
        self._limits.admit(token, scope)
        if token is None:
            raise Refused("token_missing")
        name = scope["path_params"][self.named_by].lower()
        if not is_uuid(name):
            raise Refused("not_found")
        return name, token
