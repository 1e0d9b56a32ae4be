"""Contests (十佳评选): nominated, seconded, shortlisted, put to cobuilding's ballot, decided by it."""

from __future__ import annotations

from contracts.access import Area, role, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import AREA, CONTEST, NOMINATION, PERSON
from contracts.volunteering.replies import deeds as replies
from contracts.volunteering.requests import deeds as requests
from contracts.volunteering.resources import SECRETARIES
from contracts.volunteering.resources.deeds import Contest, Nomination

_KEEPERS = (role(*SECRETARIES).over(Contest.area),)

open_contest = Command(
    "volunteering.open_contest",
    "POST /contests",
    request=requests.OpenContest,
    reply=replies.Contest,
    on=Area,
    allow=[role(*SECRETARIES).over(Area.area_id)],
    refuses=["board_unknown", "season_taken"],
    about="Open a contest of a board and a season: from now on residents nominate.",
    example={"area_id": AREA, "board": "filial", "season": "2011", "title": "十佳孝老家庭", "winners": 10},
    status=201,
)
list_contests = Query(
    "volunteering.list_contests",
    "GET /contests",
    request=requests.ListContests,
    reply=replies.ContestPage,
    allow=[signed_in()],
    about="Contests of an area and below it, the latest first.",
    example={"area_id": AREA},
    paged=True,
)
nominate_candidate = Command(
    "volunteering.nominate_candidate",
    "POST /contests/{contest_id}/nominations",
    request=requests.Nominate,
    reply=replies.Nomination,
    on=Contest,
    allow=[signed_in()],
    refuses=["contest_moved_on", "nominee_unknown", "nominates_oneself", "already_nominated", "for_residents"],
    about="Nominate a person or household of the contest's area, who is nominated once a season.",
    example={"contest_id": CONTEST, "kind": "person", "nominee_id": PERSON},
    status=201,
)
list_nominations = Query(
    "volunteering.list_nominations",
    "GET /contests/{contest_id}/nominations",
    request=requests.ListNominations,
    reply=replies.NominationPage,
    on=Contest,
    allow=[signed_in()],
    about="Who stands in a contest, and once it is decided who won with how many votes.",
    example={"contest_id": CONTEST},
    paged=True,
)
second_nomination = Command(
    "volunteering.second_nomination",
    "POST /nominations/{nomination_id}/seconds",
    request=requests.OfNomination,
    reply=replies.Nomination,
    on=Nomination,
    allow=[signed_in()],
    refuses=["contest_moved_on", "own_nomination", "already_seconded", "for_residents"],
    about="Stand behind somebody else's nomination of somebody else, once.",
    example={"nomination_id": NOMINATION},
    status=201,
)
accept_nomination = Command(
    "volunteering.accept_nomination",
    "POST /nominations/{nomination_id}/accept",
    request=requests.OfNomination,
    reply=replies.Nomination,
    on=Nomination,
    allow=[signed_in()],
    refuses=["contest_moved_on", "not_the_nominee"],
    about="The nominee, of a household one of its adults, agrees to stand and to be published.",
    example={"nomination_id": NOMINATION},
)
shortlist_nominations = Command(
    "volunteering.shortlist_nominations",
    "POST /contests/{contest_id}/shortlist",
    request=requests.OfContest,
    reply=replies.Contest,
    on=Contest,
    allow=_KEEPERS,
    refuses=["contest_moved_on", "nobody_shortlisted"],
    about="Close nominations: those that were accepted and seconded often enough are shortlisted.",
    example={"contest_id": CONTEST},
)
request_ballot = Command(
    "volunteering.request_ballot",
    "POST /contests/{contest_id}/ballot",
    request=requests.RequestBallot,
    reply=replies.Contest,
    on=Contest,
    allow=_KEEPERS,
    refuses=["contest_moved_on", "ballot_days_wrong"],
    about="Ask cobuilding, which owns every ballot, to put the shortlist to the vote.",
    example={"contest_id": CONTEST, "opens_on": "2031-11-10", "closes_on": "2031-11-20"},
)
