"""A gateway in front of services that the test plays itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from marshmallow import RAISE, Schema, fields

from contracts.access import Resource, area_scope, public, role, signed_in
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord
from contracts.operations import Command, Import, Query
from contracts.roles import COMMUNITY_SECRETARY
from gateway.app import create_app
from gateway.settings import GatewaySettings
from runtime.calls import CallMeta, DeadlinePassed
from runtime.problems import Kind, problem

AREA = "01890a5d-ac96-774b-bcce-b302099a8057"
POST = "01890a5d-ac96-7009-8c01-000007e5b1a9"
TOKEN = "e30.eyJzdWIiOiJhY2NvdW50LTEifQ.c2ln"


class Post(Resource):
    key = "post_id"
    area_id = area_scope()
    see = (signed_in(),)


class Words(Schema):
    class Meta:
        unknown = RAISE


class RegisterPost(Words):
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(load_default="", metadata=PUBLIC)


class ChangePost(Words):
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, metadata=PUBLIC)


class ReadPost(Words):
    post_id = fields.UUID(required=True, metadata=PUBLIC)


class CheckNumber(Words):
    number = fields.String(required=True, metadata=INTERNAL)


class ListPosts(Words):
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    kind = fields.List(fields.String(), load_default=list, metadata=PUBLIC)
    limit = fields.Integer(load_default=50, metadata=PUBLIC)


class PostReply(Words):
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, metadata=INTERNAL)
    version = fields.Integer(required=True, metadata=PUBLIC)


class PostRecord(ImportRecord):
    title = fields.String(required=True, metadata=PUBLIC)


class SignIn(Words):
    username = fields.String(required=True, metadata=INTERNAL)
    password = fields.String(required=True, metadata=INTERNAL)


class SecondStep(Words):
    ticket = fields.String(required=True, metadata=INTERNAL)
    code = fields.String(required=True, metadata=INTERNAL)


class ComingBack(Words):
    state = fields.String(required=True, metadata=INTERNAL)
    code = fields.String(required=True, metadata=INTERNAL)
    binding = fields.String(required=True, metadata=INTERNAL)


class Tokens(Words):
    access_token = fields.String(required=True, metadata=INTERNAL)


SECRETARIES = [role(COMMUNITY_SECRETARY).over(Post.area_id)]
OPERATIONS = (
    Command(
        "membership.sign_in",
        "POST /auth/token",
        request=SignIn,
        reply=Tokens,
        allow=[public()],
        idempotent=False,
        refuses=["sign_in_refused"],
        about="Signs in.",
    ),
    Command(
        "membership.renew_token",
        "POST /auth/refresh",
        request=SignIn,
        reply=Tokens,
        allow=[public()],
        idempotent=False,
        about="Renews.",
    ),
    Command(
        "membership.prove_second_factor",
        "POST /auth/second-factor",
        request=SecondStep,
        reply=Tokens,
        allow=[public()],
        idempotent=False,
        about="The second step.",
    ),
    Command(
        "membership.begin_external_sign_in",
        "POST /auth/external",
        reply=Tokens,
        allow=[public()],
        idempotent=False,
        about="Begins.",
    ),
    Command(
        "membership.finish_external_sign_in",
        "POST /auth/external/return",
        request=ComingBack,
        reply=Tokens,
        allow=[public()],
        idempotent=False,
        about="Finishes.",
    ),
    Command("membership.end_session", "DELETE /auth/session", allow=[signed_in()], about="Signs out."),
    Command(
        "membership.register_post",
        "POST /posts",
        request=RegisterPost,
        reply=PostReply,
        allow=SECRETARIES,
        status=201,
        refuses=["post_full"],
        about="Registers a post (岗位). It is open at once.",
        example={"area_id": AREA, "title": "文明劝导"},
        deadline=0.2,
    ),
    Command(
        "membership.change_post",
        "PATCH /posts/{post_id}",
        request=ChangePost,
        reply=PostReply,
        on=Post,
        allow=SECRETARIES,
        edits=True,
        about="Changes a post.",
        example={"post_id": POST, "title": "楼道"},
    ),
    Query(
        "membership.read_post",
        "GET /posts/{post_id}",
        request=ReadPost,
        reply=PostReply,
        on=Post,
        allow=[signed_in()],
        about="Reads a post.",
        example={"post_id": POST},
        deadline=0.2,
    ),
    Query("membership.list_posts", "GET /posts", request=ListPosts, allow=[public()], about="Lists posts."),
    Query(
        "membership.check_number",
        "GET /numbers/{number}",
        request=CheckNumber,
        allow=[public()],
        about="Checks a number.",
        guessable=True,
    ),
    Import(
        "membership.import_posts",
        "POST /posts/imports",
        record=PostRecord,
        allow=SECRETARIES,
        about="Enters posts.",
    ),
)


Reply = dict[str, Any]


class Say:
    """What a service may answer."""

    @staticmethod
    def done(data: Any = None, *, status: int = 200, version: int | None = None, replayed: bool = False) -> Reply:
        return {"result": {"status": status, "data": data, "version": version, "replayed": replayed}, "error": None}

    @staticmethod
    def no(kind: Kind, *, errors: list[dict[str, str]] | None = None) -> Reply:
        told = problem(kind, "", errors)
        return {"result": None, "error": {"exc_type": "Refused", "value": kind.code, "problem": told}}


@dataclass
class PlayedServices:
    """Answers every call by `reply` and remembers it."""

    reply: Callable[..., Any] | Reply = field(default_factory=Say.done)
    calls: list[tuple[str, dict[str, Any], CallMeta]] = field(default_factory=list)

    async def call(self, operation: Any, kwargs: dict[str, Any], meta: CallMeta) -> Reply:
        if operation.method_name == "health":
            return await self._answer(operation) if callable(self.reply) else Say.done({"ready": True})
        self.calls.append((operation.name, kwargs, meta))
        return await self._answer(operation)

    async def _answer(self, operation: Any) -> Reply:
        if not callable(self.reply):
            return self.reply
        answer = self.reply(operation)
        if not asyncio.iscoroutine(answer):
            return answer
        try:
            async with asyncio.timeout(operation.deadline):
                return await answer
        except TimeoutError:
            raise DeadlinePassed(operation.service) from None


class Gateway:
    """One gateway and a client for it; `ask` is a whole HTTP exchange."""

    def __init__(self, services: PlayedServices, operations: Any = OPERATIONS, **settings: Any) -> None:
        self.services = services
        ready = settings.pop("ready", None)
        settings.setdefault("rate_limit", None)
        settings.setdefault("sign_in_limit", None)
        self.app = create_app(
            services, settings=GatewaySettings(**settings), declared=operations, services=("membership",), ready=ready
        )

    def ask(
        self, method: str, path: str, *, token: str | None = TOKEN, again: Sequence[tuple[str, str]] = (), **words: Any
    ) -> httpx.Response:
        """`again` are headers that are sent although there is one of their name."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if method == "POST":
            headers["Idempotency-Key"] = "key-1"
        headers |= words.pop("headers", {})
        headers = {name: value for name, value in headers.items() if value is not None}

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://city.test") as client:
                return await client.request(method, path, headers=[*headers.items(), *again], **words)

        return asyncio.run(exchange())


@pytest.fixture
def services() -> PlayedServices:
    return PlayedServices()


@pytest.fixture
def gateway(services: PlayedServices) -> Gateway:
    return Gateway(services)


@pytest.fixture
def gateway_with(services: PlayedServices) -> Callable[..., Gateway]:
    """Makes a gateway with other settings or operations."""

    def make(**words: Any) -> Gateway:
        return Gateway(services, **words)

    return make


@pytest.fixture
def say() -> type[Say]:
    return Say


@pytest.fixture
def declared() -> tuple[Any, ...]:
    """The operations of the test city."""
    return OPERATIONS
