"""Mentorships (帮教)."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"

MENTORSHIPS = """
CREATE TABLE mentorship (
    id           uuid PRIMARY KEY,
    told_as      uuid NOT NULL UNIQUE,
    area         uuid NOT NULL,
    helper_id    uuid,
    officer_id   uuid,
    helped_key   text NOT NULL,
    sealed       bytea,
    subject      text NOT NULL,
    subject_year integer NOT NULL,
    started_on   date NOT NULL,
    ended_on     date CHECK (ended_on >= started_on)
);
CREATE INDEX mentorship_by_helper ON mentorship (helper_id, started_on, id);
CREATE INDEX mentorship_by_officer ON mentorship (officer_id, started_on, id);
CREATE INDEX mentorship_by_helped ON mentorship (helped_key, started_on);
"""


def upgrade() -> None:
    op.execute(MENTORSHIPS)


def downgrade() -> None:
    op.execute("DROP TABLE mentorship")
