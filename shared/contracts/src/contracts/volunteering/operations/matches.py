"""Matches (匹配): volunteers who are asked to help say yes or no, or could not come after all."""

from __future__ import annotations

from contracts.access import role, self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import MATCH, NEED
from contracts.volunteering.replies import needs as replies
from contracts.volunteering.requests import needs as requests
from contracts.volunteering.resources.needs import DESK, Match

list_matches = Query(
    "volunteering.list_matches",
    "GET /matches",
    request=requests.ListMatches,
    reply=replies.MatchPage,
    allow=[signed_in()],
    about="What the caller was asked to help with, or whom the desk has asked.",
    example={"need_id": NEED, "open": True},
    paged=True,
)
accept_match = Command(
    "volunteering.accept_match",
    "POST /matches/{match_id}/accept",
    request=requests.OfMatch,
    reply=replies.Match,
    on=Match,
    allow=[self_in(Match.person_id), role(*DESK).over(Match.area)],
    refuses=["match_settled", "need_not_there_yet", "overlapping_sign_up", "not_a_volunteer", "in_no_team"],
    about="Say yes, or as the desk note that the volunteer did: the first who accepts helps, the time is kept free.",
    example={"match_id": MATCH},
)
decline_match = Command(
    "volunteering.decline_match",
    "POST /matches/{match_id}/decline",
    request=requests.DeclineMatch,
    reply=replies.Match,
    on=Match,
    allow=[self_in(Match.person_id), role(*DESK).over(Match.area)],
    refuses=["match_settled"],
    about="Say no, or give back what was accepted before it began: somebody else is looked for.",
    example={"match_id": MATCH, "reason": "ill"},
)
record_absence = Command(
    "volunteering.record_absence",
    "POST /matches/{match_id}/absence",
    request=requests.OfMatch,
    reply=replies.Match,
    on=Match,
    allow=[role(*DESK).over(Match.area)],
    refuses=["match_settled", "activity_not_begun"],
    about="Record that the helper did not come (爽约): somebody else is looked for.",
    example={"match_id": MATCH},
)
