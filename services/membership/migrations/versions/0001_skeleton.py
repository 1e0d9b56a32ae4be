"""Areas, people, organisations, accounts, packs, posts, claims, pledges and evidence."""

from __future__ import annotations

from alembic import op

from runtime import schema

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE SEQUENCE area_number AS bigint;

-- The grid. Names and codes of now; all of them, dated, in area_name. `path` is made of numbers, which never change.
CREATE TABLE area (
    area_id     uuid    PRIMARY KEY,
    number      bigint  NOT NULL CONSTRAINT area_number_key UNIQUE,
    path        ltree   NOT NULL,
    parent_id   uuid,
    parent_kind text,
    kind        text    NOT NULL,
    name        text    COLLATE "C" NOT NULL,
    code        text,
    valid_from  date    NOT NULL,
    valid_to    date,
    version     integer NOT NULL,
    UNIQUE (area_id, kind),
    CONSTRAINT area_under_parent FOREIGN KEY (parent_id, parent_kind) REFERENCES area (area_id, kind),
    CONSTRAINT area_kinds_in_order CHECK (
        (parent_id IS NULL AND parent_kind IS NULL AND kind = 'city')
        OR array_position(ARRAY['city','district','street','community','estate','building','household'], parent_kind)
         < array_position(ARRAY['city','district','street','community','estate','building','household'], kind)
    ),
    CONSTRAINT area_code_of_kind CHECK (
        code IS NULL OR code ~ CASE kind WHEN 'city' THEN '^[0-9]{4}0{8}$' WHEN 'district' THEN '^[0-9]{6}0{6}$'
                                         WHEN 'street' THEN '^[0-9]{9}0{3}$' WHEN 'community' THEN '^[0-9]{12}$'
                                         ELSE '^$' END
    ),
    CONSTRAINT area_path_ends_with_number CHECK (subpath(path, -1) = CAST(number::text AS ltree)),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE UNIQUE INDEX area_name_among_siblings ON area (parent_id, name) NULLS NOT DISTINCT WHERE valid_to IS NULL;
CREATE INDEX area_by_path ON area USING gist (path);
CREATE INDEX area_by_kind ON area (kind, number);
CREATE INDEX area_by_parent ON area (parent_id, number);

CREATE TABLE area_name (
    area_id    uuid NOT NULL REFERENCES area DEFERRABLE INITIALLY DEFERRED,
    valid_from date NOT NULL,
    valid_to   date,
    name       text COLLATE "C" NOT NULL,
    code       text,
    PRIMARY KEY (area_id, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT area_one_name_a_day EXCLUDE USING gist (area_id WITH =, daterange(valid_from, valid_to) WITH &&)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT area_code_in_force EXCLUDE USING gist
        (code WITH =, area_id WITH <>, daterange(valid_from, valid_to) WITH &&) WHERE (code IS NOT NULL)
);
CREATE INDEX area_by_name ON area_name (name, area_id);

-- People. What is sealed opens only with the person's key in runtime.person_key.
CREATE TABLE person (
    person_id       uuid    PRIMARY KEY,
    name            text    NOT NULL,
    sort_key        text    COLLATE "C" NOT NULL,
    home_area       uuid    NOT NULL REFERENCES area DEFERRABLE INITIALLY DEFERRED,
    phone_sealed    bytea,
    identity_sealed bytea,
    identity_hash   text    CONSTRAINT person_identity_once UNIQUE,
    birth_date      date,
    minor           boolean NOT NULL,
    party_member    boolean NOT NULL,
    registered_on   date    NOT NULL,
    stay_id         uuid    NOT NULL,
    stay_since      date    NOT NULL,
    died_on         date,
    version         integer NOT NULL,
    CHECK ((identity_sealed IS NULL) = (identity_hash IS NULL))
);
CREATE INDEX person_by_home ON person (home_area);
CREATE INDEX person_by_sort_key ON person (sort_key, person_id);
CREATE INDEX person_minors ON person (birth_date) WHERE minor;

-- Derived from names and written set by set beside their rows: a foreign key would only check a dozen times a person.
CREATE TABLE person_search (
    person_id uuid NOT NULL,
    key       text COLLATE "C" NOT NULL,
    PRIMARY KEY (key, person_id)
);
CREATE INDEX person_search_by_person ON person_search (person_id);

CREATE TABLE organisation (
    organisation_id uuid    PRIMARY KEY,
    area_id         uuid    NOT NULL REFERENCES area,
    parent_id       uuid    REFERENCES organisation,
    kind            text    NOT NULL,
    name            text    COLLATE "C" NOT NULL,
    founded_on      date    NOT NULL,
    version         integer NOT NULL,
    CONSTRAINT organisation_name_in_area UNIQUE (area_id, name)
);
CREATE INDEX organisation_by_parent ON organisation (parent_id);
CREATE INDEX organisation_by_name ON organisation (name, organisation_id);

-- Replica of cobuilding's units.
CREATE TABLE unit (
    unit_id uuid    PRIMARY KEY,
    area_id uuid,
    name    text    NOT NULL,
    kind    text    NOT NULL,
    active  boolean NOT NULL
);

CREATE TABLE account (
    account_id    uuid        PRIMARY KEY,
    username      text        COLLATE "C" NOT NULL CONSTRAINT account_username_key UNIQUE,
    password_hash text        NOT NULL,
    person_id     uuid        REFERENCES person DEFERRABLE INITIALLY DEFERRED,
    area_id       uuid        NOT NULL REFERENCES area DEFERRABLE INITIALLY DEFERRED,
    opened_at     timestamptz NOT NULL,
    closed_at     timestamptz
);
CREATE UNIQUE INDEX account_of_person ON account (person_id) WHERE closed_at IS NULL;
CREATE INDEX account_by_area ON account (area_id);

CREATE TABLE account_grant (
    grant_id   uuid        PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES account DEFERRABLE INITIALLY DEFERRED,
    role       text        NOT NULL,
    kind       text        NOT NULL,
    scope      uuid        NOT NULL,
    area_id    uuid        NOT NULL,
    given_by   uuid,
    given_at   timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX grant_in_force ON account_grant (account_id, role, kind, scope) WHERE revoked_at IS NULL;

CREATE TABLE sign_in_failures (
    username     text        COLLATE "C" PRIMARY KEY,
    failures     integer     NOT NULL,
    last_at      timestamptz NOT NULL,
    locked_until timestamptz
);

CREATE TABLE session (
    session_id uuid        PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES account DEFERRABLE INITIALLY DEFERRED,
    begun_at   timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX session_running ON session (account_id) WHERE ended_at IS NULL;
CREATE INDEX session_by_end ON session (expires_at);

CREATE TABLE refresh_token (
    token_hash bytea       PRIMARY KEY,
    session_id uuid        NOT NULL REFERENCES session DEFERRABLE INITIALLY DEFERRED,
    spent_at   timestamptz
);
CREATE INDEX refresh_token_by_session ON refresh_token (session_id);

CREATE TABLE pack_assignment (
    assignment_id uuid PRIMARY KEY,
    area_id       uuid NOT NULL REFERENCES area,
    pack          text NOT NULL,
    version       text NOT NULL,
    valid_from    date NOT NULL,
    CONSTRAINT pack_from_day UNIQUE (area_id, valid_from)
);

CREATE TABLE post (
    post_id   uuid  PRIMARY KEY,
    area_id   uuid  NOT NULL REFERENCES area,
    template  text  NOT NULL,
    title     text  COLLATE "C" NOT NULL,
    level     text  NOT NULL CHECK (level IN ('organisation', 'personal')),
    duties    jsonb NOT NULL,
    evidence  jsonb NOT NULL,
    set_up_on date  NOT NULL,
    CONSTRAINT post_title_in_area UNIQUE (area_id, template, title)
);
CREATE INDEX post_by_title ON post (title, post_id);

-- Who holds a post. Nobody holds the same one twice on one day.
CREATE TABLE claim (
    claim_id    uuid PRIMARY KEY,
    post_id     uuid NOT NULL REFERENCES post DEFERRABLE INITIALLY DEFERRED,
    area_id     uuid NOT NULL,
    template    text NOT NULL,
    level       text NOT NULL,
    person_id   uuid REFERENCES person,
    unit_id     uuid REFERENCES unit,
    claimed_on  date NOT NULL,
    released_on date CHECK (released_on >= claimed_on),
    reason      text,
    pledge_id   uuid,
    pledged_on  date,
    CHECK (num_nonnulls(person_id, unit_id) = 1),
    CHECK ((person_id IS NULL) = (level = 'organisation')),
    CHECK ((released_on IS NULL) = (reason IS NULL)),
    CONSTRAINT claim_by_person_once EXCLUDE USING gist
        (post_id WITH =, person_id WITH =, daterange(claimed_on, released_on) WITH &&) WHERE (person_id IS NOT NULL),
    CONSTRAINT claim_by_unit_once EXCLUDE USING gist
        (post_id WITH =, unit_id WITH =, daterange(claimed_on, released_on) WITH &&) WHERE (unit_id IS NOT NULL)
);
CREATE INDEX claim_by_post ON claim (post_id) WHERE released_on IS NULL;
CREATE INDEX claim_by_person ON claim (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX claim_by_unit ON claim (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX claim_by_area ON claim (area_id);
CREATE INDEX claim_by_day ON claim (claimed_on, claim_id);

CREATE TABLE pledge (
    pledge_id     uuid    PRIMARY KEY,
    claim_id      uuid    NOT NULL REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    post_id       uuid    NOT NULL REFERENCES post DEFERRABLE INITIALLY DEFERRED,
    area_id       uuid    NOT NULL,
    person_id     uuid,
    unit_id       uuid,
    period        text    NOT NULL,
    text          text    NOT NULL,
    facts         jsonb   NOT NULL,
    masked        boolean NOT NULL,
    published_on  date    NOT NULL,
    due_on        date    NOT NULL CHECK (due_on >= published_on),
    overdue_since date,
    ended_on      date,
    CONSTRAINT pledge_once_a_period UNIQUE (claim_id, period)
);
CREATE INDEX pledge_by_person ON pledge (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX pledge_by_area ON pledge (area_id);
CREATE INDEX pledge_by_day ON pledge (published_on, pledge_id);
CREATE INDEX pledge_overdue ON pledge (published_on, pledge_id) WHERE overdue_since IS NOT NULL AND ended_on IS NULL;

-- What other services told of people, and what of it counts for a pledge. Append-only.
CREATE TABLE heard_fact (
    fact        text    NOT NULL,
    source_id   uuid    NOT NULL,
    person_id   uuid    NOT NULL,
    day         date    NOT NULL,
    minutes     integer NOT NULL,
    reversed_at timestamptz,
    PRIMARY KEY (source_id, person_id, fact)
);
CREATE INDEX heard_fact_by_person ON heard_fact (person_id, day);

CREATE TABLE evidence (
    pledge_id   uuid        NOT NULL REFERENCES pledge,
    fact        text        NOT NULL,
    source_id   uuid        NOT NULL,
    reversal    boolean     NOT NULL,
    day         date        NOT NULL,
    minutes     integer     NOT NULL CHECK ((minutes <= 0) = reversal OR minutes = 0),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (pledge_id, source_id, fact, reversal)
);
CREATE INDEX evidence_by_source ON evidence (source_id);
CREATE TRIGGER evidence_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();
"""


def upgrade() -> None:
    schema.create(op)
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    raise NotImplementedError("the first migration has nothing below it; drop the database instead")
