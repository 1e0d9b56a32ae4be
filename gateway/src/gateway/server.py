"""Runs the gateway on uvicorn: loopback unless told otherwise, no access log of its own, drained on SIGTERM."""

from __future__ import annotations

import socket

import uvicorn
from starlette.applications import Starlette

from gateway.settings import GatewaySettings
from gateway.unreadable import HttpProtocol
from runtime import lasting


class GatewayServer(uvicorn.Server):
    """uvicorn's, but live streams end first when it goes down: they would be waited for like requests in flight."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        lasting.spare()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.config.app.state.live.close()  # type: ignore[union-attr]
        await super().shutdown(sockets)


def server(app: Starlette, settings: GatewaySettings) -> GatewayServer:
    """A server for `app`; `run()` blocks until SIGTERM or SIGINT and lets requests in flight finish first.

    The parser and the loop are httptools and uvloop where their wheels exist. Logs come from `gateway.envelope`, through
    whatever the process has configured.
    """
    config = uvicorn.Config(
        app,
        http=HttpProtocol,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.drain,
        ws="none",
    )
    return GatewayServer(config)
