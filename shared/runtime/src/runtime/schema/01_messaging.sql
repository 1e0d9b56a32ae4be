-- The tables of outbox, inbox, parking and clocks, in schema `runtime` of every service's database.
CREATE SCHEMA IF NOT EXISTS runtime;

-- Outbox: the last sequence number given out per aggregate. Its row lock, held to the end of the transaction,
-- is what makes commit order and sequence the same.
CREATE TABLE runtime.aggregate_position_out (
    aggregate    text   NOT NULL,
    aggregate_id uuid   NOT NULL,
    seq          bigint NOT NULL,
    PRIMARY KEY (aggregate, aggregate_id)
);

-- Events of committed transactions, by month; kept 13 months after publishing. `target` names one consumer (replays,
-- snapshots), null is everybody. `body` is the envelope as it travels (JSON in UTF-8).
CREATE TABLE runtime.outbox (
    id            bigint      GENERATED ALWAYS AS IDENTITY,
    recorded_at   timestamptz NOT NULL,
    event_id      uuid        NOT NULL,
    lane          text        NOT NULL CHECK (lane IN ('urgent', 'normal', 'bulk')),
    name          text        NOT NULL,
    aggregate     text        NOT NULL,
    aggregate_id  uuid        NOT NULL,
    aggregate_seq bigint      NOT NULL,
    target        text,
    body          bytea       NOT NULL,
    published_at  timestamptz,
    PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);

CREATE INDEX outbox_unpublished ON runtime.outbox (lane, id) WHERE published_at IS NULL;
CREATE INDEX outbox_by_aggregate ON runtime.outbox (aggregate_id, aggregate_seq);

-- The months that a new database begins with; `runtime.months` makes the following ones.
DO $months$
DECLARE
    first timestamptz;
BEGIN
    FOR n IN 0..2 LOOP
        first := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => n)) AT TIME ZONE 'UTC';
        EXECUTE format('CREATE TABLE runtime.%I PARTITION OF runtime.outbox FOR VALUES FROM (%L) TO (%L)',
                       'outbox_' || to_char(first AT TIME ZONE 'UTC', 'YYYY_MM'), first,
                       (first AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
    END LOOP;
END
$months$;

-- Takes what no month has been made for (a held test clock, a forgotten server): an insert never fails for want of one.
CREATE TABLE runtime.outbox_other PARTITION OF runtime.outbox DEFAULT;

-- Inbox: which handler has taken which event into effect.
CREATE TABLE runtime.inbox (
    handler    text        NOT NULL,
    event_id   uuid        NOT NULL,
    handled_at timestamptz NOT NULL,
    PRIMARY KEY (event_id, handler)
);
CREATE INDEX inbox_by_age ON runtime.inbox USING brin (handled_at);

-- Inbox: the last event of each foreign aggregate that took effect here. `aggregate` is `<producer>.<aggregate>`.
CREATE TABLE runtime.aggregate_position_in (
    aggregate    text   NOT NULL,
    aggregate_id uuid   NOT NULL,
    seq          bigint NOT NULL,
    PRIMARY KEY (aggregate, aggregate_id)
);

-- Parking: events that could not take effect yet.
--   retry    the handler failed; due again at `due_at`           dead     no further try by itself; an operator decides
--   waiting  behind a parked one, or early: its predecessor has not come       skipped  given up by an operator, with a reason
-- A body that is no event has no aggregate and blocks nobody.
CREATE TABLE runtime.parked (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state         text        NOT NULL CHECK (state IN ('retry', 'dead', 'waiting', 'skipped')),
    event_id      uuid,
    name          text,
    aggregate     text,
    aggregate_id  uuid,
    aggregate_seq bigint,
    body          bytea       NOT NULL,
    error         text,
    trace         text,
    attempts      integer     NOT NULL DEFAULT 0,
    due_at        timestamptz,
    parked_at     timestamptz NOT NULL,
    reason        text
);
CREATE UNIQUE INDEX parked_once ON runtime.parked (aggregate_id, aggregate, aggregate_seq) WHERE state <> 'skipped';
CREATE UNIQUE INDEX parked_unreadable_once ON runtime.parked (sha256(body)) WHERE aggregate IS NULL;
CREATE INDEX parked_due ON runtime.parked (due_at) WHERE state = 'retry';

-- Messages that may be killing the process: tries that were begun and, as far as anybody knows, never came to an end.
CREATE TABLE runtime.suspect (
    digest   bytea       PRIMARY KEY,
    tries    integer     NOT NULL,
    tried_at timestamptz NOT NULL
);

-- Clocks: what has to happen at a time. `every` is the period in seconds of a recurring one, null of one set by an act.
CREATE TABLE runtime.clock (
    name           text        NOT NULL,
    key            text        NOT NULL,
    due_at         timestamptz NOT NULL,
    every          double precision,
    payload        jsonb       NOT NULL DEFAULT '{}',
    correlation_id text,
    attempts       integer     NOT NULL DEFAULT 0,
    last_error     text,
    PRIMARY KEY (name, key)
);
CREATE INDEX clock_due ON runtime.clock (due_at);
