"""The gateway's process, in front of alpha instead of the city: `python front.py --port N`."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from alpha.contract import mark_thing
from starlette.applications import Starlette

from gateway.app import create_app
from gateway.server import server
from gateway.settings import GatewaySettings
from runtime import logs
from runtime.amqp.client import RpcClient
from runtime.settings import settings as of_the_runtime


def main() -> None:
    """As `python -m gateway`, but for what is declared."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    settings = replace(GatewaySettings.from_environment(), port=parser.parse_args().port, rate_limit=None)
    logs.configure("gateway")
    client = RpcClient(of_the_runtime.amqp_uri)

    @asynccontextmanager
    async def connected(app: Starlette) -> AsyncIterator[None]:
        async with client:
            yield

    app = create_app(client, settings=settings, declared=[mark_thing], services=["alpha"], lifespan=connected)
    server(app, settings).run()


if __name__ == "__main__":
    main()
