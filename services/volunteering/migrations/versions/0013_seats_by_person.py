"""Somebody's teams by an index of their own: all that matching asks of a seat stands in it, in order.

The planner takes the constraint `team_seat_no_overlap` for as cheap a way to a person's seats, though it begins with the team
and is read in great part for each.
"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(
            "CREATE INDEX CONCURRENTLY team_seat_of_person ON team_seat (person_id, joined_on, id) INCLUDE (team_id)"
            " WHERE left_on IS NULL"
        )


def downgrade() -> None:
    op.execute("DROP INDEX team_seat_of_person")
