"""Settings (设置): environment variables with the prefix `GONGJIAN_`, read when asked so that tests may change them."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

Mode = Literal["embedded", "broker"]


class SettingMissing(RuntimeError):
    """A setting that has no sensible default is not there."""


class Settings:
    """Every setting of the runtime by name; what each means stands in its docstring."""

    @property
    def database_url_template(self) -> str:
        """`GONGJIAN_DATABASE_URL`: SQLAlchemy URL with `{service}` where the database's name goes."""
        return _required("DATABASE_URL")

    def database_url(self, service: str) -> str:
        return self.database_url_template.replace("{service}", service)

    @property
    def amqp_uri(self) -> str:
        """`GONGJIAN_AMQP_URI`: the broker, `amqp://user:password@host:port/vhost`; `?heartbeat=<seconds>` if not 30."""
        return _required("AMQP_URI")

    @property
    def mode(self) -> Mode:
        """`GONGJIAN_MODE`: `embedded` (in-process bus) or `broker` (RabbitMQ)."""
        value = os.environ.get("GONGJIAN_MODE", "embedded")
        if value not in ("embedded", "broker"):
            raise ValueError(f"GONGJIAN_MODE is neither embedded nor broker: {value}")
        return value  # type: ignore[return-value]

    @property
    def test(self) -> bool:
        """`GONGJIAN_TEST`: 1 lets the tests' harness hold and advance the clock."""
        return os.environ.get("GONGJIAN_TEST") == "1"

    @property
    def test_clock(self) -> Path | None:
        """`GONGJIAN_TEST_CLOCK`: the file of the tests' clock; refused unless `test`."""
        path = os.environ.get("GONGJIAN_TEST_CLOCK")
        return Path(path) if path else None

    @property
    def keys_dir(self) -> Path:
        """`GONGJIAN_KEYS_DIR`: token_public.pem, token_private.pem (membership only), master.key
        (services only), bus.key."""
        return _path(_required("KEYS_DIR"))

    @property
    def packs_dir(self) -> Path:
        """`GONGJIAN_PACKS_DIR`: mechanism packs as `<name>/<version>/`."""
        return Path(_required("PACKS_DIR"))

    @property
    def files_uri(self) -> str:
        """`GONGJIAN_FILES_URI`: a folder (`file:///…`) or an S3-compatible store."""
        return _required("FILES_URI")

    @property
    def ciphers(self) -> str:
        """`GONGJIAN_CIPHERS`: the suite new data is sealed with, `aes` (AES-256/SHA-256) or `sm` (SM4/SM3, 国密)."""
        return os.environ.get("GONGJIAN_CIPHERS", "aes")

    @property
    def log_level(self) -> str:
        """`GONGJIAN_LOG_LEVEL`: debug, info, warning or error."""
        return os.environ.get("GONGJIAN_LOG_LEVEL", "info").upper()

    @property
    def health_port(self) -> int | None:
        """`GONGJIAN_HEALTH_PORT`: where a service's container answers /livez, /readyz and /metrics; none if unset."""
        value = os.environ.get("GONGJIAN_HEALTH_PORT")
        return int(value) if value else None

    def parking_delays(self, *, urgent: bool) -> list[timedelta]:
        """`GONGJIAN_PARKING_URGENT_MS`, `GONGJIAN_PARKING_MS`: waits before each retry of a parked event, in milliseconds,
        separated by commas. After the last one the event is dead."""
        name, default = (
            ("PARKING_URGENT_MS", "200,1000,5000") if urgent else ("PARKING_MS", "5000,30000,300000,1800000")
        )
        value = os.environ.get(f"GONGJIAN_{name}", default)
        return [timedelta(milliseconds=int(word)) for word in value.split(",")]

    @property
    def scale(self) -> float:
        """`GONGJIAN_SCALE`: factor on the sizes of tests and demo data; 1 is full size."""
        return float(os.environ.get("GONGJIAN_SCALE", "1"))


def _required(name: str) -> str:
    value = os.environ.get(f"GONGJIAN_{name}")
    if not value:
        raise SettingMissing(f"GONGJIAN_{name} is not set")
    return value


@lru_cache(maxsize=8)
def _path(value: str) -> Path:
    """Every sealed message asks for the folder of the keys; making a path takes longer than reading the variable."""
    return Path(value)


settings = Settings()
