"""Volunteers, teams and seats, activities and hours, pairings, and the replica of units.

What two people who act at once can only meet in the database is a named constraint; service.py says which rule it is.
"""

from __future__ import annotations

from alembic import op

from runtime import schema

revision = "0001"
down_revision = None

VOLUNTEERS = """
CREATE TABLE volunteer (
    id            uuid   PRIMARY KEY,
    person_id     uuid   NOT NULL UNIQUE,
    area          uuid   NOT NULL,
    skills        text[] NOT NULL,
    registered_on date   NOT NULL,
    retired_on    date,
    version       integer NOT NULL
);
CREATE INDEX volunteer_by_area ON volunteer (area, registered_on, id) WHERE retired_on IS NULL;
CREATE INDEX volunteer_by_registration ON volunteer (registered_on, id) WHERE retired_on IS NULL;
CREATE INDEX volunteer_by_skill ON volunteer USING gin (skills);
"""

TEAMS = """
CREATE TABLE team (
    id           uuid PRIMARY KEY,
    area         uuid NOT NULL,
    name         text NOT NULL,
    kind         text NOT NULL,
    leader_id    uuid,
    formed_on    date NOT NULL,
    disbanded_on date,
    version      integer NOT NULL,
    CONSTRAINT team_life CHECK (disbanded_on >= formed_on),
    CONSTRAINT team_name_while_standing
        EXCLUDE USING gist (area WITH =, name WITH =, daterange(formed_on, disbanded_on) WITH &&)
);
CREATE INDEX team_by_area ON team (area);
CREATE INDEX team_by_name ON team (name, id) WHERE disbanded_on IS NULL;

CREATE TABLE team_seat (
    id        uuid PRIMARY KEY,
    team_id   uuid NOT NULL REFERENCES team,
    person_id uuid NOT NULL,
    role      text NOT NULL CHECK (role IN ('leader', 'member')),
    joined_on date NOT NULL,
    left_on   date,
    CONSTRAINT team_seat_stay CHECK (left_on >= joined_on),
    CONSTRAINT team_seat_no_overlap
        EXCLUDE USING gist (team_id WITH =, person_id WITH =, daterange(joined_on, left_on) WITH &&),
    CONSTRAINT team_seat_one_leader
        EXCLUDE USING gist (team_id WITH =, daterange(joined_on, left_on) WITH &&) WHERE (role = 'leader')
);
CREATE INDEX team_seat_open ON team_seat (team_id) WHERE left_on IS NULL;
CREATE INDEX team_seat_open_by_person ON team_seat (person_id) WHERE left_on IS NULL;
"""

ACTIVITIES = """
CREATE TABLE activity (
    id           uuid        PRIMARY KEY,
    team_id      uuid        NOT NULL REFERENCES team,
    area         uuid        NOT NULL,
    leader_id    uuid,
    title        text        NOT NULL,
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    seats        integer,
    taken        integer     NOT NULL,
    members_only boolean     NOT NULL,
    state        text        NOT NULL CHECK (state IN ('planned', 'closed', 'cancelled')),
    duty_kind    text,
    duty_id      uuid,
    source       text,
    activity_key text,
    CONSTRAINT activity_lasts CHECK (ends_at > starts_at),
    CONSTRAINT activity_seats CHECK (taken >= 0 AND (seats IS NULL OR taken <= seats)),
    CONSTRAINT activity_of_duty UNIQUE (duty_kind, duty_id),
    CONSTRAINT activity_of_sheet UNIQUE (source, activity_key)
);
CREATE INDEX activity_by_time ON activity (starts_at, id);
CREATE INDEX activity_by_area ON activity (area, starts_at, id);
CREATE INDEX activity_by_team ON activity (team_id, starts_at, id);

CREATE TABLE sign_up (
    id           uuid        PRIMARY KEY,
    activity_id  uuid        NOT NULL REFERENCES activity,
    team_id      uuid        NOT NULL,
    area         uuid        NOT NULL,
    leader_id    uuid,
    person_id    uuid        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('seated', 'waiting', 'attended', 'no_show', 'cancelled')),
    during       tstzrange   NOT NULL,
    signed_up_at timestamptz NOT NULL,
    CONSTRAINT sign_up_no_overlap
        EXCLUDE USING gist (person_id WITH =, during WITH &&) WHERE (state IN ('seated', 'attended'))
);
CREATE UNIQUE INDEX sign_up_once ON sign_up (activity_id, person_id) WHERE state <> 'cancelled';
CREATE INDEX sign_up_by_activity ON sign_up (activity_id, signed_up_at, id);
CREATE INDEX sign_up_by_person ON sign_up (person_id) WHERE state IN ('seated', 'waiting');

CREATE TABLE attendance (
    id            uuid        PRIMARY KEY,
    activity_id   uuid        NOT NULL REFERENCES activity,
    sign_up_id    uuid        NOT NULL REFERENCES sign_up,
    team_id       uuid        NOT NULL,
    area          uuid        NOT NULL,
    leader_id     uuid,
    person_id     uuid        NOT NULL,
    checked_in_at timestamptz NOT NULL,
    walk_in       boolean     NOT NULL,
    CONSTRAINT attendance_once UNIQUE (activity_id, person_id)
);
CREATE INDEX attendance_by_person ON attendance (person_id, checked_in_at, id);
CREATE INDEX attendance_by_leader ON attendance (leader_id, checked_in_at, id);
CREATE INDEX attendance_by_area ON attendance (area, checked_in_at, id);
CREATE INDEX attendance_by_team ON attendance (team_id, checked_in_at, id);

CREATE TABLE check_out (
    attendance_id  uuid        PRIMARY KEY REFERENCES attendance,
    checked_out_at timestamptz NOT NULL
);
"""

HOURS = """
CREATE TABLE served_minutes (
    id         uuid        PRIMARY KEY,
    person_id  uuid        NOT NULL,
    team_id    uuid,
    area       uuid,
    served_on  date        NOT NULL,
    minutes    integer     NOT NULL CHECK ((minutes < 0) = (reverses IS NOT NULL) AND minutes <> 0),
    source     text        NOT NULL CHECK (source IN ('activity', 'shift')),
    source_id  uuid        NOT NULL,
    reverses   uuid        UNIQUE REFERENCES served_minutes,
    reason     text,
    entered_by uuid,
    entered_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX served_minutes_once ON served_minutes (source_id, person_id, source) WHERE reverses IS NULL;
CREATE INDEX served_minutes_by_source ON served_minutes (source_id, person_id);
CREATE INDEX served_minutes_by_person ON served_minutes (person_id, served_on) INCLUDE (minutes, source);
"""

PAIRINGS = """
CREATE TABLE pairing (
    id           uuid    PRIMARY KEY,
    area         uuid    NOT NULL,
    helper_kind  text    NOT NULL CHECK (helper_kind IN ('person', 'unit')),
    helper_id    uuid    NOT NULL,
    helped_kind  text    NOT NULL CHECK (helped_kind IN ('household', 'student')),
    helped_key   text    NOT NULL,
    sealed       bytea,
    subject      text    NOT NULL,
    subject_year integer NOT NULL,
    started_on   date    NOT NULL,
    ended_on     date,
    outcome      text,
    end_reason   text,
    CONSTRAINT pairing_life CHECK (ended_on >= started_on),
    CONSTRAINT pairing_no_overlap
        EXCLUDE USING gist (helper_id WITH =, helped_key WITH =, daterange(started_on, ended_on) WITH &&)
);
CREATE INDEX pairing_by_area ON pairing (area, started_on, id);
CREATE INDEX pairing_by_helped ON pairing (helped_key, started_on);
CREATE INDEX pairing_by_helper ON pairing (helper_id) WHERE ended_on IS NULL;

CREATE TABLE unit (
    unit_id uuid    PRIMARY KEY,
    name    text    NOT NULL,
    area    uuid,
    active  boolean NOT NULL
);
"""

APPEND_ONLY = ("attendance", "check_out", "served_minutes")
TABLES = (
    "unit",
    "pairing",
    "served_minutes",
    "check_out",
    "attendance",
    "sign_up",
    "activity",
    "team_seat",
    "team",
    "volunteer",
)


def upgrade() -> None:
    schema.create(op)
    for script in (VOLUNTEERS, TEAMS, ACTIVITIES, HOURS, PAIRINGS):
        op.execute(script)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change()"
        )


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
