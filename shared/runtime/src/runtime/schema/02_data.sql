-- The tables of access, replicas, idempotency, protection, audit, imports and packs, in schema `runtime`.
CREATE SCHEMA IF NOT EXISTS runtime;
CREATE EXTENSION IF NOT EXISTS ltree WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

-- Replica of the grid (辖区). `path` is made of area numbers, which never change; names are as of the last event.
CREATE TABLE runtime.area (
    area_id    uuid   PRIMARY KEY,
    number     bigint NOT NULL,
    path       ltree  NOT NULL,
    code       text,
    kind       text   NOT NULL,
    name       text   NOT NULL,
    parent_id  uuid,
    valid_from date   NOT NULL,
    valid_to   date
);
CREATE INDEX area_by_path ON runtime.area USING gist (path);
CREATE INDEX area_by_parent ON runtime.area (parent_id);
CREATE INDEX area_by_code ON runtime.area (code) WHERE code IS NOT NULL;

-- Replica of people. An erased person keeps the row, without the name.
CREATE TABLE runtime.person (
    person_id    uuid    PRIMARY KEY,
    display_name text    NOT NULL,
    home_area    uuid,
    minor        boolean NOT NULL DEFAULT false,
    alive        boolean NOT NULL DEFAULT true,
    erased_at    timestamptz
);
CREATE INDEX person_by_home ON runtime.person (home_area);

-- Stored replies of commands (幂等), kept 24 hours. `reply` is sealed where it would show something sensitive.
CREATE TABLE runtime.operation_reply (
    account_id uuid        NOT NULL,
    key        text        NOT NULL,
    operation  text        NOT NULL,
    body_hash  bytea       NOT NULL,
    reply      jsonb       NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX operation_reply_by_age ON runtime.operation_reply (at);

-- Tokens that are no longer honoured: a session that has ended, or an account's tokens issued up to a moment.
CREATE TABLE runtime.denial (
    kind      text        NOT NULL CHECK (kind IN ('session', 'account')),
    id        uuid        NOT NULL,
    up_to     timestamptz NOT NULL,
    PRIMARY KEY (kind, id)
);

-- One data key per person; without it everything sealed under it is noise, in old backups too.
CREATE TABLE runtime.person_key (
    person_id    uuid        PRIMARY KEY,
    wrapped      bytea,
    made_at      timestamptz NOT NULL,
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

-- Audit (审计): append-only. `tx` tells exactly which entries a seal can still miss: none below the oldest running one.
CREATE TABLE runtime.audit (
    id             uuid        PRIMARY KEY,
    at             timestamptz NOT NULL,
    actor_account  uuid,
    actor_person   uuid,
    acting_for     uuid,
    act            text        NOT NULL,
    target         text,
    area           uuid,
    correlation_id text        NOT NULL,
    detail         jsonb       NOT NULL,
    tx             xid8        NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX audit_by_tx ON runtime.audit (tx, id);
CREATE INDEX audit_by_target ON runtime.audit (target, at);
CREATE INDEX audit_by_actor ON runtime.audit (actor_account, at);

-- Seals: each covers the entries with tx_from <= tx < tx_to (and id > after, if the database had been restored).
CREATE TABLE runtime.audit_seal (
    chain    bigint      PRIMARY KEY,
    minute   timestamptz NOT NULL,
    tx_from  xid8        NOT NULL,
    tx_to    xid8        NOT NULL,
    after    uuid,
    last_id  uuid        NOT NULL,
    entries  integer     NOT NULL,
    previous text        NOT NULL,
    digest   text        NOT NULL
);

CREATE FUNCTION runtime.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON runtime.audit
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();
CREATE TRIGGER audit_seal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON runtime.audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change();

-- Imports (历史补录): each record of a source enters a register once.
CREATE TABLE runtime.imported_record (
    register   text        NOT NULL,
    source     text        NOT NULL,
    record_key text        NOT NULL,
    id         uuid        NOT NULL,
    voucher    text        NOT NULL DEFAULT '',
    at         timestamptz NOT NULL,
    PRIMARY KEY (register, source, record_key)
);
CREATE INDEX imported_record_by_id ON runtime.imported_record (id);

-- This service's section of the packs (机制包) assigned to areas.
CREATE TABLE runtime.pack_section (
    area_id    uuid  NOT NULL,
    valid_from date  NOT NULL,
    pack       text  NOT NULL,
    version    text  NOT NULL,
    section    jsonb NOT NULL,
    PRIMARY KEY (area_id, valid_from)
);
