"""Responders (应急响应): screened volunteers nearby answer an elder's call for help."""

from __future__ import annotations

from contracts.access import self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import OFFER
from contracts.volunteering.replies import responders as replies
from contracts.volunteering.requests import responders as requests
from contracts.volunteering.resources.credentials import ResponderOffer

list_calls = Query(
    "volunteering.list_calls",
    "GET /responder-offers",
    request=requests.ListOffers,
    reply=replies.OfferPage,
    allow=[signed_in()],
    about="The calls for help that the caller was asked to answer.",
    example={"limit": 20},
    paged=True,
)
offer_help = Command(
    "volunteering.offer_help",
    "POST /responder-offers/{offer_id}/accept",
    request=requests.OfferHelp,
    reply=replies.Offer,
    on=ResponderOffer,
    allow=[self_in(ResponderOffer.person_id)],
    refuses=["offer_settled"],
    about="Offer to go; the first who is assigned goes, the others are released.",
    example={"offer_id": OFFER, "minutes_away": 4},
)
decline_call = Command(
    "volunteering.decline_call",
    "POST /responder-offers/{offer_id}/decline",
    request=requests.DeclineCall,
    reply=replies.Offer,
    on=ResponderOffer,
    allow=[self_in(ResponderOffer.person_id)],
    refuses=["offer_settled"],
    about="Say that one cannot go: somebody else is called the sooner.",
    example={"offer_id": OFFER, "reason": "away"},
)
