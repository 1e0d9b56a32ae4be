"""The ground that the access tests walk on: signed-in demo accounts, and rows on both sides of the community's border."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import yaml

from runtime.testing.rabbit import Broker
from tests.access.callers import Caller
from tests.access.ground import Ground
from tests.access.pairs import call_for_help
from tests.city.city import City
from tests.city.start import ACCOUNTS


@pytest.fixture(scope="session")
def ground(whole_city: City, rabbit: Broker) -> Iterator[Ground]:
    """Made once; nothing that is asked changes it."""
    accounts = yaml.safe_load(ACCOUNTS.read_text(encoding="utf-8"))["accounts"]
    with httpx.Client(base_url=f"{whole_city.base_url}/api/v1", timeout=30) as http:
        callers = {account["role"]: Caller(http, account) for account in accounts}
        yield Ground(callers, lambda area: call_for_help(rabbit.uri, area, whole_city.clock.now()))
