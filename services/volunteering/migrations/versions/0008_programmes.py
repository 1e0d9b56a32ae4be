"""Places of programmes, campaigns, prizes, and camps with their places and guardians' consents.

Only additions: what the release before reads and writes stays as it was.
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

PROGRAMMES = """
CREATE TABLE site (
    id        uuid PRIMARY KEY,
    area      uuid NOT NULL,
    name      text NOT NULL,
    kind      text NOT NULL,
    programme text NOT NULL,
    opened_on date NOT NULL,
    closed_on date CHECK (closed_on >= opened_on)
);
CREATE UNIQUE INDEX site_name_while_open ON site (area, name) WHERE closed_on IS NULL;
CREATE INDEX site_by_name ON site (name, id) WHERE closed_on IS NULL;

CREATE TABLE campaign (
    id           uuid PRIMARY KEY,
    area         uuid NOT NULL,
    title        text NOT NULL,
    programme    text NOT NULL,
    first_on     date NOT NULL,
    last_on      date NOT NULL CHECK (last_on >= first_on),
    concluded_on date CHECK (concluded_on > last_on),
    withdrawn_on date CHECK (withdrawn_on IS NULL OR concluded_on IS NULL),
    CONSTRAINT campaign_no_overlap
        EXCLUDE USING gist (area WITH =, programme WITH =, daterange(first_on, last_on, '[]') WITH &&)
        WHERE (withdrawn_on IS NULL)
);
CREATE INDEX campaign_by_first_day ON campaign (first_on, id);

CREATE TABLE prize (
    id          uuid        PRIMARY KEY,
    activity_id uuid        NOT NULL REFERENCES activity,
    area        uuid        NOT NULL,
    title       text        NOT NULL,
    level       text        NOT NULL,
    winners     integer     NOT NULL CHECK (winners > 0),
    evidence    text        NOT NULL,
    recorded_by uuid,
    recorded_at timestamptz NOT NULL,
    struck_for  text,
    struck_by   uuid,
    struck_at   timestamptz,
    CONSTRAINT prize_struck_with_a_reason CHECK ((struck_for IS NULL) = (struck_at IS NULL))
);
CREATE UNIQUE INDEX prize_once_for_its_evidence ON prize (area, evidence) WHERE struck_at IS NULL;
CREATE INDEX prize_by_activity ON prize (activity_id, recorded_at, id);
CREATE TRIGGER prize_stays BEFORE DELETE OR TRUNCATE OR UPDATE OF
    activity_id, area, title, level, winners, evidence, recorded_by, recorded_at ON prize
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();
"""

CAMPS = """
CREATE TABLE camp (
    id        uuid    PRIMARY KEY,
    team_id   uuid    NOT NULL REFERENCES team,
    area      uuid    NOT NULL,
    leader_id uuid,
    title     text    NOT NULL,
    programme text    NOT NULL,
    first_on  date    NOT NULL,
    last_on   date    NOT NULL CHECK (last_on >= first_on),
    places    integer NOT NULL CHECK (places > 0),
    taken     integer NOT NULL CHECK (taken BETWEEN 0 AND places),
    state     text    NOT NULL CHECK (state IN ('planned', 'closed', 'called_off'))
);
CREATE INDEX camp_by_first_day ON camp (first_on, id);

CREATE TABLE camp_place (
    id          uuid PRIMARY KEY,
    camp_id     uuid NOT NULL REFERENCES camp,
    team_id     uuid NOT NULL,
    area        uuid NOT NULL,
    leader_id   uuid,
    person_id   uuid,
    consent     text NOT NULL CHECK (consent IN ('guardian', 'on_file')),
    enrolled_on date NOT NULL,
    given_up_on date CHECK (given_up_on >= enrolled_on)
);
CREATE UNIQUE INDEX camp_place_once ON camp_place (camp_id, person_id) WHERE given_up_on IS NULL;
CREATE INDEX camp_place_by_camp ON camp_place (camp_id, enrolled_on, id);
CREATE INDEX camp_place_by_person ON camp_place (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE camp_consent (
    consent_id   uuid PRIMARY KEY,
    person_id    uuid NOT NULL,
    given_on     date NOT NULL,
    withdrawn_on date
);
CREATE INDEX camp_consent_by_person ON camp_consent (person_id) WHERE withdrawn_on IS NULL;

CREATE TABLE camp_day (
    place_id uuid NOT NULL REFERENCES camp_place,
    held_on  date NOT NULL,
    PRIMARY KEY (place_id, held_on)
);
CREATE TRIGGER camp_day_is_append_only BEFORE UPDATE OR DELETE ON camp_day
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();
"""


def upgrade() -> None:
    for script in (PROGRAMMES, CAMPS):
        op.execute(script)


def downgrade() -> None:
    for table in ("camp_day", "camp_consent", "camp_place", "camp", "prize", "campaign", "site"):
        op.execute(f"DROP TABLE {table}")
