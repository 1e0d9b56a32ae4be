"""What a deployment may choose about the gateway, read from the environment (prefix GONGJIAN_)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Rate:
    """A token bucket (令牌桶): `per_second` tokens flow in, at most `burst` lie in it."""

    per_second: float
    burst: int

    @classmethod
    def read(cls, text: str) -> Rate | None:
        """Reads "50/200" (per second / burst); "off" is no limit. Raises ValueError for anything else."""
        if text == "off":
            return None
        per_second, _, burst = text.partition("/")
        rate = cls(float(per_second), int(burst))
        if rate.per_second <= 0 or rate.burst < 1:
            raise ValueError(f"not a rate: {text!r}")
        return rate


@dataclass(frozen=True)
class GatewaySettings:
    """Settings of one gateway process. Sizes are in bytes, times in seconds.

    GONGJIAN_HOST, GONGJIAN_PORT            where it listens; loopback unless told otherwise
    GONGJIAN_HTTPS                          1 behind a TLS proxy: HSTS and Secure cookies
    GONGJIAN_TRUSTED_PROXIES                addresses whose X-Forwarded-* headers are believed, comma-separated
    GONGJIAN_CORS_ORIGINS                   origins of portals served elsewhere, comma-separated; none by default
    GONGJIAN_RATE_LIMIT                     per account, else per client address, "per second/burst" or "off" (all off)
    GONGJIAN_OIDC_ISSUER                    where set, the sign-in page leads to the city's identity provider too
    GONGJIAN_SIGN_IN_LIMIT                  per client address for signing in, and again for checking numbers
    GONGJIAN_SIGN_IN_FAILURES               per client address for wrong names, passwords and codes: a try at many names
    GONGJIAN_MAX_BODY, _MAX_IMPORT_BODY     largest request body
    GONGJIAN_LIVE_STREAMS, _LIVE_PER_ACCOUNT how many live streams may be open, in all and of one account
    GONGJIAN_LIVE_HEARTBEAT                 seconds between two signs of life on a quiet live stream
    GONGJIAN_DRAIN                          how long requests in flight may take after SIGTERM
    """

    host: str = "127.0.0.1"
    port: int = 8000
    https: bool = False
    trusted_proxies: str = "127.0.0.1"
    cors_origins: tuple[str, ...] = ()
    rate_limit: Rate | None = Rate(50, 200)
    sign_in_limit: Rate | None = Rate(1, 60)
    sign_in_failures: Rate | None = Rate(0.1, 50)
    external_sign_in: bool = False
    max_body: int = MEBIBYTE
    max_import_body: int = 8 * MEBIBYTE
    live_streams: int = 2_000
    live_per_account: int = 10
    live_heartbeat: float = 15.0
    drain: int = 10

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> GatewaySettings:
        """The settings of this process. Raises ValueError for a value that cannot be read."""

        def told(name: str, otherwise: object) -> str:
            return environment.get(f"GONGJIAN_{name}", str(otherwise))

        rate_limit = Rate.read(told("RATE_LIMIT", "50/200"))
        return cls(
            host=told("HOST", cls.host),
            port=int(told("PORT", cls.port)),
            https=told("HTTPS", "0") == "1",
            trusted_proxies=told("TRUSTED_PROXIES", cls.trusted_proxies),
            cors_origins=tuple(origin.strip() for origin in told("CORS_ORIGINS", "").split(",") if origin.strip()),
            rate_limit=rate_limit,
            sign_in_limit=Rate.read(told("SIGN_IN_LIMIT", "1/60")) if rate_limit else None,
            sign_in_failures=Rate.read(told("SIGN_IN_FAILURES", "0.1/50")) if rate_limit else None,
            external_sign_in=bool(told("OIDC_ISSUER", "")),
            max_body=int(told("MAX_BODY", cls.max_body)),
            max_import_body=int(told("MAX_IMPORT_BODY", cls.max_import_body)),
            live_streams=int(told("LIVE_STREAMS", cls.live_streams)),
            live_per_account=int(told("LIVE_PER_ACCOUNT", cls.live_per_account)),
            live_heartbeat=float(told("LIVE_HEARTBEAT", cls.live_heartbeat)),
            drain=int(told("DRAIN", cls.drain)),
        )
