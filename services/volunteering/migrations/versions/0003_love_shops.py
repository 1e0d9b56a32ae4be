"""Love supermarkets: goods by batch, counted by movements that are only added; reservations; sealed entitlements.

What is left of a batch follows from its movements, in the statement that adds them; nothing else can write it.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

SHOPS = """
CREATE TABLE love_shop (
    id        uuid    PRIMARY KEY,
    area      uuid    NOT NULL,
    name      text    NOT NULL,
    kind      text    NOT NULL CHECK (kind IN ('shop', 'desk')),
    opened_on date    NOT NULL,
    closed_on date,
    version   integer NOT NULL,
    CONSTRAINT love_shop_life CHECK (closed_on >= opened_on)
);
CREATE UNIQUE INDEX love_shop_name_while_open ON love_shop (area, name) WHERE closed_on IS NULL;
CREATE INDEX love_shop_by_name ON love_shop (name, id);

CREATE TABLE shop_stock (
    id           uuid    PRIMARY KEY,
    shop_id      uuid    NOT NULL REFERENCES love_shop,
    area         uuid    NOT NULL,
    code         text    NOT NULL,
    name         text    NOT NULL,
    unit         text    NOT NULL,
    minutes_each integer NOT NULL CHECK (minutes_each >= 0),
    wanted       integer NOT NULL CHECK (wanted >= 0),
    version      integer NOT NULL,
    CONSTRAINT shop_stock_once UNIQUE (shop_id, code)
);

CREATE TABLE stock_batch (
    id             uuid    PRIMARY KEY,
    stock_id       uuid    NOT NULL REFERENCES shop_stock,
    shop_id        uuid    NOT NULL REFERENCES love_shop,
    area           uuid    NOT NULL,
    number         integer NOT NULL CHECK (number > 0),
    "left"         integer NOT NULL DEFAULT 0,
    reserved       integer NOT NULL DEFAULT 0,
    value_fen_each bigint  NOT NULL CHECK (value_fen_each >= 0),
    best_before    date,
    donor_kind     text    NOT NULL CHECK (donor_kind IN ('person', 'unit', 'anonymous')),
    donor_id       uuid,
    received_on    date    NOT NULL,
    CONSTRAINT stock_batch_not_below_zero CHECK ("left" >= 0 AND reserved >= 0),
    CONSTRAINT stock_batch_reserved_is_there CHECK (reserved <= "left"),
    CONSTRAINT stock_batch_names_donor CHECK ((donor_kind = 'anonymous') = (donor_id IS NULL))
);
CREATE INDEX stock_batch_left ON stock_batch (stock_id, best_before, received_on, id) WHERE "left" > 0;
CREATE INDEX stock_batch_by_day ON stock_batch (stock_id, received_on, id);
CREATE INDEX stock_batch_by_best_before ON stock_batch (best_before) WHERE "left" > 0;
"""

REDEMPTIONS = """
CREATE TABLE reservation (
    id          uuid        PRIMARY KEY,
    shop_id     uuid        NOT NULL REFERENCES love_shop,
    area        uuid        NOT NULL,
    person_id   uuid,
    helped_key  text,
    items       integer     NOT NULL CHECK (items > 0),
    minutes     integer     NOT NULL CHECK (minutes >= 0),
    value_fen   bigint      NOT NULL CHECK (value_fen >= 0),
    state       text        NOT NULL CHECK (state IN ('reserved', 'handed_over', 'cancelled', 'expired')),
    reserved_at timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    settled_at  timestamptz,
    version     integer     NOT NULL,
    CONSTRAINT reservation_is_of_one CHECK ((person_id IS NULL) = (helped_key IS NOT NULL)),
    CONSTRAINT reservation_settles CHECK ((state = 'reserved') = (settled_at IS NULL))
);
CREATE INDEX reservation_by_area ON reservation (area, reserved_at, id);
CREATE INDEX reservation_by_person ON reservation (person_id, reserved_at, id) WHERE person_id IS NOT NULL;
CREATE INDEX reservation_by_helped ON reservation (helped_key, reserved_at) WHERE helped_key IS NOT NULL;
CREATE INDEX reservation_waiting ON reservation (shop_id) WHERE state = 'reserved';

CREATE TABLE reserved_goods (
    reservation_id uuid    NOT NULL REFERENCES reservation,
    batch_id       uuid    NOT NULL REFERENCES stock_batch,
    stock_id       uuid    NOT NULL REFERENCES shop_stock,
    number         integer NOT NULL CHECK (number > 0),
    PRIMARY KEY (reservation_id, batch_id)
);

CREATE TABLE entitlement (
    id          uuid    PRIMARY KEY,
    area        uuid    NOT NULL,
    helped_key  text    NOT NULL,
    sealed      bytea,
    state       text    NOT NULL CHECK (state IN ('proposed', 'approved', 'ended')),
    valid_from  date    NOT NULL,
    valid_until date    NOT NULL,
    proposed_by uuid,
    decided_by  uuid,
    version     integer NOT NULL,
    CONSTRAINT entitlement_life CHECK (valid_until >= valid_from),
    CONSTRAINT entitlement_no_overlap
        EXCLUDE USING gist (helped_key WITH =, area WITH =, daterange(valid_from, valid_until, '[]') WITH &&)
        WHERE (state <> 'ended')
);
CREATE INDEX entitlement_by_area ON entitlement (area, valid_from, id);
CREATE INDEX entitlement_by_helped ON entitlement (helped_key);
"""

MOVEMENTS = """
CREATE TABLE stock_movement (
    id             bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    batch_id       uuid        NOT NULL REFERENCES stock_batch,
    kind           text        NOT NULL CHECK (kind IN ('received', 'issued', 'written_off', 'counted', 'struck')),
    number         integer     NOT NULL CHECK (number <> 0),
    reason         text,
    reservation_id uuid        REFERENCES reservation,
    moved_at       timestamptz NOT NULL,
    moved_by       uuid,
    CONSTRAINT stock_movement_goes_one_way
        CHECK (kind = 'counted' OR (number > 0) = (kind = 'received')),
    CONSTRAINT stock_movement_issues_a_reservation CHECK ((kind = 'issued') = (reservation_id IS NOT NULL)),
    CONSTRAINT stock_movement_issued_once UNIQUE (reservation_id, batch_id)
);
CREATE INDEX stock_movement_by_batch ON stock_movement (batch_id, id);

CREATE FUNCTION keep_stock_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE stock_batch b
       SET "left" = b."left" + m.number, reserved = b.reserved + m.issued
      FROM (SELECT batch_id, sum(number) AS number, coalesce(sum(number) FILTER (WHERE kind = 'issued'), 0) AS issued
              FROM added GROUP BY batch_id) m
     WHERE b.id = m.batch_id;
    RETURN NULL;
END $$;
CREATE TRIGGER stock_movement_keeps_left AFTER INSERT ON stock_movement
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_stock_left();
CREATE TRIGGER stock_movement_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_movement
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();
CREATE TRIGGER stock_batch_follows_movements BEFORE UPDATE OF number, "left", value_fen_each ON stock_batch
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION runtime.refuse_change();
CREATE TRIGGER stock_batch_stays BEFORE DELETE OR TRUNCATE ON stock_batch
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();
"""

TABLES = ("stock_movement", "entitlement", "reserved_goods", "reservation", "stock_batch", "shop_stock", "love_shop")


def upgrade() -> None:
    for script in (SHOPS, REDEMPTIONS, MOVEMENTS):
        op.execute(script)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION keep_stock_left")
