"""How love supermarkets say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class ShopNeedsCommunity(BrokenRule):
    code = "shop_needs_community"
    zh = "须属于社区或以上辖区"
    en = "This belongs to a community or a larger area"
    kind = "invalid"
    field = "area_id"


class ShopNameTaken(BrokenRule):
    code = "shop_name_taken"
    zh = "本辖区已有同名爱心超市"
    en = "An open shop of the area has this name"
    field = "name"


class ShopClosed(BrokenRule):
    code = "shop_closed"
    zh = "爱心超市已关闭"
    en = "The shop is closed"


class ShopHasReservations(BrokenRule):
    code = "shop_has_reservations"
    zh = "仍有预约未处理"
    en = "Goods are still reserved in the shop"


class GoodsCodeTaken(BrokenRule):
    code = "goods_code_taken"
    zh = "该店已有此物品编码"
    en = "The shop has goods of this code"
    field = "code"


class GoodsUnknown(BrokenRule):
    code = "goods_unknown"
    zh = "该店没有此物品"
    en = "The shop has no such goods"
    kind = "missing"
    field = "goods"


class GoodsTwice(BrokenRule):
    code = "goods_twice"
    zh = "同一物品重复填写"
    en = "The same goods are named twice"
    kind = "invalid"
    field = "goods"


class GoodsOutOfDate(BrokenRule):
    code = "goods_out_of_date"
    zh = "物品已过保质期"
    en = "The goods are past their day"


class DonorUnknown(BrokenRule):
    code = "donor_unknown"
    zh = "没有此捐赠人或单位"
    en = "There is no such donor"
    kind = "missing"
    field = "donor_id"


class OutOfStock(BrokenRule):
    code = "out_of_stock"
    zh = "库存不足"
    en = "There are not so many left"
    field = "goods"


class GoodsNotThere(BrokenRule):
    code = "goods_not_there"
    zh = "未预约的数量不足"
    en = "Fewer than that are there and not reserved"
    field = "number"


class CountedBelowReserved(BrokenRule):
    code = "counted_below_reserved"
    zh = "盘点数少于已预约数"
    en = "Fewer were counted than are reserved: cancel reservations first"
    field = "counted"


class BatchTouched(BrokenRule):
    code = "batch_touched"
    zh = "该批物品已有出入库记录"
    en = "Something of the batch was reserved or moved already"


class RedemptionLimitReached(BrokenRule):
    code = "redemption_limit_reached"
    zh = "超过本月可兑换时长"
    en = "More minutes than may be redeemed in a month"
    field = "goods"


class NoAccountHere(BrokenRule):
    code = "no_account_here"
    zh = "在本辖区的爱心银行没有账户"
    en = "This person has no account at the love bank of the shop"
    field = "person_id"


class ReservationOver(BrokenRule):
    code = "reservation_over"
    zh = "预约已处理"
    en = "The reservation was handed over or let go before"


class ReservationExpired(BrokenRule):
    code = "reservation_expired"
    zh = "预约已过期"
    en = "The reservation has expired"


class OwnReservation(BrokenRule):
    code = "own_reservation"
    zh = "不能为自己发放"
    en = "Nobody hands goods over to themselves"
    kind = "forbidden"
