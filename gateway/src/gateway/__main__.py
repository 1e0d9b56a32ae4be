"""`python -m gateway`: the gateway over RabbitMQ, in a process of its own."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.applications import Starlette

from gateway.app import create_app
from gateway.server import server
from gateway.settings import GatewaySettings
from runtime import logs
from runtime.amqp import sealing
from runtime.amqp.client import RpcClient
from runtime.amqp.hearing import BrokerHearing
from runtime.settings import settings as of_the_runtime


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until SIGTERM. `--host` and `--port` go before the environment's settings."""
    settings = GatewaySettings.from_environment()
    parser = argparse.ArgumentParser(prog="gateway", description=main.__doc__)
    parser.add_argument("--host", default=settings.host)
    parser.add_argument("--port", type=int, default=settings.port)
    told = parser.parse_args(arguments)
    settings = replace(settings, host=told.host, port=told.port)
    logs.configure("gateway")
    sealing.require_key()
    client, hearing = RpcClient(of_the_runtime.amqp_uri), BrokerHearing(of_the_runtime.amqp_uri)

    @asynccontextmanager
    async def connected(app: Starlette) -> AsyncIterator[None]:
        async with client:
            yield
        await asyncio.to_thread(hearing.close)

    app = create_app(
        client, ready=lambda: {"broker": client.ready()}, settings=settings, lifespan=connected, hearing=hearing
    )
    server(app, settings).run()


if __name__ == "__main__":
    main()
