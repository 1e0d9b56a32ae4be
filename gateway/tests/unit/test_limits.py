from __future__ import annotations

import pytest

from gateway.asking import account_of
from gateway.limits import Buckets
from gateway.settings import GatewaySettings, Rate


class HeldClock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills() -> None:
    clock = HeldClock()
    buckets = Buckets(Rate(2.0, 3), clock)
    assert [buckets.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert buckets.take("b") == 0.0
    clock.now = 0.5
    assert buckets.take("a") == 0.0
    clock.now = 100.0
    assert [buckets.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_waiting_costs_nothing() -> None:
    clock = HeldClock()
    buckets = Buckets(Rate(1.0, 1), clock)
    buckets.take("a")
    assert [buckets.take("a") for _ in range(5)] == [1.0] * 5


def test_no_rate_is_no_limit() -> None:
    assert Buckets(None).take("a") == 0.0


@pytest.mark.parametrize(("text", "rate"), [("off", None), ("50/200", Rate(50, 200)), ("0.5/3", Rate(0.5, 3))])
def test_rates_are_read(text: str, rate: Rate | None) -> None:
    assert Rate.read(text) == rate


@pytest.mark.parametrize("text", ["", "5", "0/1", "1/0", "a/b"])
def test_nonsense_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError):
        Rate.read(text)


def test_settings_come_from_the_environment() -> None:
    told = {
        "GONGJIAN_PORT": "81",
        "GONGJIAN_RATE_LIMIT": "off",
        "GONGJIAN_CORS_ORIGINS": "https://a.test, https://b.test",
    }
    settings = GatewaySettings.from_environment(told)
    assert (settings.host, settings.port, settings.rate_limit, settings.sign_in_limit) == ("127.0.0.1", 81, None, None)
    assert settings.cors_origins == ("https://a.test", "https://b.test")
    assert GatewaySettings.from_environment({}) == GatewaySettings()


@pytest.mark.parametrize(
    ("token", "account"), [("e30.eyJzdWIiOiJhIn0.c", "a"), ("x", "x"), ("a.%%%.c", "a.%%%.c"), ("a.e30.c", "a.e30.c")]
)
def test_a_token_names_its_account_or_stands_for_itself(token: str, account: str) -> None:
    assert account_of(token) == account


def test_looking_at_a_bucket_takes_nothing_out_of_it() -> None:
    clock = HeldClock()
    buckets = Buckets(Rate(0.5, 2), clock)
    assert [buckets.wait("a") for _ in range(5)] == [0.0] * 5
    buckets.take("a"), buckets.take("a")
    assert buckets.wait("a") == 2.0
    assert Buckets(None).wait("a") == 0.0
