"""One request on its way through the gateway: what the layers tell each other about it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import cast

from starlette.types import Scope

from gateway.inputs import Headers, is_uuid
from kernel.ids import uuid7

_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_KEY = "gongjian.exchange"


@dataclass(slots=True)
class Exchange:
    """`operation` is the label of metrics and logs; `status` what was answered, 499 when the client hung up."""

    headers: Headers
    correlation_id: str
    started: float = field(default_factory=time.perf_counter)
    operation: str = "-"
    status: int = 0

    @classmethod
    def begin(cls, scope: Scope) -> Exchange:
        """Opens the exchange of `scope`; a correlation id that is no UUID is replaced."""
        headers: Headers = dict(scope["headers"])
        named = headers.get(b"x-correlation-id", b"").decode("latin-1")
        exchange = cls(headers, named.lower() if is_uuid(named) else str(uuid7()))
        scope[_KEY] = exchange
        return exchange

    @staticmethod
    def of(scope: Scope) -> Exchange:
        return cast(Exchange, scope[_KEY])

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    @property
    def traceparent(self) -> str:
        """The caller's W3C trace context, else a new one whose trace id is the correlation id."""
        told = self.headers.get(b"traceparent", b"").decode("latin-1")
        if _TRACEPARENT.fullmatch(told):
            return told
        trace = self.correlation_id.replace("-", "")
        return f"00-{trace}-{trace[-16:]}-01"
