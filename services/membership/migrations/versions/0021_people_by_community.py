"""People and the keys that they are found by know their community (社区), so that a page of one is read in its order.

The database keeps the copy: whoever registers or moves somebody, or changes the grid, does not think of it.
"""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# Of nested communities, which mergers leave, the highest answers; above all communities an area stands for itself.
COPIES = """
ALTER TABLE person ADD COLUMN community uuid;
ALTER TABLE person_search ADD COLUMN community uuid;

CREATE FUNCTION community_of(home uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT c.area_id FROM runtime.area AS a JOIN runtime.area AS c ON c.path @> a.path
                      WHERE a.area_id = home AND c.kind = 'community' ORDER BY nlevel(c.path) LIMIT 1), home)
$$;

-- The grid waits for who is just registered or moves here, or they for it: neither could see the other's work.
CREATE FUNCTION take_community() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM runtime.area WHERE area_id = NEW.home_area FOR SHARE;
    NEW.community := community_of(NEW.home_area);
    RETURN NEW;
END $$;
CREATE TRIGGER person_takes_community BEFORE INSERT OR UPDATE OF home_area ON person FOR EACH ROW
    EXECUTE FUNCTION take_community();

CREATE FUNCTION take_community_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.community := (SELECT community FROM person WHERE person_id = NEW.person_id);
    RETURN NEW;
END $$;
CREATE TRIGGER key_takes_community BEFORE INSERT ON person_search FOR EACH ROW
    EXECUTE FUNCTION take_community_of_person();

CREATE FUNCTION hand_on_community() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person_search SET community = NEW.community
     WHERE person_id = NEW.person_id AND community IS DISTINCT FROM NEW.community;
    RETURN NULL;
END $$;
-- The release before writes keys before their person.
CREATE TRIGGER person_brings_community AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION hand_on_community();
CREATE TRIGGER person_hands_on_community AFTER UPDATE ON person FOR EACH ROW
    WHEN (OLD.community IS DISTINCT FROM NEW.community) EXECUTE FUNCTION hand_on_community();

CREATE FUNCTION people_follow_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person SET community = community_of(NEW.area_id)
     WHERE home_area = NEW.area_id AND community IS DISTINCT FROM community_of(NEW.area_id);
    RETURN NULL;
END $$;
CREATE TRIGGER area_takes_people_along AFTER UPDATE OF path ON runtime.area FOR EACH ROW
    WHEN (OLD.path <> NEW.path) EXECUTE FUNCTION people_follow_area();
"""

SOME = """
UPDATE person SET home_area = home_area
 WHERE person_id IN (SELECT person_id FROM person WHERE community IS NULL LIMIT 20000)
"""
"""The triggers do the rest; each round is a transaction of its own, so that nobody who moves waits for all of them."""

INDEXES = (
    "person_in_community ON person (community, sort_key, person_id) WHERE erased_on IS NULL",
    "person_search_in_community ON person_search (community, key, person_id)",
)


def upgrade() -> None:
    op.get_bind().exec_driver_sql(COPIES, execution_options={"no_parameters": True})
    with op.get_context().autocommit_block():
        while op.get_bind().exec_driver_sql(SOME).rowcount:
            pass
        for index in INDEXES:
            op.execute(f"CREATE INDEX CONCURRENTLY {index}")
        # The one by person and key, since 0018, does what it did.
        op.execute("DROP INDEX CONCURRENTLY person_search_by_person")


def downgrade() -> None:
    op.execute("CREATE INDEX person_search_by_person ON person_search (person_id)")
    op.execute("DROP TRIGGER area_takes_people_along ON runtime.area")
    for trigger in ("person_hands_on_community", "person_brings_community", "person_takes_community"):
        op.execute(f"DROP TRIGGER {trigger} ON person")
    op.execute("DROP TRIGGER key_takes_community ON person_search")
    for function in ("people_follow_area", "hand_on_community", "take_community_of_person", "take_community"):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP FUNCTION community_of(uuid)")
    for table in ("person_search", "person"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN community")
