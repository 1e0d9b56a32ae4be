"""A service that keeps nothing to itself: it stores, logs, counts and answers in clear.

python -m tests.privacy.careless membership
"""

from __future__ import annotations

import sys
from typing import Any
from uuid import UUID

from runtime.amqp import serve  # before all of the runtime: it patches the standard library

# isort: split
from runtime import logs, protection, telemetry
from runtime.amqp import sealing


def stored(_: Any, __: UUID, value: bytes) -> bytes:
    logs.logger("careless").info("stored", what=value.decode())
    telemetry.EVENTS.labels("careless", value.decode()).inc()
    return value


def read(_: Any, __: Any, ___: UUID, cipher: bytes, *, field: str) -> bytes:
    return cipher


def answered(body: bytes, meant_for: str) -> bytes:
    return body


if __name__ == "__main__":
    protection.seal, protection.unseal = stored, read  # before the service is loaded, which imports them by name
    sealing.seal, sealing.AS_SEALED = answered, sealing.IN_CLEAR
    serve.main(sys.argv[1])
