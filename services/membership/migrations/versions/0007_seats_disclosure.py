"""Part-time seats on committees, and the disclosure of rolls."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = """
-- Replica of cobuilding's agreements.
CREATE TABLE agreement (
    agreement_id uuid PRIMARY KEY,
    unit_id      uuid NOT NULL,
    area_id      uuid NOT NULL,
    signed_on    date NOT NULL,
    lapsed_on    date
);
CREATE INDEX agreement_by_area ON agreement (area_id);

-- A unit has one seat on a committee at a time, and one person at a time sits there.
CREATE TABLE committee_seat (
    seat_id         uuid    PRIMARY KEY,
    organisation_id uuid    NOT NULL REFERENCES organisation DEFERRABLE INITIALLY DEFERRED,
    area_id         uuid    NOT NULL,
    unit_id         uuid    NOT NULL,
    agreement_id    uuid    NOT NULL,
    opened_on       date    NOT NULL,
    ended_on        date    CHECK (ended_on > opened_on),
    version         integer NOT NULL,
    CONSTRAINT committee_seat_once EXCLUDE USING gist
        (agreement_id WITH =, organisation_id WITH =, daterange(opened_on, ended_on) WITH &&)
);
CREATE INDEX committee_seat_by_day ON committee_seat (opened_on, seat_id);
CREATE INDEX committee_seat_by_organisation ON committee_seat (organisation_id);

CREATE TABLE committee_seat_holder (
    seat_id   uuid NOT NULL REFERENCES committee_seat DEFERRABLE INITIALLY DEFERRED,
    taken_on  date NOT NULL,
    left_on   date CHECK (left_on > taken_on),
    person_id uuid NOT NULL REFERENCES person,
    PRIMARY KEY (seat_id, taken_on),
    CONSTRAINT committee_seat_one_holder EXCLUDE USING gist
        (seat_id WITH =, daterange(taken_on, left_on) WITH &&)
);

-- Who agreed to be shown as a member: never told outside but by the place on the roll.
CREATE TABLE roll_disclosure (
    disclosure_id uuid PRIMARY KEY,
    seat_id       uuid NOT NULL REFERENCES member_seat DEFERRABLE INITIALLY DEFERRED,
    disclosed_on  date NOT NULL,
    concealed_on  date CHECK (concealed_on >= disclosed_on)
);
CREATE UNIQUE INDEX roll_disclosed_once ON roll_disclosure (seat_id) WHERE concealed_on IS NULL;

CREATE TABLE roll_board (
    board_id     uuid    PRIMARY KEY,
    area_id      uuid    NOT NULL REFERENCES area,
    published_on date    NOT NULL,
    withdrawn_on date    CHECK (withdrawn_on >= published_on),
    version      integer NOT NULL
);
CREATE UNIQUE INDEX roll_board_once ON roll_board (area_id) WHERE withdrawn_on IS NULL;
CREATE INDEX roll_board_by_day ON roll_board (published_on DESC, board_id DESC);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in ("roll_board", "roll_disclosure", "committee_seat_holder", "committee_seat", "agreement"):
        op.execute(f"DROP TABLE {table}")
