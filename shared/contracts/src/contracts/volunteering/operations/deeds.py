"""The deeds wall (善行墙): told by residents, agreed to by the doer, approved by a moderator, taken down with a reason."""

from __future__ import annotations

from contracts.access import Area, acting_for, public, self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import AREA, DEED, PERSON
from contracts.volunteering.replies import deeds as replies
from contracts.volunteering.requests import deeds as requests
from contracts.volunteering.resources.deeds import DEED_MODERATORS, Deed

tell_deed = Command(
    "volunteering.tell_deed",
    "POST /deeds",
    request=requests.TellDeed,
    reply=replies.Deed,
    on=Area,
    allow=[signed_in()],
    refuses=["board_unknown", "doer_unknown", "praises_oneself", "for_residents"],
    about="Tell of somebody's good deed on a board of the area; who did it is asked whether it may be published.",
    example={
        "area_id": AREA,
        "board": "kindness",
        "doer_id": PERSON,
        "story": "连续三年为楼上独居老人送早餐，风雨无阻。",
    },
    status=201,
)
list_deeds = Query(
    "volunteering.list_deeds",
    "GET /deeds",
    request=requests.ListDeeds,
    reply=replies.DeedPage,
    allow=[signed_in()],
    about="Deeds one told or did, or those of an area one moderates, without their stories; the earliest first.",
    example={"area_id": AREA, "state": "agreed"},
    paged=True,
)
list_board = Query(
    "volunteering.list_board",
    "GET /deed-boards",
    request=requests.ListBoard,
    reply=replies.Board,
    allow=[public()],
    about="What stands on the boards of an area and below it, the latest first. Nobody needs to sign in.",
    example={"area_id": AREA, "board": "kindness"},
    paged=True,
)
show_deed = Query(
    "volunteering.show_deed",
    "GET /deeds/{deed_id}",
    request=requests.OfDeed,
    reply=replies.OpenedDeed,
    on=Deed,
    allow=[self_in(Deed.teller_id), self_in(Deed.doer_id), acting_for(Deed.doer_id), *DEED_MODERATORS],
    about="One deed with its story; the reading is recorded.",
    example={"deed_id": DEED},
)
agree_deed = Command(
    "volunteering.agree_deed",
    "POST /deeds/{deed_id}/agreement",
    request=requests.AgreeDeed,
    reply=replies.Deed,
    on=Deed,
    allow=[self_in(Deed.doer_id), acting_for(Deed.doer_id)],
    refuses=["deed_settled", "guardian_agrees"],
    about="Whoever did it agrees to name and story being published, or not; for a minor the guardian does.",
    example={"deed_id": DEED, "agrees": True},
)
publish_deed = Command(
    "volunteering.publish_deed",
    "POST /deeds/{deed_id}/publish",
    request=requests.OfDeed,
    reply=replies.Deed,
    on=Deed,
    allow=DEED_MODERATORS,
    refuses=["deed_settled", "doer_has_not_agreed", "own_deed"],
    about="Put a deed on its board that its doer has agreed to; neither teller nor doer approves it themselves.",
    example={"deed_id": DEED},
)
take_down_deed = Command(
    "volunteering.take_down_deed",
    "POST /deeds/{deed_id}/take-down",
    request=requests.TakeDownDeed,
    reply=replies.Deed,
    on=Deed,
    allow=[self_in(Deed.doer_id), acting_for(Deed.doer_id), *DEED_MODERATORS],
    refuses=["deed_not_published"],
    about="Take a deed down with a reason, by a moderator or whoever did it; its story is forgotten.",
    example={"deed_id": DEED, "reason": "consent_withdrawn"},
)
