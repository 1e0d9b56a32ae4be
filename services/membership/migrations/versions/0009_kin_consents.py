"""Who acts for whom, and what people consented to."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE kin_link (
    link_id      uuid    PRIMARY KEY,
    person_id    uuid    NOT NULL REFERENCES person,
    kin_id       uuid    NOT NULL REFERENCES person CHECK (kin_id <> person_id),
    area_id      uuid    NOT NULL REFERENCES area,
    kind         text    NOT NULL CHECK (kind IN ('guardian', 'family')),
    state        text    NOT NULL CHECK (state IN ('asked', 'confirmed', 'ended')),
    asked_by     uuid,
    paper        text,
    asked_on     date    NOT NULL,
    confirmed_on date    CHECK (state <> 'confirmed' OR confirmed_on IS NOT NULL),
    ended_on     date    CHECK ((ended_on IS NULL) = (state <> 'ended')),
    end_reason   text    CHECK ((end_reason IS NULL) = (state <> 'ended')),
    version      integer NOT NULL,
    CHECK (confirmed_on IS NULL OR paper IS NOT NULL OR (kind = 'family' AND asked_by IS NOT NULL))
);
CREATE UNIQUE INDEX kin_linked_once ON kin_link (person_id, kin_id, kind) WHERE state <> 'ended';
CREATE INDEX kin_link_of_kin ON kin_link (kin_id);
CREATE INDEX kin_link_by_day ON kin_link (asked_on DESC, link_id DESC);

CREATE TABLE consent (
    consent_id   uuid    PRIMARY KEY,
    person_id    uuid    NOT NULL REFERENCES person,
    area_id      uuid    NOT NULL REFERENCES area,
    purpose      text    NOT NULL,
    text_version integer NOT NULL,
    given_by     text    NOT NULL CHECK (given_by IN ('self', 'guardian', 'paper')),
    guardian_id  uuid,
    paper        text    CHECK ((paper IS NULL) = (given_by <> 'paper')),
    given_on     date    NOT NULL,
    withdrawn_on date    CHECK (withdrawn_on >= given_on),
    version      integer NOT NULL
);
CREATE UNIQUE INDEX consent_in_force_once ON consent (person_id, purpose) WHERE withdrawn_on IS NULL;
CREATE INDEX consent_by_day ON consent (given_on DESC, consent_id DESC);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in ("consent", "kin_link"):
        op.execute(f"DROP TABLE {table}")
