"""The figures of eldercare: elders on the register, and cards they carry."""

from __future__ import annotations

from contracts.eldercare.events import CardIssuedV1, CardRevokedV1, ElderLeftV1, ElderRegisteredV1
from contracts.metrics import Distinct, Metric, Series, Take, When

ELDERS = Series(
    "eldercare.elder",
    begins=[Take(ElderRegisteredV1, key=["elder_id"], subject="person_id")],
    ends=[Take(ElderLeftV1, key=["elder_id"])],
)
"""A stay of a person on the elder register."""

CARDS = Series(
    "eldercare.card",
    begins=[Take(CardIssuedV1, key=["card_id"], subject="subject", at="issued_on", keep=["kind"])],
    ends=[Take(CardRevokedV1, key=["card_id"], at="revoked_on")],
)
"""A card from its issue to the first day without it."""

E02_ELDERS = Metric(
    "E02.elders",
    zh="在册老年人",
    en="Elders on the register",
    unit="person",
    mechanism="E02",
    numerator=Distinct(ELDERS, of="subject", when=When.AT_END),
    about="Distinct persons on the elder register at the end of the period.",
)
E02_CARDS = Metric(
    "E02.cards",
    zh="有效为老服务卡",
    en="Valid cards",
    unit="card",
    mechanism="E02",
    numerator=Distinct(CARDS, of="key", when=When.AT_END),
    about="Cards of all kinds valid at the end of the period; each opens down to its kind.",
)
E02_CARD_KINDS = Metric(
    "E02.card_kinds",
    zh="为老服务卡种类",
    en="Kinds of card in use",
    unit="kind",
    mechanism="E02",
    numerator=Distinct(CARDS, of="kind", when=When.AT_END),
    about="Different kinds among the cards valid at the end of the period.",
)
