"""Organisations have a past and an end, and keep rolls; the tree is replicated for access."""

from __future__ import annotations

from alembic import op

from runtime import schema

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE organisation ADD COLUMN changed_on date, ADD COLUMN dissolved_on date;
-- Both are null in every row that there is: nothing would be found by looking.
ALTER TABLE organisation ADD CONSTRAINT organisation_days
    CHECK (dissolved_on > founded_on AND changed_on >= founded_on) NOT VALID;

-- What organisations were called and stood under before. The present stands in `organisation`.
CREATE TABLE organisation_past (
    organisation_id uuid NOT NULL REFERENCES organisation DEFERRABLE INITIALLY DEFERRED,
    valid_from      date NOT NULL,
    valid_to        date NOT NULL CHECK (valid_to > valid_from),
    name            text COLLATE "C" NOT NULL,
    parent_id       uuid,
    PRIMARY KEY (organisation_id, valid_from),
    CONSTRAINT organisation_one_state_a_day EXCLUDE USING gist
        (organisation_id WITH =, daterange(valid_from, valid_to) WITH &&)
);

-- Replica of volunteering's teams.
CREATE TABLE team (
    team_id   uuid    PRIMARY KEY,
    disbanded boolean NOT NULL
);

-- Rolls. Everybody has one main place at a time, and each place once.
CREATE TABLE member_seat (
    seat_id         uuid    PRIMARY KEY,
    organisation_id uuid    NOT NULL REFERENCES organisation DEFERRABLE INITIALLY DEFERRED,
    area_id         uuid    NOT NULL,
    person_id       uuid    NOT NULL REFERENCES person DEFERRABLE INITIALLY DEFERRED,
    main            boolean NOT NULL,
    team_id         uuid    CHECK (team_id IS NULL OR NOT main),
    enrolled_on     date    NOT NULL,
    left_on         date    CHECK (left_on > enrolled_on),
    reason          text    CHECK ((reason IS NULL) = (left_on IS NULL)),
    version         integer NOT NULL,
    CONSTRAINT member_once_on_a_roll EXCLUDE USING gist
        (organisation_id WITH =, person_id WITH =, daterange(enrolled_on, left_on) WITH &&),
    CONSTRAINT member_one_main_place EXCLUDE USING gist
        (person_id WITH =, daterange(enrolled_on, left_on) WITH &&) WHERE (main)
);
CREATE INDEX member_by_organisation ON member_seat (organisation_id);
CREATE INDEX member_by_area ON member_seat (area_id);
CREATE INDEX member_by_person ON member_seat (person_id);

"""
REPLICA = """
INSERT INTO runtime.organisation (organisation_id, parent_id, area_id, kind, name)
SELECT organisation_id, parent_id, area_id, kind, name FROM organisation ON CONFLICT DO NOTHING;
"""


def upgrade() -> None:
    schema.organise(op)
    op.get_bind().exec_driver_sql(TABLES + REPLICA, execution_options={"no_parameters": True})
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY organisation_by_kind ON organisation (kind, name, organisation_id)")


def downgrade() -> None:
    raise NotImplementedError("rolls and the past of organisations would be forgotten; restore a backup instead")
