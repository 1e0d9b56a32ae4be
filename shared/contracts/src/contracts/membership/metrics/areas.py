"""Figures of the grid (M03): how deep it reaches."""

from __future__ import annotations

from contracts.membership.events import AreaMergedV1, AreaRegisteredV1, AreaSplitV1
from contracts.metrics import Distinct, Metric, Reach, Series, Take, When

BELOW_CITY = ["street", "community", "estate", "building", "household"]

AREAS = Series(
    "membership.area",
    begins=[Take(AreaRegisteredV1, key=["area_id"], subject="area_id", at="valid_from", keep=["kind", "name"])],
    ends=[
        Take(AreaMergedV1, key=[], each="merged", at="valid_from"),
        Take(AreaSplitV1, key=["area_id"], at="valid_from"),
    ],
)
"""Areas of the grid from the day they hold until they are merged or split."""

LEVELS = Metric(
    "M03.levels",
    zh="街道-社区-小区-楼幢-户 管理层级",
    en="Levels of the grid from the street down",
    unit="level",
    mechanism="M03",
    numerator=Distinct(AREAS, of="kind", when=When.AT_END, where={"kind": BELOW_CITY}, reach=Reach.LINEAGE),
    about="Distinct kinds, street to household, among the area, the areas above it and those below it.",
)


def _areas_of(kind: str, zh: str, en: str) -> Metric:
    return Metric(
        f"M03.{kind}",
        zh=zh,
        en=en,
        unit="area",
        mechanism="M03",
        numerator=Distinct(AREAS, of="subject", when=When.AT_END, where={"kind": kind}),
        about=f"Areas of kind {kind} in the grid at the end of the period.",
    )


COMMUNITIES = _areas_of("community", "社区", "Communities")
ESTATES = _areas_of("estate", "小区", "Estates")
BUILDINGS = _areas_of("building", "楼幢", "Buildings")
HOUSEHOLDS = _areas_of("household", "居民户", "Households")
