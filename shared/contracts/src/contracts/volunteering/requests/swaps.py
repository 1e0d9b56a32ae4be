"""What is sent to the operations of swaps."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.volunteering.requests.activities import OfSignUp
from contracts.volunteering.requests.shapes import Paged, Request


class ProposeSwap(OfSignUp):
    """Offer one's own seat `sign_up_id` for somebody else's seat `wanted_id`."""

    wanted_id = fields.UUID(required=True, metadata=INTERNAL)


class OfSwap(Request):
    swap_id = fields.UUID(required=True, metadata=INTERNAL)


class ListSwaps(Paged):
    pass
