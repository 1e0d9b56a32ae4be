"""Positions and the two coordinate systems of China."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.position import Position

XIAMEN = Position(24.4795, 118.0894)
latitudes, longitudes = st.floats(18, 53), st.floats(74, 134)


def test_gcj02_lies_hundreds_of_metres_off_in_china_only() -> None:
    assert 300 < XIAMEN.metres_to(Position(*XIAMEN.as_gcj02())) < 800
    assert Position(51.5, -0.12).as_gcj02() == (51.5, -0.12)


def test_tiananmen_as_maps_show_it() -> None:
    latitude, longitude = Position(39.908823, 116.397470).as_gcj02()
    assert latitude == pytest.approx(39.910226, abs=2e-5)
    assert longitude == pytest.approx(116.403712, abs=2e-5)


@given(latitudes, longitudes)
def test_a_reading_leads_back_to_where_it_was_taken(latitude: float, longitude: float) -> None:
    there = Position(latitude, longitude)
    back = Position.measured(*there.as_gcj02(), "gcj02")
    assert there.metres_to(back) < 0.01


@given(latitudes, longitudes, latitudes, longitudes)
def test_a_way_is_as_long_back_as_there(a: float, b: float, c: float, d: float) -> None:
    one, other = Position(a, b), Position(c, d)
    assert one.metres_to(other) == pytest.approx(other.metres_to(one))
    assert one.metres_to(one) == 0


def test_a_degree_of_latitude() -> None:
    assert Position(30, 120).metres_to(Position(31, 120)) == pytest.approx(111_195, abs=1)


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(ValueError, match="bd09"):
        Position.measured(24.4, 118.0, "bd09")
