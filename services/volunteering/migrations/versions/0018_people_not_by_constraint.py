"""The constraints of seats and pairings take both whom they name as one word, so that no plan looks for a person by them.

They begin with the team or the helper, and yet the planner took the one of seats for as cheap a way to a person's seats as
their own index (0013): by a hair, and so in one city or hour and not in the next. Of 400,000 seats it read 2,460 pages for
each person.
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
unused_since = "0.1.0"
blocks_writes = "team_seat: 4 s for 400,000 seats, 0.4 s for 50,000; pairing, of the same form, was not timed"

CONSTRAINTS = (
    ("team_seat", "team_seat_no_overlap", ("team_id", "person_id"), "joined_on, left_on"),
    ("pairing", "pairing_no_overlap", ("helper_id", "helped_key"), "started_on, ended_on"),
)


def upgrade() -> None:
    _constrain('(({}::text || {}::text) COLLATE "C") WITH =')


def downgrade() -> None:
    _constrain("{} WITH =, {} WITH =")


def _constrain(both: str) -> None:
    for table, name, named, days in CONSTRAINTS:
        words = f"{both.format(*named)}, daterange({days}) WITH &&"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({words})")
