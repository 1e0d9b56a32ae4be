"""Good deeds, contests and nominations."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

DEEDS = """
CREATE TABLE deed (
    id           uuid PRIMARY KEY,
    area         uuid NOT NULL,
    board        text NOT NULL,
    teller_id    uuid,
    doer_id      uuid,
    sealed       bytea,
    story        text,
    state        text NOT NULL CHECK (state IN ('told', 'agreed', 'declined', 'published', 'taken_down')),
    reason       text,
    told_on      date NOT NULL,
    published_on date CHECK (published_on >= told_on),
    CONSTRAINT deed_told_to_all CHECK ((state = 'published') = (story IS NOT NULL))
);
CREATE INDEX deed_by_area ON deed (area, told_on, id);
CREATE INDEX deed_by_teller ON deed (teller_id, told_on, id);
CREATE INDEX deed_by_doer ON deed (doer_id, told_on, id);
CREATE INDEX deed_on_board ON deed (area, published_on, id) WHERE state = 'published';

CREATE TABLE contest (
    id             uuid    PRIMARY KEY,
    area           uuid    NOT NULL,
    board          text    NOT NULL,
    season         text    NOT NULL,
    title          text    NOT NULL,
    winners        integer NOT NULL CHECK (winners > 0),
    seconds_needed integer NOT NULL,
    state          text    NOT NULL CHECK (state IN ('open', 'shortlisted', 'voting', 'decided')),
    opened_on      date    NOT NULL,
    decided_on     date,
    CONSTRAINT contest_season UNIQUE (area, board, season),
    CONSTRAINT contest_decided CHECK ((state = 'decided') = (decided_on IS NOT NULL))
);
CREATE INDEX contest_by_day ON contest (opened_on, id);

CREATE TABLE nomination (
    id           uuid    PRIMARY KEY,
    contest_id   uuid    NOT NULL REFERENCES contest,
    area         uuid    NOT NULL,
    kind         text    NOT NULL CHECK (kind IN ('person', 'household')),
    nominee_id   uuid,
    nominator_id uuid,
    seconds      integer NOT NULL CHECK (seconds >= 0),
    accepted     boolean NOT NULL,
    votes        integer,
    state        text    NOT NULL CHECK (state IN ('nominated', 'shortlisted', 'left_out', 'won', 'lost')),
    nominated_on date    NOT NULL,
    CONSTRAINT nomination_once UNIQUE (contest_id, nominee_id)
);
CREATE INDEX nomination_by_nominee ON nomination (nominee_id);
CREATE INDEX nomination_by_nominator ON nomination (nominator_id);

CREATE TABLE nomination_second (
    nomination_id uuid NOT NULL REFERENCES nomination,
    second_key    text NOT NULL,
    PRIMARY KEY (nomination_id, second_key)
);
"""


def upgrade() -> None:
    op.execute(DEEDS)


def downgrade() -> None:
    for table in ("nomination_second", "nomination", "contest", "deed"):
        op.execute(f"DROP TABLE {table}")
