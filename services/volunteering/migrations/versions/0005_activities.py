"""Parts, series, swaps and outputs of activities, ways of checking in, cadences met, enrolments of volunteers.

Only additions: what the release before reads and writes stays as it was.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

VOLUNTEERS = """
ALTER TABLE volunteer ADD COLUMN enrolment_id uuid;
"""

ACTIVITIES = """
CREATE TABLE activity_series (
    id            uuid    PRIMARY KEY,
    team_id       uuid    NOT NULL REFERENCES team,
    area          uuid    NOT NULL,
    leader_id     uuid,
    title         text    NOT NULL,
    rule          text    NOT NULL,
    first_on      date    NOT NULL,
    starts        time    NOT NULL,
    minutes       integer NOT NULL CHECK (minutes > 0),
    seats         integer,
    members_only  boolean NOT NULL,
    programme     text,
    ended_on      date,
    planned_until date    NOT NULL
);
CREATE INDEX activity_series_by_area ON activity_series (area, first_on, id) WHERE ended_on IS NULL;
CREATE INDEX activity_series_by_team ON activity_series (team_id, first_on, id) WHERE ended_on IS NULL;
CREATE INDEX activity_series_to_plan ON activity_series (planned_until) WHERE ended_on IS NULL;

ALTER TABLE activity ADD COLUMN programme text;
ALTER TABLE activity ADD COLUMN series_id uuid;
ALTER TABLE activity ADD CONSTRAINT activity_series_id_fkey
    FOREIGN KEY (series_id) REFERENCES activity_series NOT VALID;

CREATE TABLE activity_part (
    id          uuid        PRIMARY KEY,
    activity_id uuid        NOT NULL REFERENCES activity,
    name        text        NOT NULL,
    skill       text,
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    seats       integer     NOT NULL,
    taken       integer     NOT NULL,
    CONSTRAINT activity_part_lasts CHECK (ends_at > starts_at),
    CONSTRAINT activity_part_seats CHECK (taken BETWEEN 0 AND seats)
);
CREATE INDEX activity_part_by_activity ON activity_part (activity_id, starts_at, id);

ALTER TABLE sign_up ADD COLUMN part_id uuid;
ALTER TABLE sign_up ADD CONSTRAINT sign_up_part_id_fkey FOREIGN KEY (part_id) REFERENCES activity_part NOT VALID;
ALTER TABLE sign_up ADD COLUMN late boolean NOT NULL DEFAULT false;
ALTER TABLE attendance ADD COLUMN way text NOT NULL DEFAULT 'keeper';
ALTER TABLE attendance ADD CONSTRAINT attendance_way CHECK (way IN ('code', 'keeper', 'offline', 'sheet')) NOT VALID;

CREATE TABLE swap (
    id          uuid        PRIMARY KEY,
    offered_id  uuid        NOT NULL REFERENCES sign_up,
    wanted_id   uuid        NOT NULL REFERENCES sign_up,
    proposer_id uuid        NOT NULL,
    asked_id    uuid        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined')),
    proposed_at timestamptz NOT NULL,
    CONSTRAINT swap_of_two CHECK (proposer_id <> asked_id)
);
CREATE UNIQUE INDEX swap_once ON swap (offered_id, wanted_id) WHERE state = 'proposed';
CREATE INDEX swap_by_proposer ON swap (proposer_id, proposed_at, id);
CREATE INDEX swap_by_asked ON swap (asked_id, proposed_at, id);

CREATE TABLE activity_output (
    id          uuid        PRIMARY KEY,
    activity_id uuid        NOT NULL REFERENCES activity,
    unit        text        NOT NULL,
    number      integer     NOT NULL CHECK (number > 0),
    recorded_by uuid,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX activity_output_by_activity ON activity_output (activity_id, recorded_at, id);
CREATE TABLE output_strike (
    output_id uuid        PRIMARY KEY REFERENCES activity_output,
    reason    text        NOT NULL,
    struck_by uuid,
    struck_at timestamptz NOT NULL
);
"""

CADENCES = """
CREATE TABLE cadence_standing (
    id         uuid    PRIMARY KEY,
    cadence    text    NOT NULL,
    subject_id uuid    NOT NULL,
    first_day  date    NOT NULL,
    CONSTRAINT cadence_standing_once UNIQUE (cadence, subject_id, first_day)
);
"""

ON_LARGE_TABLES = (
    "CREATE UNIQUE INDEX CONCURRENTLY activity_of_series ON activity (series_id, starts_at)",
    "CREATE INDEX CONCURRENTLY activity_by_programme ON activity (programme, starts_at, id) WHERE programme IS NOT NULL",
)
"""Made while the running release goes on writing."""

APPEND_ONLY = ("activity_output", "output_strike")


def upgrade() -> None:
    for script in (VOLUNTEERS, ACTIVITIES, CADENCES):
        op.execute(script)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change()"
        )
    with op.get_context().autocommit_block():
        for index in ON_LARGE_TABLES:
            op.execute(index)


def downgrade() -> None:
    for table in ("cadence_standing", "output_strike", "activity_output", "swap"):
        op.execute(f"DROP TABLE {table}")
    op.execute("""
        ALTER TABLE attendance DROP COLUMN way;
        ALTER TABLE sign_up DROP COLUMN late, DROP COLUMN part_id;
        DROP TABLE activity_part;
        ALTER TABLE activity DROP COLUMN series_id, DROP COLUMN programme;
        DROP TABLE activity_series;
        ALTER TABLE volunteer DROP COLUMN enrolment_id;
    """)
