"""After-schools, children's places, days and signed pick-ups; what a guardian's consent is for."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

SCHOOLS = """
ALTER TABLE consent ADD COLUMN purpose text NOT NULL DEFAULT 'volunteering';

CREATE TABLE after_school (
    id        uuid      PRIMARY KEY,
    area      uuid      NOT NULL,
    team_id   uuid      NOT NULL REFERENCES team,
    leader_id uuid,
    name      text      NOT NULL,
    weekdays  integer[] NOT NULL,
    closes    time      NOT NULL,
    places    integer   NOT NULL,
    taken     integer   NOT NULL,
    opened_on date      NOT NULL,
    closed_on date      CHECK (closed_on >= opened_on),
    CONSTRAINT after_school_places CHECK (taken BETWEEN 0 AND places)
);
CREATE INDEX after_school_by_name ON after_school (name, id) WHERE closed_on IS NULL;

CREATE TABLE school_place (
    id              uuid      PRIMARY KEY,
    after_school_id uuid      NOT NULL REFERENCES after_school,
    area            uuid      NOT NULL,
    team_id         uuid      NOT NULL,
    leader_id       uuid,
    guardian_id     uuid,
    child_key       text      NOT NULL,
    sealed          bytea,
    subject         text      NOT NULL,
    weekdays        integer[] NOT NULL,
    from_on         date      NOT NULL,
    ended_on        date      CHECK (ended_on >= from_on),
    end_reason      text,
    CONSTRAINT school_place_end CHECK ((ended_on IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX school_place_once ON school_place (child_key) WHERE ended_on IS NULL;
CREATE INDEX school_place_by_school ON school_place (after_school_id, from_on, id);
CREATE INDEX school_place_by_guardian ON school_place (guardian_id, from_on, id);
CREATE INDEX school_place_by_area ON school_place (area, from_on, id);

CREATE TABLE school_day (
    id              uuid        PRIMARY KEY,
    school_place_id uuid        NOT NULL REFERENCES school_place,
    after_school_id uuid        NOT NULL REFERENCES after_school,
    "on"            date        NOT NULL,
    arrived_at      timestamptz NOT NULL,
    checked_in_by   uuid,
    overdue_at      timestamptz,
    picked_up_at    timestamptz CHECK (picked_up_at >= arrived_at),
    CONSTRAINT school_day_once UNIQUE (school_place_id, "on")
);
CREATE INDEX school_day_there ON school_day (after_school_id) WHERE picked_up_at IS NULL;

CREATE TABLE school_pick_up (
    school_day_id  uuid        PRIMARY KEY REFERENCES school_day,
    sealed         bytea       NOT NULL,
    account_id     uuid,
    handed_over_by uuid,
    at             timestamptz NOT NULL
);
"""


def upgrade() -> None:
    op.execute(SCHOOLS)
    op.execute(
        "CREATE TRIGGER school_pick_up_is_append_only BEFORE UPDATE OR DELETE ON school_pick_up "
        "FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change()"
    )


def downgrade() -> None:
    for table in ("school_pick_up", "school_day", "school_place", "after_school"):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE consent DROP COLUMN purpose")
