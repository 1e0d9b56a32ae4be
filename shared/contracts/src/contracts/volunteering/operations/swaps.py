"""Swaps of seats (换班) between two volunteers."""

from __future__ import annotations

from contracts.access import self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import SIGN_UP, SWAP, WANTED
from contracts.volunteering.replies import swaps as replies
from contracts.volunteering.requests import swaps as requests
from contracts.volunteering.resources import SignUp, Swap

_SEAT_REFUSALS = ("sign_up_not_open", "overlapping_sign_up", "members_only", "skill_missing", "not_a_volunteer")

propose_swap = Command(
    "volunteering.propose_swap",
    "POST /sign-ups/{sign_up_id}/swaps",
    request=requests.ProposeSwap,
    reply=replies.Swap,
    on=SignUp,
    allow=[self_in(SignUp.person_id)],
    refuses=["swap_unknown_seat", "swap_with_oneself", "swap_proposed_before", "sign_up_not_open"],
    about="Offer one's own seat for another volunteer's seat (换班).",
    example={"sign_up_id": SIGN_UP, "wanted_id": WANTED},
    status=201,
)
list_swaps = Query(
    "volunteering.list_swaps",
    "GET /swaps",
    request=requests.ListSwaps,
    reply=replies.SwapPage,
    allow=[signed_in()],
    about="Swaps that the caller proposed or was asked for.",
    example={"limit": 20},
    paged=True,
)
accept_swap = Command(
    "volunteering.accept_swap",
    "POST /swaps/{swap_id}/accept",
    request=requests.OfSwap,
    reply=replies.Swap,
    on=Swap,
    allow=[self_in(Swap.asked_id)],
    refuses=["swap_settled", *_SEAT_REFUSALS],
    about="Accept: both change seats at once, or nobody does.",
    example={"swap_id": SWAP},
)
decline_swap = Command(
    "volunteering.decline_swap",
    "POST /swaps/{swap_id}/decline",
    request=requests.OfSwap,
    reply=replies.Swap,
    on=Swap,
    allow=[self_in(Swap.asked_id), self_in(Swap.proposer_id)],
    refuses=["swap_settled"],
    about="Decline a swap that one was asked for, or take back one that one proposed.",
    example={"swap_id": SWAP},
)
