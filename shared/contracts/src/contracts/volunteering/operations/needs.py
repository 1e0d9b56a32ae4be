"""Needs (需求): raised, taken on, matched, done, confirmed by the helped, credited. Closed is not solved."""

from __future__ import annotations

from contracts.access import self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import NEED, PERSON, STATION
from contracts.volunteering.replies import needs as replies
from contracts.volunteering.requests import needs as requests
from contracts.volunteering.resources.needs import NEED_KEEPERS, Need, Station

raise_need = Command(
    "volunteering.raise_need",
    "POST /stations/{station_id}/needs",
    request=requests.RaiseNeed,
    reply=replies.Need,
    on=Station,
    allow=[signed_in()],
    refuses=[
        "station_closed",
        "need_category_unknown",
        "person_unknown",
        "not_for_others",
        "ends_before_start",
        "activity_in_the_past",
        "window_incomplete",
    ],
    about="Ask for help at a station: oneself, or as keeper of the desk for somebody who came.",
    example={"station_id": STATION, "category": "repair", "text": "厨房水龙头漏水"},
    status=201,
)
list_needs = Query(
    "volunteering.list_needs",
    "GET /needs",
    request=requests.ListNeeds,
    reply=replies.NeedPage,
    allow=[signed_in()],
    about="The needs that the caller asked, helps with, or keeps the desk of: a station's queue, oldest first.",
    example={"station_id": STATION, "state": "raised"},
    paged=True,
)
show_need = Query(
    "volunteering.show_need",
    "GET /needs/{need_id}",
    request=requests.OfNeed,
    reply=replies.OpenedNeed,
    on=Need,
    allow=[self_in(Need.asker_id), self_in(Need.helper_id), *NEED_KEEPERS],
    about="One need with who asked, what for and its steps; the reading is recorded.",
    example={"need_id": NEED},
)
accept_need = Command(
    "volunteering.accept_need",
    "POST /needs/{need_id}/accept",
    request=requests.OfNeed,
    reply=replies.Need,
    on=Need,
    allow=NEED_KEEPERS,
    refuses=["need_not_there_yet"],
    about="Take a need on: from now on somebody is looked for.",
    example={"need_id": NEED},
)
decline_need = Command(
    "volunteering.decline_need",
    "POST /needs/{need_id}/decline",
    request=requests.DeclineNeed,
    reply=replies.Need,
    on=Need,
    allow=NEED_KEEPERS,
    refuses=["need_not_there_yet"],
    about="Decline a need with a reason; whoever sent it hears so.",
    example={"need_id": NEED, "reason": "not_for_volunteers"},
)
list_candidates = Query(
    "volunteering.list_candidates",
    "GET /needs/{need_id}/candidates",
    request=requests.ListCandidates,
    reply=replies.Candidates,
    on=Need,
    allow=NEED_KEEPERS,
    refuses=["ends_before_start", "window_incomplete"],
    about="Who could help, best first: by skill, distance and free time, with the reasons.",
    example={"need_id": NEED, "limit": 5},
)
offer_match = Command(
    "volunteering.offer_match",
    "POST /needs/{need_id}/matches",
    request=requests.OfferMatch,
    reply=replies.Match,
    on=Need,
    allow=NEED_KEEPERS,
    refuses=[
        "need_not_there_yet",
        "not_a_volunteer",
        "in_no_team",
        "skill_missing",
        "helps_own_need",
        "already_asked",
        "window_incomplete",
        "ends_before_start",
        "activity_in_the_past",
    ],
    about="Ask a volunteer to help, from the list of candidates or whoever the desk knows.",
    example={
        "need_id": NEED,
        "person_id": PERSON,
        "starts_at": "2031-11-05T01:00:00+00:00",
        "ends_at": "2031-11-05T03:00:00+00:00",
    },
    status=201,
)
report_done = Command(
    "volunteering.report_done",
    "POST /needs/{need_id}/done",
    request=requests.ReportDone,
    reply=replies.Need,
    on=Need,
    allow=[self_in(Need.helper_id), *NEED_KEEPERS],
    refuses=["need_not_there_yet", "kept_by_asking_service", "minutes_from_the_future", "minutes_exceed_activity"],
    about="Say that the help was given and how long it took; the helped are asked to confirm.",
    example={"need_id": NEED, "minutes": 60},
)
confirm_need = Command(
    "volunteering.confirm_need",
    "POST /needs/{need_id}/confirm",
    request=requests.ConfirmNeed,
    reply=replies.Need,
    on=Need,
    allow=[self_in(Need.asker_id), *NEED_KEEPERS],
    refuses=["need_not_there_yet", "own_hours"],
    about="Say whether the need is solved: then the helper is credited; otherwise somebody else is looked for.",
    example={"need_id": NEED, "solved": True},
)
close_need = Command(
    "volunteering.close_need",
    "POST /needs/{need_id}/close",
    request=requests.CloseNeed,
    reply=replies.Need,
    on=Need,
    allow=[self_in(Need.asker_id), *NEED_KEEPERS],
    refuses=["need_not_there_yet"],
    about="Close a need that stays unsolved or that the asker withdraws. Closed is not solved.",
    example={"need_id": NEED, "result": "unsolved"},
)
reopen_need = Command(
    "volunteering.reopen_need",
    "POST /needs/{need_id}/reopen",
    request=requests.ReopenNeed,
    reply=replies.Need,
    on=Need,
    allow=[self_in(Need.asker_id), *NEED_KEEPERS],
    refuses=["need_not_there_yet", "reopened_too_late", "own_hours"],
    about="Open a closed need again: what had counted as solved counts no longer, and the credit is struck if nobody was there.",
    example={"need_id": NEED, "reason": "leaks_again"},
)
