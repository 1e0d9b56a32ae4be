"""Statements of areas and assignments to them."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = """
-- How much of something there is in an area, by a source's account. Nothing is written over.
CREATE TABLE denominator (
    denominator_id uuid   PRIMARY KEY,
    area_id        uuid   NOT NULL REFERENCES area DEFERRABLE INITIALLY DEFERRED,
    what           text   NOT NULL,
    value          bigint NOT NULL CHECK (value >= 0),
    source_name    text   NOT NULL,
    as_of          date   NOT NULL,
    CONSTRAINT denominator_once_a_day UNIQUE (area_id, what, as_of)
);
CREATE INDEX denominator_by_day ON denominator (as_of DESC, denominator_id DESC);

-- Who is assigned to which area. A place has one of each kind at a time, an instructor one place.
CREATE TABLE assignment (
    assignment_id   uuid    PRIMARY KEY,
    area_id         uuid    NOT NULL REFERENCES area DEFERRABLE INITIALLY DEFERRED,
    kind            text    NOT NULL CHECK (kind IN ('liaison', 'charge', 'instructor', 'warden')),
    person_id       uuid    NOT NULL REFERENCES person DEFERRABLE INITIALLY DEFERRED,
    organisation_id uuid    REFERENCES organisation DEFERRABLE INITIALLY DEFERRED,
    stairwell       text    NOT NULL CHECK (stairwell = '' OR kind = 'warden'),
    begun_on        date    NOT NULL,
    ended_on        date    CHECK (ended_on > begun_on),
    version         integer NOT NULL,
    CHECK ((organisation_id IS NOT NULL) = (kind = 'liaison')),
    CONSTRAINT assignment_one_at_a_place EXCLUDE USING gist
        (area_id WITH =, kind WITH =, stairwell WITH =, daterange(begun_on, ended_on) WITH &&),
    CONSTRAINT assignment_instructor_once EXCLUDE USING gist
        (person_id WITH =, daterange(begun_on, ended_on) WITH &&) WHERE (kind = 'instructor')
);
CREATE INDEX assignment_by_day ON assignment (begun_on DESC, assignment_id DESC);
CREATE INDEX assignment_by_kind ON assignment (kind, begun_on DESC, assignment_id DESC);
CREATE INDEX assignment_by_person ON assignment (person_id, kind);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    op.execute("DROP TABLE assignment")
    op.execute("DROP TABLE denominator")
