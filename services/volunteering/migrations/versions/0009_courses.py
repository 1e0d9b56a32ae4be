"""Surveys, courses with learners and lessons, and certificates with a number that anybody can check."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

COURSES = """
CREATE TABLE survey (
    id        uuid    PRIMARY KEY,
    area      uuid    NOT NULL,
    title     text    NOT NULL,
    topics    text[]  NOT NULL,
    opened_on date    NOT NULL,
    closes_on date    NOT NULL CHECK (closes_on >= opened_on),
    closed_on date    CHECK (closed_on >= opened_on),
    answered  integer,
    counts    jsonb,
    CONSTRAINT survey_counted CHECK ((closed_on IS NULL) = (counts IS NULL) AND (counts IS NULL) = (answered IS NULL))
);
CREATE INDEX survey_by_area ON survey (area, closes_on, id);
CREATE INDEX survey_by_day ON survey (closes_on, id);

CREATE TABLE survey_answer (
    survey_id  uuid   NOT NULL REFERENCES survey,
    answer_key text   NOT NULL,
    topics     text[] NOT NULL,
    PRIMARY KEY (survey_id, answer_key)
);
CREATE INDEX survey_answer_by_key ON survey_answer (answer_key);

CREATE TABLE course (
    id         uuid    PRIMARY KEY,
    area       uuid    NOT NULL,
    survey_id  uuid    REFERENCES survey,
    series_id  uuid    REFERENCES activity_series,
    topic      text    NOT NULL,
    skill      text    NOT NULL,
    title      text    NOT NULL,
    teacher_id uuid    NOT NULL,
    place      text    NOT NULL,
    places     integer NOT NULL,
    taken      integer NOT NULL,
    enough     integer NOT NULL CHECK (enough > 0),
    opened_on  date    NOT NULL,
    state      text    NOT NULL CHECK (state IN ('open', 'called_off')),
    CONSTRAINT course_places CHECK (taken BETWEEN 0 AND places)
);
CREATE INDEX course_by_area ON course (area, opened_on, id);
CREATE INDEX course_by_day ON course (opened_on, id);
CREATE UNIQUE INDEX course_series_once ON course (series_id) WHERE state = 'open';

CREATE TABLE course_lesson (
    activity_id uuid NOT NULL REFERENCES activity,
    course_id   uuid NOT NULL REFERENCES course,
    CONSTRAINT course_lesson_once PRIMARY KEY (activity_id)
);
CREATE INDEX course_lesson_by_course ON course_lesson (course_id);

CREATE TABLE course_enrolment (
    id          uuid PRIMARY KEY,
    course_id   uuid NOT NULL REFERENCES course,
    area        uuid NOT NULL,
    teacher_id  uuid NOT NULL,
    person_id   uuid,
    state       text NOT NULL CHECK (state IN ('enrolled', 'completed', 'left')),
    enrolled_on date NOT NULL
);
CREATE UNIQUE INDEX course_enrolment_once ON course_enrolment (course_id, person_id) WHERE state <> 'left';
CREATE INDEX course_enrolment_by_course ON course_enrolment (course_id, enrolled_on, id);
CREATE INDEX course_enrolment_by_person ON course_enrolment (person_id);

CREATE TABLE course_presence (
    id           uuid        PRIMARY KEY,
    enrolment_id uuid        NOT NULL REFERENCES course_enrolment,
    activity_id  uuid        NOT NULL REFERENCES activity,
    minutes      integer     NOT NULL CHECK (minutes > 0),
    recorded_by  uuid,
    recorded_at  timestamptz NOT NULL,
    CONSTRAINT course_presence_once UNIQUE (enrolment_id, activity_id)
);
CREATE TABLE course_presence_strike (
    presence_id uuid        PRIMARY KEY REFERENCES course_presence,
    reason      text        NOT NULL,
    struck_by   uuid,
    struck_at   timestamptz NOT NULL
);
"""

CERTIFICATES = """
CREATE TABLE issued_certificate (
    id             uuid    PRIMARY KEY,
    number         text    NOT NULL,
    kind           text    NOT NULL CHECK (kind IN ('course', 'service')),
    person_id      uuid,
    area           uuid    NOT NULL,
    enrolment_id   uuid    REFERENCES course_enrolment,
    title          text,
    first_on       date    NOT NULL,
    last_on        date    NOT NULL CHECK (last_on >= first_on),
    minutes_issued integer NOT NULL CHECK (minutes_issued > 0),
    issued_on      date    NOT NULL,
    withdrawn_on   date    CHECK (withdrawn_on >= issued_on),
    withdrawn_for  text,
    CONSTRAINT issued_certificate_number UNIQUE (number),
    CONSTRAINT issued_certificate_of CHECK ((kind = 'course') = (enrolment_id IS NOT NULL)),
    CONSTRAINT issued_certificate_withdrawn CHECK ((withdrawn_on IS NULL) = (withdrawn_for IS NULL))
);
CREATE UNIQUE INDEX issued_certificate_once ON issued_certificate (enrolment_id) WHERE withdrawn_on IS NULL;
CREATE INDEX issued_certificate_by_person ON issued_certificate (person_id, issued_on, id);
CREATE INDEX issued_certificate_by_area ON issued_certificate (area, issued_on, id);
"""

APPEND_ONLY = ("course_presence", "course_presence_strike")
TABLES = (
    "issued_certificate",
    "course_presence_strike",
    "course_presence",
    "course_enrolment",
    "course_lesson",
    "course",
    "survey_answer",
    "survey",
)


def upgrade() -> None:
    for script in (COURSES, CERTIFICATES):
        op.execute(script)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change()"
        )


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
