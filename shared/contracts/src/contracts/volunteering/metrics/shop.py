"""The figures of love supermarkets (爱心超市). Values are in fen (分)."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import GoodsIssuedV1, GoodsReceivedV1, GoodsStruckV1, ShopClosedV1, ShopOpenedV1

SHOPS = Series(
    "volunteering.shop",
    begins=[Take(ShopOpenedV1, key=["shop_id"], at="opened_on", keep=["kind"])],
    ends=[Take(ShopClosedV1, key=["shop_id"], at="closed_on")],
)
"""A shop or desk from its opening to its closing."""


def _received(word: str, amount: str) -> Series:
    begins = Take(GoodsReceivedV1, key=["batch_id"], amount=amount, at="received_on", keep=["shop_id", "goods_code"])
    return Series(f"volunteering.goods_received_{word}", begins=[begins], voids=[Take(GoodsStruckV1, key=["batch_id"])])


def _issued(word: str, amount: str, where: Mapping[str, str]) -> Series:
    begins = Take(
        GoodsIssuedV1,
        key=["reservation_id"],
        subject="subject",
        amount=amount,
        at="issued_on",
        where=where,
        keep=["shop_id", "paid_with"],
    )
    return Series(f"volunteering.goods_issued_{word}", begins=[begins])


RECEIVED_ITEMS = _received("items", "number")
RECEIVED_VALUE = _received("value", "value_fen")
ISSUED_ITEMS = _issued("items", "number", {})
ISSUED_VALUE = _issued("value", "value_fen", {})
HELPED = _issued("entitled", "number", {"paid_with": "entitlement"})
"""Goods given to somebody entitled; the helped is a keyed subject."""

_HELPED = Distinct(HELPED, of="subject", when=When.BEGAN)
_HELPED_ABOUT = (
    "Distinct people who were given goods by an entitlement; whoever paid with earned minutes is not counted."
)

V12_SHOPS = Metric(
    "V12.shops",
    zh="爱心超市",
    en="Love supermarkets",
    unit="unit",
    mechanism="V12",
    numerator=Distinct(SHOPS, of="key", when=When.AT_END, where={"kind": "shop"}),
    about="Shops open at the end of the period; desks are not counted.",
)
V12_VALUE_RECEIVED = Metric(
    "V12.value_received",
    zh="接收捐赠物资价值",
    en="Value of goods received",
    unit="fen",
    mechanism="V12",
    numerator=Total(RECEIVED_VALUE, when=When.BEGAN),
    about="Value of donated goods that came in, in fen; batches entered in error struck.",
)
V12_VALUE_ISSUED = Metric(
    "V12.value_issued",
    zh="发放物资价值",
    en="Value of goods given out",
    unit="fen",
    mechanism="V12",
    numerator=Total(ISSUED_VALUE, when=When.BEGAN),
    about="Value of goods handed over, in fen.",
)
V12_HELPED = Metric(
    "V12.helped",
    zh="受助群众",
    en="People helped",
    unit="person",
    mechanism="V12",
    numerator=_HELPED,
    about=_HELPED_ABOUT,
)
V19_ITEMS_IN = Metric(
    "V19.items_in",
    zh="接收物品件数",
    en="Items received",
    unit="piece",
    mechanism="V19",
    numerator=Total(RECEIVED_ITEMS, when=When.BEGAN),
    about="Donated items that came in; batches entered in error struck.",
)
V19_ITEMS_OUT = Metric(
    "V19.items_out",
    zh="发放物品件数",
    en="Items given out",
    unit="piece",
    mechanism="V19",
    numerator=Total(ISSUED_ITEMS, when=When.BEGAN),
    about="Items handed over, by entitlement or for earned minutes.",
)
V19_HELPED = Metric(
    "V19.helped",
    zh="困难居民受助人数",
    en="Residents in difficulty helped",
    unit="person",
    mechanism="V19",
    numerator=_HELPED,
    about=_HELPED_ABOUT,
)
