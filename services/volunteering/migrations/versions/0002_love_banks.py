"""Love banks: a double-entry ledger of minutes that cannot lie.

Postings and entries are only ever added. Each statement that adds entries must sum to zero per posting and bank, and moves
the balances of the accounts and lots it names; balances cannot be written otherwise, nor fall below zero.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

BANKS = """
CREATE TABLE love_bank (
    id          uuid PRIMARY KEY,
    area        uuid NOT NULL,
    own_account uuid NOT NULL UNIQUE,
    opened_on   date NOT NULL,
    CONSTRAINT love_bank_once UNIQUE (area)
);

CREATE TABLE bank_account (
    id        uuid    PRIMARY KEY,
    bank_id   uuid    NOT NULL REFERENCES love_bank,
    area      uuid    NOT NULL,
    person_id uuid,
    savings   bigint  NOT NULL DEFAULT 0,
    held      bigint  NOT NULL DEFAULT 0,
    owed      bigint  NOT NULL DEFAULT 0,
    follows   uuid    REFERENCES bank_account,
    CONSTRAINT bank_account_savings_not_below_zero CHECK (savings >= 0),
    CONSTRAINT bank_account_held_not_below_zero CHECK (held >= 0),
    CONSTRAINT bank_account_owed_not_below_zero CHECK (owed >= 0),
    CONSTRAINT bank_account_pays_first CHECK (owed = 0 OR savings = 0),
    CONSTRAINT bank_account_once UNIQUE (bank_id, person_id)
);
CREATE INDEX bank_account_by_person ON bank_account (person_id);
CREATE INDEX bank_account_by_area ON bank_account (area, id);

CREATE TABLE bank_lot (
    account_id uuid   NOT NULL REFERENCES bank_account,
    expires_on date   NOT NULL,
    minutes    bigint NOT NULL,
    CONSTRAINT bank_lot_not_below_zero CHECK (minutes >= 0),
    PRIMARY KEY (account_id, expires_on)
);
CREATE INDEX bank_lot_by_expiry ON bank_lot (expires_on);
"""

LEDGER = """
CREATE TABLE bank_posting (
    id        uuid        PRIMARY KEY,
    kind      text        NOT NULL CHECK (kind IN ('earned', 'reversed', 'given', 'granted', 'moved', 'held', 'released',
                                                   'redeemed', 'expired', 'written_off', 'settled')),
    source_id uuid        NOT NULL,
    reverses  uuid        UNIQUE REFERENCES bank_posting,
    posted_at timestamptz NOT NULL,
    posted_by uuid,
    CONSTRAINT bank_posting_once UNIQUE (source_id, kind)
);
CREATE UNIQUE INDEX bank_posting_hold_ends_once ON bank_posting (source_id) WHERE kind IN ('released', 'redeemed');

CREATE TABLE bank_entry (
    id         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    posting_id uuid        NOT NULL REFERENCES bank_posting,
    account_id uuid        NOT NULL REFERENCES bank_account,
    book       text        NOT NULL CHECK (book IN ('savings', 'held', 'owed', 'issued', 'redeemed', 'expired', 'settlement')),
    minutes    bigint      NOT NULL CHECK (minutes <> 0),
    expires_on date,
    with_bank  uuid        REFERENCES love_bank,
    posted_at  timestamptz NOT NULL,
    CONSTRAINT bank_entry_has_age CHECK ((book IN ('savings', 'held')) = (expires_on IS NOT NULL)),
    CONSTRAINT bank_entry_names_bank CHECK ((book = 'settlement') = (with_bank IS NOT NULL))
);
CREATE INDEX bank_entry_by_posting ON bank_entry (posting_id);
CREATE INDEX bank_entry_by_account ON bank_entry (account_id, posted_at, id) INCLUDE (book, minutes, with_bank);
"""

# One statement adds whole postings, so the sum over all entries of a posting is zero at any time, not only at a commit.
BALANCES = """
CREATE FUNCTION keep_bank_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint;
    found_ bigint;
BEGIN
    IF EXISTS (SELECT 1 FROM added e JOIN bank_account a ON a.id = e.account_id
                GROUP BY e.posting_id, a.bank_id HAVING sum(e.minutes) <> 0) THEN
        RAISE EXCEPTION 'the entries of a posting do not sum to zero in each bank'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_entry_sums_to_zero';
    END IF;

    UPDATE bank_account a
       SET savings = a.savings + s.savings, held = a.held + s.held, owed = a.owed - s.owed
      FROM (SELECT account_id,
                   coalesce(sum(minutes) FILTER (WHERE book = 'savings'), 0) AS savings,
                   coalesce(sum(minutes) FILTER (WHERE book = 'held'), 0) AS held,
                   coalesce(sum(minutes) FILTER (WHERE book = 'owed'), 0) AS owed
              FROM added WHERE book IN ('savings', 'held', 'owed') GROUP BY account_id) s
     WHERE a.id = s.account_id;

    INSERT INTO bank_lot AS l (account_id, expires_on, minutes)
    SELECT account_id, expires_on, sum(minutes) FROM added WHERE book = 'savings'
     GROUP BY account_id, expires_on HAVING sum(minutes) > 0 ORDER BY account_id, expires_on
        ON CONFLICT (account_id, expires_on) DO UPDATE SET minutes = l.minutes + excluded.minutes;

    SELECT count(*) INTO wanted FROM (SELECT 1 FROM added WHERE book = 'savings'
                                       GROUP BY account_id, expires_on HAVING sum(minutes) < 0) t;
    UPDATE bank_lot l SET minutes = l.minutes + s.minutes
      FROM (SELECT account_id, expires_on, sum(minutes) AS minutes FROM added WHERE book = 'savings'
             GROUP BY account_id, expires_on HAVING sum(minutes) < 0) s
     WHERE l.account_id = s.account_id AND l.expires_on = s.expires_on;
    GET DIAGNOSTICS found_ = ROW_COUNT;
    IF found_ <> wanted THEN
        RAISE EXCEPTION 'minutes are taken that are not there'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_lot_not_below_zero';
    END IF;
    DELETE FROM bank_lot l USING added e
     WHERE l.account_id = e.account_id AND l.expires_on = e.expires_on AND l.minutes = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER bank_entry_keeps_balances AFTER INSERT ON bank_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_bank_balances();

CREATE TRIGGER bank_posting_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_posting
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();
CREATE TRIGGER bank_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_entry
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();
CREATE TRIGGER bank_account_balances_follow_entries BEFORE UPDATE OF savings, held, owed ON bank_account
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION runtime.refuse_change();
CREATE TRIGGER bank_account_stays BEFORE DELETE OR TRUNCATE ON bank_account
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();
CREATE TRIGGER bank_lots_follow_entries BEFORE INSERT OR UPDATE OR DELETE ON bank_lot
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION runtime.refuse_change();
"""

TABLES = ("bank_entry", "bank_posting", "bank_lot", "bank_account", "love_bank")


def upgrade() -> None:
    for script in (BANKS, LEDGER, BALANCES):
        op.execute(script)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION keep_bank_balances")
