"""Places beside a main roll elsewhere, and transfers from roll to roll."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE member_seat ADD COLUMN second text, ADD COLUMN kept_at text;
-- Both are null in every row that there is: nothing would be found by looking.
ALTER TABLE member_seat ADD CONSTRAINT member_second_beside_main CHECK (second IS NULL OR NOT main) NOT VALID;

CREATE TABLE transfer (
    transfer_id          uuid    PRIMARY KEY,
    person_id            uuid    NOT NULL REFERENCES person DEFERRABLE INITIALLY DEFERRED,
    from_organisation_id uuid    REFERENCES organisation DEFERRABLE INITIALLY DEFERRED,
    from_area            uuid,
    came_from            text,
    letter               text,
    to_organisation_id   uuid    NOT NULL REFERENCES organisation DEFERRABLE INITIALLY DEFERRED,
    to_area              uuid    NOT NULL,
    state                text    NOT NULL
        CHECK (state IN ('asked', 'released', 'accepted', 'refused', 'withdrawn')),
    reason               text,
    asked_on             date    NOT NULL,
    released_on          date    CHECK (released_on >= asked_on),
    settled_on           date    CHECK ((settled_on IS NULL) = (state IN ('asked', 'released'))),
    due_on               date    NOT NULL,
    overdue_since        date    CHECK (overdue_since > due_on),
    version              integer NOT NULL,
    CONSTRAINT transfer_to_another CHECK (from_organisation_id <> to_organisation_id),
    CONSTRAINT transfer_from_somewhere CHECK (
        (from_organisation_id IS NULL) = (from_area IS NULL)
        AND (from_organisation_id IS NULL) = (came_from IS NOT NULL AND letter IS NOT NULL))
);
CREATE UNIQUE INDEX transfer_open_once ON transfer (person_id) WHERE state IN ('asked', 'released');
CREATE INDEX transfer_by_day ON transfer (asked_on DESC, transfer_id DESC);
CREATE INDEX transfer_by_person ON transfer (person_id);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})
    with op.get_context().autocommit_block():
        op.execute(
            "CREATE UNIQUE INDEX CONCURRENTLY member_one_second_place ON member_seat (person_id)"
            " WHERE second IS NOT NULL AND left_on IS NULL"
        )


def downgrade() -> None:
    raise NotImplementedError("second places and transfers would be forgotten; restore a backup instead")
