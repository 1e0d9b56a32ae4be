"""Love supermarkets (爱心超市): shops and desks, what stands on their shelves, and the donations behind it."""

from __future__ import annotations

from contracts.access import Area, role, signed_in
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.roles import OFFICERS, REGISTRAR
from contracts.volunteering.examples import AREA, BATCH, PERSON, SHOP, STOCK
from contracts.volunteering.records import shop as records
from contracts.volunteering.replies import shop as replies
from contracts.volunteering.requests import shop as requests
from contracts.volunteering.resources.shop import APPROVERS, KEEPERS, SHOP_KEEPERS, Batch, Shop, Stock

_KEEPERS_OF_STOCK = [role(*KEEPERS).over(Stock.area)]
_KEEPERS_OF_BATCH = [role(*KEEPERS).over(Batch.area)]
_DONATION = {
    "record_key": "2010-03-05/1",
    "source": "圳尾爱心超市捐赠台账",
    "stock_id": STOCK,
    "number": 40,
    "value_fen_each": 3500,
    "donor_kind": "person",
    "donor_id": PERSON,
    "received_on": "2010-03-05",
}

open_shop = Command(
    "volunteering.open_shop",
    "POST /shops",
    request=requests.OpenShop,
    reply=replies.Shop,
    on=Area,
    allow=[role(*OFFICERS).over(Area.area_id)],
    refuses=["shop_name_taken", "shop_needs_community"],
    about="Open a love supermarket, or a desk of one, in a community or a larger area.",
    example={"area_id": AREA, "name": "圳尾爱心超市"},
    status=201,
)
close_shop = Command(
    "volunteering.close_shop",
    "POST /shops/{shop_id}/close",
    request=requests.OfShop,
    reply=replies.Shop,
    on=Shop,
    allow=[role(*OFFICERS).over(Shop.area)],
    refuses=["shop_closed", "shop_has_reservations"],
    about="Close a shop for good. What is reserved is handed over or cancelled before.",
    example={"shop_id": SHOP},
)
list_shops = Query(
    "volunteering.list_shops",
    "GET /shops",
    request=requests.ListShops,
    reply=replies.ShopPage,
    allow=[signed_in()],
    about="Shops and desks of an area and below it, by name.",
    example={"area_id": AREA},
    paged=True,
)
list_stock = Query(
    "volunteering.list_stock",
    "GET /shops/{shop_id}/stock",
    request=requests.ListStock,
    reply=replies.StockPage,
    on=Shop,
    allow=[signed_in()],
    about="What a shop has, what it costs in minutes, and how much of it can be reserved.",
    example={"shop_id": SHOP},
    paged=True,
)
shelve_goods = Command(
    "volunteering.shelve_goods",
    "POST /shops/{shop_id}/stock",
    request=requests.ShelveGoods,
    reply=replies.Stock,
    on=Shop,
    allow=SHOP_KEEPERS,
    refuses=["shop_closed", "goods_code_taken"],
    about="Give a kind of goods its place on the shelf, with its price in minutes.",
    example={
        "shop_id": SHOP,
        "code": "rice_5kg",
        "name": "大米 5 公斤",
        "unit": "袋",
        "minutes_each": 120,
        "wanted": 20,
    },
    status=201,
)
price_goods = Command(
    "volunteering.price_goods",
    "PATCH /stock/{stock_id}",
    request=requests.PriceGoods,
    reply=replies.Stock,
    on=Stock,
    allow=_KEEPERS_OF_STOCK,
    about="Change what goods cost in minutes and how many the shop wants to have. Reservations keep their price.",
    example={"stock_id": STOCK, "minutes_each": 90, "wanted": 20},
    edits=True,
)
receive_goods = Command(
    "volunteering.receive_goods",
    "POST /stock/{stock_id}/batches",
    request=requests.ReceiveGoods,
    reply=replies.Batch,
    on=Stock,
    allow=_KEEPERS_OF_STOCK,
    refuses=["shop_closed", "goods_out_of_date", "donor_unknown"],
    about="Enter donated goods (捐赠入库): number, value in fen, last day, and the donor if they want to be named.",
    example={
        "stock_id": STOCK,
        "number": 40,
        "value_fen_each": 3500,
        "best_before": "2099-06-30",
        "donor_kind": "person",
        "donor_id": PERSON,
    },
    status=201,
)
list_batches = Query(
    "volunteering.list_batches",
    "GET /stock/{stock_id}/batches",
    request=requests.ListBatches,
    reply=replies.BatchPage,
    on=Stock,
    allow=_KEEPERS_OF_STOCK,
    about="The batches of one kind of goods that are not used up, by the day they came in.",
    example={"stock_id": STOCK},
    paged=True,
)
write_off_goods = Command(
    "volunteering.write_off_goods",
    "POST /batches/{batch_id}/write-offs",
    request=requests.WriteOffGoods,
    reply=replies.Batch,
    on=Batch,
    allow=_KEEPERS_OF_BATCH,
    refuses=["goods_not_there"],
    about="Write off goods (报损) that can no longer be given, with a reason. Reserved ones cannot be.",
    example={"batch_id": BATCH, "number": 2, "reason": "damaged"},
)
count_goods = Command(
    "volunteering.count_goods",
    "POST /batches/{batch_id}/counts",
    request=requests.CountGoods,
    reply=replies.Batch,
    on=Batch,
    allow=_KEEPERS_OF_BATCH,
    refuses=["counted_below_reserved"],
    about="Enter a stock-take (盘点): the difference becomes a movement of its own.",
    example={"batch_id": BATCH, "counted": 38},
)
strike_batch = Command(
    "volunteering.strike_batch",
    "POST /batches/{batch_id}/strike",
    request=requests.OfBatch,
    reply=replies.Batch,
    on=Batch,
    allow=[role(*APPROVERS).over(Batch.area)],
    refuses=["batch_touched"],
    about="Strike a batch that was entered in error, as long as nothing of it was reserved, given or written off.",
    example={"batch_id": BATCH},
)
import_batches = Import(
    "volunteering.import_batches",
    "POST /batches/imports",
    request=request_of(records.BatchRecord),
    reply=ImportReply,
    record=records.BatchRecord,
    allow=[role(REGISTRAR).anywhere()],
    refuses=["out_of_area", "goods_unknown", "shop_closed", "goods_out_of_date", "donor_unknown", "date_in_future"],
    about="Enter donations of the past, each with what a stock-take found of it on the shelf.",
    example={"dry_run": True, "records": [_DONATION]},
)
