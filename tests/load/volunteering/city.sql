-- A city's volunteers with years of service behind them: {volunteers} in {teams} teams, who came {attendances} times to an
-- activity of their team, each time an hour and a half that their love bank wrote down. Names are made.
CREATE TEMP TABLE made AS
SELECT gen_random_uuid() AS area_id, n AS number, kind, up FROM (
    SELECT 1 AS n, 'city' AS kind, NULL::int AS up
    UNION ALL SELECT 1 + d, 'district', 1 FROM generate_series(1, 8) d
    UNION ALL SELECT 100 + s, 'street', 2 + s % 8 FROM generate_series(1, 48) s
    UNION ALL SELECT 1000 + c, 'community', 101 + c % 48 FROM generate_series(1, {communities}) c
    UNION ALL SELECT 10000 + b, 'building', 1001 + b % {communities} FROM generate_series(1, {communities} * 20) b
    UNION ALL SELECT 1000000 + h, 'household', 10001 + h % ({communities} * 20) FROM generate_series(1, {communities} * 1000) h
) AS rows;
CREATE UNIQUE INDEX ON made (number);
CREATE INDEX ON made (up);
ANALYZE made;
INSERT INTO runtime.area (area_id, number, path, kind, name, parent_id, valid_from)
WITH RECURSIVE lies AS (
    SELECT area_id, number, kind, NULL::uuid AS parent_id, CAST(number::text AS ltree) AS path FROM made WHERE up IS NULL
    UNION ALL
    SELECT m.area_id, m.number, m.kind, l.area_id, l.path || CAST(m.number::text AS ltree)
      FROM made AS m JOIN lies AS l ON m.up = l.number
)
SELECT area_id, number, path, kind, kind || number, parent_id, date '2000-01-01' FROM lies;
CREATE TEMP TABLE place AS SELECT area_id, number - 1001 AS n FROM runtime.area WHERE kind = 'community';
CREATE TEMP TABLE home AS
SELECT a.area_id, p.area_id AS community, row_number() OVER (ORDER BY a.number) - 1 AS n
  FROM runtime.area AS a JOIN place AS p ON p.n = CAST(CAST(subpath(a.path, 3, 1) AS text) AS int) - 1001
 WHERE a.kind = 'household';
CREATE TEMP TABLE v AS
SELECT gen_random_uuid() AS person_id, g.n, h.area_id, h.community, gen_random_uuid() AS account_id
  FROM generate_series(0, {volunteers} - 1) AS g (n) JOIN home AS h ON h.n = g.n % ({communities} * 1000);
INSERT INTO runtime.person (person_id, display_name, home_area) SELECT person_id, '志愿者' || n, area_id FROM v;
INSERT INTO volunteer (id, person_id, area, skills, registered_on, version)
SELECT person_id, person_id, area_id,
       CASE WHEN random() < 0.01 THEN '{{first_aid}}'::text[] WHEN random() < 0.1 THEN '{{repair}}'::text[] ELSE '{{}}' END,
       date '2020-01-01' + (random() * 900)::int, 1 FROM v;
INSERT INTO free_time (volunteer_id, person_id, weekday, starts, ends)
SELECT person_id, person_id, 1 + n % 7, time '08:00', time '18:00' FROM v WHERE n % 3 = 0;
INSERT INTO team (id, area, name, kind, leader_id, formed_on, version)
SELECT gen_random_uuid(), p.area_id, '队' || g.n, (ARRAY['general', 'repair', 'clinic'])[1 + g.n % 3], NULL, '2020-01-01', 1
  FROM generate_series(0, {teams} - 1) AS g (n) JOIN place AS p ON p.n = g.n % {communities};
CREATE TEMP TABLE t AS SELECT id, area, row_number() OVER () - 1 AS n FROM team;
INSERT INTO team_seat (id, team_id, person_id, role, joined_on)
SELECT gen_random_uuid(), t.id, v.person_id, 'member', '2021-01-01' FROM v JOIN t ON t.n = v.n % {teams};
-- Four activities of each team in a month: a quarter of the team comes to each.
CREATE TEMP TABLE a AS
SELECT gen_random_uuid() AS id, t.n AS team_n, t.id AS team_id, t.area, k,
       timestamptz '2023-01-02 09:00+08' + k * interval '7 days' AS starts_at
  FROM t, generate_series(0, 55) AS k;
INSERT INTO activity (id, team_id, area, title, starts_at, ends_at, taken, members_only, state)
SELECT id, team_id, area, '活动', starts_at, starts_at + interval '90 minutes', 0, false, 'closed' FROM a;
CREATE TEMP TABLE came AS
SELECT gen_random_uuid() AS id, gen_random_uuid() AS sign_up_id, a.id AS activity_id, a.team_id, a.area, a.starts_at,
       v.person_id, v.account_id, v.community AS home, v.n, g.k / {volunteers} AS kth
  FROM generate_series(0, {attendances} - 1) AS g (k)
  JOIN v ON v.n = g.k % {volunteers}
  JOIN a ON a.team_n = v.n % {teams} AND a.k = (g.k / {volunteers}) * 4 + (v.n / {teams}) % 4;
INSERT INTO sign_up (id, activity_id, team_id, area, person_id, state, during, signed_up_at)
SELECT sign_up_id, activity_id, team_id, area, person_id, 'attended', tstzrange(starts_at, starts_at + interval '90 minutes'),
       starts_at - interval '2 days' FROM came;
INSERT INTO attendance (id, activity_id, sign_up_id, team_id, area, person_id, checked_in_at, walk_in)
SELECT id, activity_id, sign_up_id, team_id, area, person_id, starts_at, false FROM came;
INSERT INTO served_minutes (id, person_id, team_id, area, served_on, minutes, source, source_id, entered_at)
SELECT gen_random_uuid(), person_id, team_id, area, starts_at::date, 90, 'activity', activity_id, starts_at FROM came;
CREATE TEMP TABLE bank AS SELECT gen_random_uuid() AS id, area_id AS area, gen_random_uuid() AS own_account FROM place;
INSERT INTO love_bank (id, area, own_account, opened_on) SELECT id, area, own_account, date '2020-01-01' FROM bank;
INSERT INTO bank_account (id, bank_id, area) SELECT own_account, id, area FROM bank;
INSERT INTO bank_account (id, bank_id, area, person_id, savings)
SELECT v.account_id, b.id, b.area, v.person_id, 90 * (SELECT count(*) FROM generate_series(0, {attendances} - 1, {volunteers}) AS k
                                                       WHERE k + v.n < {attendances})
  FROM v JOIN bank AS b ON b.area = v.community;
INSERT INTO bank_posting (id, kind, source_id, posted_at) SELECT id, 'earned', id, starts_at FROM came;
INSERT INTO bank_entry (posting_id, account_id, book, minutes, expires_on, posted_at)
SELECT id, account_id, 'savings', 90, date '2099-01-01' + kth::int * 31, starts_at FROM came;
INSERT INTO bank_entry (posting_id, account_id, book, minutes, posted_at)
SELECT c.id, b.own_account, 'issued', -90, c.starts_at FROM came AS c JOIN bank AS b ON b.area = c.home;
INSERT INTO bank_lot (account_id, expires_on, minutes) SELECT account_id, date '2099-01-01' + kth::int * 31, 90 FROM came
