-- A city as large as the sources speak of: {communities} communities of 20 buildings with 50 households each, {people} residents,
-- every thirty-fifth of them on a roll, three tiers of organisations, assignments, statements, seats, boards, posts, pledges,
-- accounts. Names are made: {names} of them stand in `called`, with the keys that they are found by in `found_by`.
CREATE TEMP TABLE made AS
SELECT gen_random_uuid() AS area_id, n AS number, kind, up, name FROM (
    SELECT 1 AS n, 'city' AS kind, NULL::int AS up, '大城' AS name
    UNION ALL SELECT 1 + d, 'district', 1, '区' || d FROM generate_series(1, 8) d
    UNION ALL SELECT 100 + s, 'street', 2 + s % 8, '街道' || s FROM generate_series(1, 48) s
    UNION ALL SELECT 1000 + c, 'community', 101 + c % 48, '社区' || c FROM generate_series(1, {communities}) c
    UNION ALL SELECT 10000 + b, 'building', 1001 + b % {communities}, '楼' || b FROM generate_series(1, {communities} * 20) b
    UNION ALL SELECT 1000000 + h, 'household', 10001 + h % ({communities} * 20), '室' || h
      FROM generate_series(1, {communities} * 1000) h
) AS rows;
CREATE UNIQUE INDEX ON made (number);
CREATE INDEX ON made (up);
ANALYZE made;
CREATE TEMP TABLE placed AS
WITH RECURSIVE lies AS (
    SELECT area_id, number, kind, name, NULL::uuid AS parent_id, NULL::text AS parent_kind, CAST(number::text AS ltree) AS path
      FROM made WHERE up IS NULL
    UNION ALL
    SELECT m.area_id, m.number, m.kind, m.name, l.area_id, l.kind, l.path || CAST(m.number::text AS ltree)
      FROM made AS m JOIN lies AS l ON m.up = l.number
)
SELECT * FROM lies;
INSERT INTO area (area_id, number, path, parent_id, parent_kind, kind, name, code, valid_from, version)
SELECT area_id, number, path, parent_id, parent_kind, kind, name, NULL, date '2000-01-01', 1 FROM placed ORDER BY nlevel(path);
INSERT INTO area_name (area_id, valid_from, name) SELECT area_id, valid_from, name FROM area;
INSERT INTO runtime.area (area_id, number, path, kind, name, parent_id, valid_from)
SELECT area_id, number, path, kind, name, parent_id, valid_from FROM area;
INSERT INTO area_past_place (area_id, valid_from, valid_to, parent_id, path)
SELECT area_id, date '2000-01-01', date '2010-01-01', parent_id, path FROM area WHERE kind = 'household' AND number % 50 = 0;
CREATE TEMP TABLE home AS
SELECT h.area_id, c.area_id AS community, row_number() OVER () - 1 AS n
  FROM made AS h JOIN made AS b ON b.number = h.up JOIN made AS c ON c.number = b.up WHERE h.kind = 'household';
CREATE UNIQUE INDEX ON home (n);
CREATE TEMP TABLE made_person AS
SELECT gen_random_uuid() AS person_id, p AS n, c.n AS called, c.name, c.sort_key, h.area_id, h.community
  FROM generate_series(1, {people}) AS p JOIN home AS h ON h.n = p % ({communities} * 1000) JOIN called AS c ON c.n = p % {names};
INSERT INTO person (person_id, name, sort_key, home_area, community, minor, party_member, registered_on, stay_id, stay_since, version)
SELECT person_id, name, sort_key, area_id, community, false, n % 35 = 0, date '2010-01-01', gen_random_uuid(), date '2010-01-01', 1
  FROM made_person;
INSERT INTO runtime.person (person_id, display_name, home_area) SELECT person_id, name, area_id FROM made_person;
INSERT INTO person_search (person_id, key, community)
SELECT p.person_id, f.key, p.community FROM made_person AS p JOIN found_by AS f ON f.n = p.called;
CREATE TEMP TABLE community AS SELECT area_id, row_number() OVER () - 1 AS n FROM area WHERE kind = 'community';
INSERT INTO organisation (organisation_id, area_id, kind, name, founded_on, version)
SELECT gen_random_uuid(), area_id, 'party_committee', '党委' || n, date '2005-01-01', 1 FROM community;
INSERT INTO organisation (organisation_id, area_id, parent_id, kind, name, founded_on, version)
SELECT gen_random_uuid(), area_id, organisation_id, 'party_branch', '支部' || b, date '2005-01-01', 1
  FROM organisation, generate_series(1, 6) AS b WHERE kind = 'party_committee';
INSERT INTO organisation (organisation_id, area_id, parent_id, kind, name, founded_on, version)
SELECT gen_random_uuid(), area_id, organisation_id, 'party_group', name || '小组' || g, date '2005-01-01', 1
  FROM organisation, generate_series(1, 3) AS g WHERE kind = 'party_branch';
INSERT INTO runtime.organisation (organisation_id, parent_id, area_id, kind, name)
SELECT organisation_id, parent_id, area_id, kind, name FROM organisation;
CREATE TEMP TABLE branch AS
SELECT organisation_id, area_id, row_number() OVER () - 1 AS n FROM organisation WHERE kind = 'party_branch';
INSERT INTO member_seat (seat_id, organisation_id, area_id, person_id, main, enrolled_on, version, sort_key)
SELECT gen_random_uuid(), b.organisation_id, b.area_id, p.person_id, true, date '2011-01-01', 1, p.sort_key
  FROM (SELECT person_id, sort_key, row_number() OVER () AS n FROM person WHERE party_member) AS p
  JOIN branch AS b ON b.n = p.n % ({communities} * 6);
INSERT INTO roll_disclosure (disclosure_id, seat_id, disclosed_on)
SELECT gen_random_uuid(), seat_id, date '2012-01-01' FROM member_seat;
INSERT INTO roll_board (board_id, area_id, published_on, version)
SELECT gen_random_uuid(), area_id, date '2012-01-01', 1 FROM area WHERE kind = 'building';
INSERT INTO assignment (assignment_id, area_id, kind, person_id, stairwell, begun_on, version)
SELECT gen_random_uuid(), a.area_id, 'warden', p.person_id, '', date '2012-01-01', 1
  FROM (SELECT area_id, row_number() OVER () AS n FROM area WHERE kind = 'building') AS a
  JOIN (SELECT person_id, row_number() OVER () AS n FROM person WHERE NOT party_member LIMIT {communities} * 20) AS p USING (n);
INSERT INTO denominator (denominator_id, area_id, what, value, source_name, as_of)
SELECT gen_random_uuid(), area_id, what, 2500, '年报', make_date(year, 12, 31)
  FROM community, unnest(ARRAY['population', 'households', 'units']) AS what, generate_series(2010, 2019) AS year;
INSERT INTO designation (designation_id, area_id, designation, since, version)
SELECT gen_random_uuid(), area_id, 'commercial_building', date '2012-01-01', 1 FROM area WHERE kind = 'building' AND number % 70 = 0;
INSERT INTO committee_seat (seat_id, organisation_id, area_id, unit_id, agreement_id, opened_on, version)
SELECT gen_random_uuid(), organisation_id, area_id, gen_random_uuid(), gen_random_uuid(), date '2012-01-01', 1
  FROM organisation, generate_series(1, 5) WHERE kind = 'party_committee';
INSERT INTO post (post_id, area_id, template, title, level, duties, evidence, set_up_on)
SELECT gen_random_uuid(), area_id, 'post_' || p, '岗' || p, 'personal', '[]', '[]', date '2012-01-01'
  FROM community, generate_series(1, 16) AS p;
CREATE TEMP TABLE made_post AS SELECT post_id, area_id, template, row_number() OVER () - 1 AS n FROM post;
CREATE TEMP TABLE made_claim AS
SELECT gen_random_uuid() AS claim_id, gen_random_uuid() AS pledge_id, p.post_id, p.area_id, p.template, m.person_id,
       date '2013-01-01' + (m.n % 1000)::int AS claimed_on
  FROM (SELECT person_id, row_number() OVER () AS n FROM member_seat) AS m JOIN made_post AS p ON p.n = m.n % ({communities} * 16);
INSERT INTO claim (claim_id, post_id, area_id, template, level, person_id, claimed_on, pledge_id, pledged_on)
SELECT claim_id, post_id, area_id, template, 'personal', person_id, claimed_on, pledge_id, claimed_on FROM made_claim;
INSERT INTO pledge (pledge_id, claim_id, post_id, area_id, person_id, period, text, facts, masked, published_on, due_on,
                    overdue_since)
SELECT pledge_id, claim_id, post_id, area_id, person_id, '2013', '承诺', '[]', false, claimed_on, claimed_on + 300,
       CASE WHEN claimed_on > date '2015-06-01' THEN claimed_on + 301 END
  FROM made_claim;
INSERT INTO evidence (pledge_id, fact, source_id, reversal, day, minutes, recorded_at)
SELECT pledge_id, 'served', gen_random_uuid(), false, claimed_on + k, 60, claimed_on + k
  FROM made_claim, generate_series(1, 5) AS k;
INSERT INTO account (account_id, username, password_hash, person_id, area_id, opened_at)
SELECT gen_random_uuid(), 'user' || n, '-', person_id, area_id, date '2015-01-01'
  FROM made_person WHERE n % 200 = 0;
INSERT INTO account_grant (grant_id, account_id, role, kind, scope, area_id, given_at)
SELECT gen_random_uuid(), account_id, 'resident', 'area', area_id, area_id, opened_at FROM account;
INSERT INTO restructuring (restructuring_id, area_id, title, state, plan, acknowledge_by, effective_on, version)
SELECT gen_random_uuid(), area_id, '调整', 'drafted', '{{}}', date '2020-01-01', date '2020-02-01' + n::int, 1 FROM community;
INSERT INTO grid_change (change_id, kind, state, area_id, effective_on, plan, version)
SELECT gen_random_uuid(), 'move', 'planned', area_id, date '2030-01-01' + n::int, '{{}}', 1 FROM community;
INSERT INTO pack_assignment (assignment_id, area_id, pack, version, valid_from)
SELECT gen_random_uuid(), area_id, '135-zhenwei', '1', date '2012-01-01' FROM area WHERE kind = 'city';
