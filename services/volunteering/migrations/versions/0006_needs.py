"""Stations, needs and matches; what the volunteers' register knows of skills, screening, consent and free time; SOS offers."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

NEEDS = """
CREATE TABLE station (
    id        uuid PRIMARY KEY,
    area      uuid NOT NULL,
    name      text NOT NULL,
    kind      text NOT NULL,
    keeper_id uuid,
    opened_on date NOT NULL,
    closed_on date CHECK (closed_on >= opened_on),
    CONSTRAINT station_name_while_open
        EXCLUDE USING gist (area WITH =, name WITH =, daterange(opened_on, closed_on) WITH &&)
);
CREATE INDEX station_by_name ON station (name, id) WHERE closed_on IS NULL;

CREATE TABLE need (
    id          uuid        PRIMARY KEY,
    area        uuid        NOT NULL,
    station_id  uuid        REFERENCES station,
    keeper_id   uuid,
    source      text        NOT NULL CHECK (source IN ('resident', 'matter', 'order', 'visit')),
    source_id   uuid,
    category    text        NOT NULL,
    asker_id    uuid,
    sealed      bytea,
    state       text        NOT NULL CHECK (state IN ('raised', 'accepted', 'matched', 'done', 'closed')),
    result      text,
    raised_at   timestamptz NOT NULL,
    due_at      timestamptz,
    overdue     boolean     NOT NULL,
    starts_at   timestamptz,
    ends_at     timestamptz,
    minutes     integer,
    helper_id   uuid,
    activity_id uuid        REFERENCES activity,
    solution_id uuid,
    CONSTRAINT need_window CHECK (ends_at > starts_at),
    CONSTRAINT need_result CHECK ((state = 'closed') = (result IS NOT NULL)),
    CONSTRAINT need_of_source UNIQUE (source, source_id)
);
CREATE INDEX need_queue ON need (station_id, raised_at, id);
CREATE INDEX need_by_area ON need (area, raised_at, id);
CREATE INDEX need_by_asker ON need (asker_id, raised_at, id);
CREATE INDEX need_by_helper ON need (helper_id, raised_at, id) WHERE helper_id IS NOT NULL;

CREATE TABLE need_step (
    id      uuid        PRIMARY KEY,
    need_id uuid        NOT NULL REFERENCES need,
    step    text        NOT NULL,
    detail  text,
    by      uuid,
    at      timestamptz NOT NULL
);
CREATE INDEX need_step_by_need ON need_step (need_id, at, id);

CREATE TABLE need_match (
    id          uuid        PRIMARY KEY,
    need_id     uuid        NOT NULL REFERENCES need,
    area        uuid        NOT NULL,
    category    text        NOT NULL,
    person_id   uuid        NOT NULL,
    team_id     uuid        NOT NULL REFERENCES team,
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL CHECK (ends_at > starts_at),
    state       text        NOT NULL
        CHECK (state IN ('offered', 'accepted', 'declined', 'withdrawn', 'lapsed', 'absent', 'served')),
    reason      text,
    offered_by  uuid,
    offered_at  timestamptz NOT NULL,
    answered_at timestamptz,
    sign_up_id  uuid        REFERENCES sign_up
);
CREATE UNIQUE INDEX need_match_once ON need_match (need_id, person_id) WHERE state IN ('offered', 'accepted');
CREATE UNIQUE INDEX need_match_one_helper ON need_match (need_id) WHERE state = 'accepted';
CREATE INDEX need_match_by_need ON need_match (need_id, offered_at, id);
CREATE INDEX need_match_by_person ON need_match (person_id, offered_at, id);
CREATE INDEX need_match_by_area ON need_match (area, offered_at, id);
"""

CREDENTIALS = """
ALTER TABLE volunteer ADD COLUMN screened_until date;

CREATE TABLE certificate (
    id           uuid PRIMARY KEY,
    volunteer_id uuid NOT NULL REFERENCES volunteer,
    person_id    uuid NOT NULL,
    area         uuid NOT NULL,
    skill        text NOT NULL,
    issuer       text NOT NULL,
    issued_on    date NOT NULL,
    expires_on   date CHECK (expires_on > issued_on),
    state        text NOT NULL CHECK (state IN ('valid', 'expired', 'revoked')),
    CONSTRAINT certificate_once UNIQUE (volunteer_id, skill, issuer, issued_on)
);
CREATE INDEX certificate_by_person ON certificate (person_id, skill) WHERE state = 'valid';
CREATE INDEX certificate_by_area ON certificate (area, expires_on, id);

CREATE TABLE free_time (
    volunteer_id uuid     NOT NULL REFERENCES volunteer,
    person_id    uuid     NOT NULL,
    weekday      smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    starts       time     NOT NULL,
    ends         time     NOT NULL CHECK (ends > starts),
    PRIMARY KEY (volunteer_id, weekday, starts)
);
CREATE INDEX free_time_by_person ON free_time (person_id, weekday);

CREATE TABLE consent (
    consent_id   uuid PRIMARY KEY,
    person_id    uuid NOT NULL,
    given_on     date NOT NULL,
    withdrawn_on date
);
CREATE INDEX consent_by_person ON consent (person_id) WHERE withdrawn_on IS NULL;
"""

RESPONDERS = """
CREATE TABLE responder_offer (
    id          uuid        PRIMARY KEY,
    sos_id      uuid        NOT NULL,
    area        uuid        NOT NULL,
    ring        integer     NOT NULL,
    person_id   uuid        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('asked', 'offered', 'declined', 'assigned', 'released', 'ended')),
    asked_at    timestamptz NOT NULL,
    CONSTRAINT responder_offer_once UNIQUE (sos_id, person_id)
);
CREATE INDEX responder_offer_by_person ON responder_offer (person_id, asked_at, id);
"""

SCREENED = """
CREATE INDEX CONCURRENTLY volunteer_screened ON volunteer (area, screened_until)
    WHERE retired_on IS NULL AND screened_until IS NOT NULL
"""
"""Made while the running release goes on writing."""


def upgrade() -> None:
    for script in (NEEDS, CREDENTIALS, RESPONDERS):
        op.execute(script)
    op.execute(
        "CREATE TRIGGER need_step_is_append_only BEFORE UPDATE OR DELETE ON need_step "
        "FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change()"
    )
    with op.get_context().autocommit_block():
        op.execute(SCREENED)


def downgrade() -> None:
    for table in (
        "responder_offer",
        "consent",
        "free_time",
        "certificate",
        "need_match",
        "need_step",
        "need",
        "station",
    ):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE volunteer DROP COLUMN screened_until")
