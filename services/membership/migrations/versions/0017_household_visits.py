"""Visits to households, with their reasons, rounds and figures."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = """
-- One visit of a household is due at a time. What was found there is sealed.
CREATE TABLE household_visit (
    visit_id     uuid        PRIMARY KEY,
    household_id uuid        NOT NULL REFERENCES area DEFERRABLE INITIALLY DEFERRED,
    area         uuid        NOT NULL,
    community_id uuid        NOT NULL,
    place_key    text        NOT NULL COLLATE "C",
    state        text        NOT NULL CHECK (state IN ('due', 'made', 'lapsed', 'struck')),
    urgency      text        NOT NULL CHECK (urgency IN ('arrival', 'call', 'round')),
    turn         smallint    NOT NULL CHECK (turn IN (0, 1)),
    raised_at    timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    attempts     integer     NOT NULL CHECK (attempts >= 0),
    visitor_id   uuid        REFERENCES person DEFERRABLE INITIALLY DEFERRED,
    made_at      timestamptz,
    found_sealed bytea,
    sealed_for   uuid,
    ended_for    text,
    version      integer     NOT NULL,
    CHECK (state <> 'made' OR made_at IS NOT NULL),
    CHECK (made_at >= raised_at),
    CHECK ((state IN ('lapsed', 'struck')) = (ended_for IS NOT NULL))
);
CREATE UNIQUE INDEX household_visit_due_once ON household_visit (household_id) WHERE state = 'due';
CREATE INDEX household_visit_route ON household_visit (community_id, turn, place_key, visit_id) WHERE state = 'due';
CREATE INDEX household_visit_route_below ON household_visit (area, turn, place_key, visit_id) WHERE state = 'due';
CREATE INDEX household_visit_route_of ON household_visit (visitor_id, turn, place_key, visit_id) WHERE state = 'due';
CREATE INDEX household_visit_overdue ON household_visit (community_id, due_at) WHERE state = 'due';
CREATE INDEX household_visit_made ON household_visit (community_id, made_at) INCLUDE (household_id) WHERE state = 'made';
CREATE INDEX household_visit_by_day ON household_visit (raised_at DESC, visit_id DESC);
CREATE INDEX household_visit_by_community ON household_visit (community_id, raised_at DESC, visit_id DESC);
CREATE INDEX household_visit_by_area ON household_visit (area, raised_at DESC, visit_id DESC);
CREATE INDEX household_visit_by_household ON household_visit (household_id, raised_at DESC, visit_id DESC);
CREATE INDEX household_visit_by_visitor ON household_visit (visitor_id, raised_at DESC, visit_id DESC);

CREATE TABLE visit_reason (
    reason_id   uuid        PRIMARY KEY,
    visit_id    uuid        NOT NULL REFERENCES household_visit DEFERRABLE INITIALLY DEFERRED,
    deadline_id uuid        NOT NULL UNIQUE,
    kind_sealed bytea       NOT NULL,
    urgency     text        NOT NULL CHECK (urgency IN ('arrival', 'call', 'round')),
    person_id   uuid,
    raised_at   timestamptz NOT NULL,
    due_at      timestamptz NOT NULL CHECK (due_at >= raised_at),
    stands      boolean     NOT NULL,
    outcome     text        CHECK (outcome IN ('kept', 'missed')),
    settled_on  date,
    counted_in  uuid,
    CHECK ((outcome IS NULL) = (settled_on IS NULL) AND (outcome IS NULL) = (counted_in IS NULL))
);
CREATE INDEX visit_reason_by_visit ON visit_reason (visit_id);
CREATE INDEX visit_reason_of ON visit_reason (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX visit_reason_running ON visit_reason (due_at) WHERE outcome IS NULL AND stands;

-- How many deadlines of a kind were kept and missed in a community in a year: sums, so that no door need be opened.
CREATE TABLE visit_tally (
    community_id uuid    NOT NULL,
    year         integer NOT NULL,
    kind         text    NOT NULL,
    urgency      text    NOT NULL,
    kept         integer NOT NULL CHECK (kept >= 0),
    missed       integer NOT NULL CHECK (missed >= 0),
    PRIMARY KEY (community_id, year, kind)
);

CREATE TABLE visit_round (
    round_id   uuid    PRIMARY KEY,
    area_id    uuid    NOT NULL REFERENCES area DEFERRABLE INITIALLY DEFERRED,
    begun_on   date    NOT NULL,
    ends_on    date    NOT NULL CHECK (ends_on >= begun_on),
    households integer NOT NULL CHECK (households >= 0),
    listed     integer NOT NULL CHECK (listed >= 0),
    after      text    NOT NULL,
    CONSTRAINT visit_round_once EXCLUDE USING gist (area_id WITH =, daterange(begun_on, ends_on, '[]') WITH &&)
);

-- Ids by which other services name a person: an elder's, a call's, a missed visit's.
CREATE TABLE told_person (
    told_id   uuid PRIMARY KEY,
    person_id uuid NOT NULL
);
CREATE INDEX told_person_of ON told_person (person_id);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in ("told_person", "visit_round", "visit_tally", "visit_reason", "household_visit"):
        op.execute(f"DROP TABLE {table}")
