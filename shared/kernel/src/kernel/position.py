"""Positions (位置) on the earth: WGS-84 degrees, kept as such whatever system they were measured in.

Maps and phones in China speak GCJ-02 (火星坐标系), which lies hundreds of metres off: a distance is only true after conversion.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt

WGS84, GCJ02 = "wgs84", "gcj02"

EARTH_RADIUS = 6_371_008.8  # metres, mean
_AXIS, _ECCENTRICITY = 6_378_245.0, 0.00669342162296594323  # Krasovsky 1940, on which GCJ-02 is built
_ROUNDS, _CLOSE = 10, 1e-9  # degrees: a tenth of a millimetre


@dataclass(frozen=True)
class Position:
    """A point in WGS-84 degrees."""

    latitude: float
    longitude: float

    @classmethod
    def measured(cls, latitude: float, longitude: float, system: str) -> Position:
        """From a reading in `system` ("wgs84" or "gcj02"). Raises ValueError for another."""
        if system == WGS84:
            return cls(latitude, longitude)
        if system == GCJ02:
            return _from_gcj02(latitude, longitude)
        raise ValueError(f"unknown coordinate system {system!r}")

    def metres_to(self, other: Position) -> float:
        """The distance along the great circle, metres."""
        north = radians(other.latitude - self.latitude) / 2
        east = radians(other.longitude - self.longitude) / 2
        chord = sin(north) ** 2 + cos(radians(self.latitude)) * cos(radians(other.latitude)) * sin(east) ** 2
        return 2 * EARTH_RADIUS * asin(sqrt(chord))

    def as_gcj02(self) -> tuple[float, float]:
        """Latitude and longitude as a map in China shows them; unchanged outside China."""
        if not (0.8293 <= self.latitude <= 55.8271 and 72.004 <= self.longitude <= 137.8347):
            return self.latitude, self.longitude
        north, east = _shift(self.latitude, self.longitude)
        return self.latitude + north, self.longitude + east


def _from_gcj02(latitude: float, longitude: float) -> Position:
    """The conversion has no closed inverse: step towards the point whose image is the reading."""
    guess = Position(latitude, longitude)
    for _ in range(_ROUNDS):
        there = guess.as_gcj02()
        north, east = latitude - there[0], longitude - there[1]
        guess = Position(guess.latitude + north, guess.longitude + east)
        if abs(north) < _CLOSE and abs(east) < _CLOSE:
            break
    return guess


def _shift(latitude: float, longitude: float) -> tuple[float, float]:
    """How far GCJ-02 moves a point, degrees north and east (the published polynomial)."""
    x, y = longitude - 105.0, latitude - 35.0
    angle = radians(latitude)
    flat = 1 - _ECCENTRICITY * sin(angle) ** 2
    north = _north(x, y) * 180.0 / (_AXIS * (1 - _ECCENTRICITY) / (flat * sqrt(flat)) * pi)
    east = _east(x, y) * 180.0 / (_AXIS / sqrt(flat) * cos(angle) * pi)
    return north, east


def _north(x: float, y: float) -> float:
    return (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
        + _waves(x, (20.0, 6.0), (20.0, 2.0))
        + _waves(y, (20.0, 1.0), (40.0, 1 / 3))
        + _waves(y, (160.0, 1 / 12), (320.0, 1 / 30))
    )  # fmt: skip


def _east(x: float, y: float) -> float:
    return (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
        + _waves(x, (20.0, 6.0), (20.0, 2.0))
        + _waves(x, (20.0, 1.0), (40.0, 1 / 3))
        + _waves(x, (150.0, 1 / 12), (300.0, 1 / 30))
    )  # fmt: skip


def _waves(value: float, *waves: tuple[float, float]) -> float:
    """Two thirds of a sum of sines of given heights and frequencies (in half turns)."""
    return sum(height * sin(value * pi * often) for height, often in waves) * 2.0 / 3.0
