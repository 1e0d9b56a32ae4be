"""The constraints of rolls and claims take place and person as one word, so that no plan looks for a person by them.

They begin with the organisation or the post, and yet the planner took them before the person's own index, by a hair (a cost of
8.29 to 8.31 with 34,295 members): 0018 of volunteering tells what that cost there.
"""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None
unused_since = "0.1.0"
blocks_writes = "member_seat and claim: 0.35 s each for 34,295 rows"

CONSTRAINTS = (
    ("member_seat", "member_once_on_a_roll", ("organisation_id", "person_id"), "enrolled_on, left_on", ""),
    (
        "claim",
        "claim_by_person_once",
        ("post_id", "person_id"),
        "claimed_on, released_on",
        " WHERE (person_id IS NOT NULL)",
    ),
    ("claim", "claim_by_unit_once", ("post_id", "unit_id"), "claimed_on, released_on", " WHERE (unit_id IS NOT NULL)"),
)


def upgrade() -> None:
    _constrain('(({}::text || {}::text) COLLATE "C") WITH =')


def downgrade() -> None:
    _constrain("{} WITH =, {} WITH =")


def _constrain(both: str) -> None:
    for table, name, named, days, where in CONSTRAINTS:
        words = f"{both.format(*named)}, daterange({days}) WITH &&"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({words}){where}")
