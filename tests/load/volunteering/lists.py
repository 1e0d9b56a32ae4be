"""Volunteering's lists and readings, in the ways that screens ask for them, and what a city tells besides its attendances."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from contracts.operations import Operation
from contracts.volunteering import operations as ops

Ask = tuple[str, Operation, list[dict[str, Any]]]

VARIANTS = 60
PLACES = ("community", "street", "district", "city")
A_YEAR = 2023
PROGRAMMES = ("neighbours_help", "care", "culture_show", "culture_practice", "youth_green", "civility")

# Every activity is of a programme, half of them with an output; a street's campaign each quarter; two deeds a day of a community.
MADE = """
    UPDATE activity SET programme = ({programmes})[1 + abs(hashtext(id::text)) % {kinds}];
    INSERT INTO activity_output (id, activity_id, unit, number, recorded_at)
    SELECT gen_random_uuid(), id, 'films', 1 + abs(hashtext(id::text)) % 5, ends_at
      FROM activity WHERE hashtext(id::text) % 2 = 0;
    INSERT INTO campaign (id, area, title, programme, first_on, last_on)
    SELECT gen_random_uuid(), area_id, '主题活动', 'culture', d::date, (d + interval '88 days')::date
      FROM runtime.area, generate_series(timestamp '2023-01-02', '2023-10-02', '3 months') AS d
     WHERE kind IN ('street', 'city');
    INSERT INTO deed (id, area, board, doer_id, teller_id, story, state, told_on, published_on)
    SELECT gen_random_uuid(), a.area_id, (ARRAY['kindness', 'filial'])[1 + n % 2], v.person_id, v.person_id,
           '连续三年为老人送早餐', 'published', date '2023-01-01' + n / 2, date '2023-01-03' + n / 2
      FROM runtime.area AS a, generate_series(0, {deeds} - 1) AS n, LATERAL (SELECT person_id FROM volunteer LIMIT 1) AS v
     WHERE a.kind = 'community';
    VACUUM ANALYZE activity, activity_output, campaign, deed
"""
DEEDS_EACH_COMMUNITY = 730
CAMPAIGNS = "SELECT c.id FROM campaign AS c JOIN runtime.area AS a ON a.area_id = c.area WHERE a.kind = '{}'"


def add(engine: Engine) -> None:
    """Programmes, outputs, campaigns and good deeds for a filled city."""
    programmes = "ARRAY[" + ", ".join(f"'{one}'" for one in PROGRAMMES) + "]"
    script = MADE.format(programmes=programmes, kinds=len(PROGRAMMES), deeds=DEEDS_EACH_COMMUNITY)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in script.split(";\n"):
            connection.execute(text(statement))


class Asked:
    """Every list by name, with the words of some askings."""

    def __init__(self, engine: Engine) -> None:
        queries = {kind: f"SELECT area_id FROM runtime.area WHERE kind = '{kind}' LIMIT 500" for kind in PLACES} | {
            "team": "SELECT id FROM team LIMIT 500",
            "activity": "SELECT id FROM activity TABLESAMPLE system (1) WHERE state = 'closed' LIMIT 500",
            "campaign of a street": CAMPAIGNS.format("street"),
            "campaign of the city": CAMPAIGNS.format("city"),
            "volunteer": "SELECT id FROM volunteer LIMIT 500",
            "bank": "SELECT id FROM love_bank LIMIT 500",
        }
        with engine.connect() as connection:
            self._ids: dict[str, list[UUID]] = {
                kind: list(connection.execute(text(query)).scalars()) for kind, query in queries.items()
            }

    def __iter__(self) -> Iterator[Ask]:
        for kind in PLACES:
            yield f"programmes of a {kind}", ops.list_programmes, self._each(kind, "area_id", year=A_YEAR)
            yield f"deed wall of a {kind}", ops.list_board, self._each(kind, "area_id")
            yield f"a wall's board of a {kind}", ops.list_board, self._each(kind, "area_id", board="kindness")
            yield f"activities of a {kind}", ops.list_activities, self._each(kind, "area_id")
            yield f"planned activities of a {kind}", ops.list_activities, self._each(kind, "area_id", state="planned")
            yield f"campaigns of a {kind}", ops.list_campaigns, self._each(kind, "area_id")
            yield f"volunteers of a {kind}", ops.list_volunteers, self._each(kind, "area_id")
            yield f"teams of a {kind}", ops.list_teams, self._each(kind, "area_id")
            yield f"attendances of a {kind}", ops.list_attendances, self._each(kind, "area_id")
        for kind in ("campaign of a street", "campaign of the city"):
            yield f"what came of a {kind}", ops.show_campaign, self._each(kind, "campaign_id")
        yield "activities of a team", ops.list_activities, self._each("team", "team_id")
        yield "activities of a programme", ops.list_activities, [{"programme": one} for one in PROGRAMMES]
        yield "a team's roster", ops.show_team, self._each("team", "team_id")
        yield "sign-ups of an activity", ops.list_sign_ups, self._each("activity", "activity_id")
        yield "attendances of an activity", ops.list_attendances, self._each("activity", "activity_id")
        yield "a volunteer's hours", ops.show_hours, self._each("volunteer", "volunteer_id")
        yield "a bank on a day", ops.show_bank, self._each("bank", "bank_id", on="2023-06-30")

    def _each(self, kind: str, word: str, **more: Any) -> list[dict[str, Any]]:
        """Askings after some things of a kind."""
        return [{word: random.choice(self._ids[kind])} | more for _ in range(VARIANTS)]
