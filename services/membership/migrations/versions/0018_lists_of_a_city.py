"""What lists of a whole city are read by: areas lead to what is recorded of them, and rolls stand in the order of names."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# A roll is read in the order of names, which stand in another table: without its own copy each page would sort all members.
SORT_KEYS = """
ALTER TABLE member_seat ADD COLUMN sort_key text COLLATE "C" NOT NULL DEFAULT '';
UPDATE member_seat AS s SET sort_key = p.sort_key FROM person AS p WHERE p.person_id = s.person_id;

CREATE FUNCTION take_sort_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sort_key := coalesce((SELECT sort_key FROM person WHERE person_id = NEW.person_id), '');
    RETURN NEW;
END $$;
CREATE TRIGGER member_takes_sort_key BEFORE INSERT ON member_seat FOR EACH ROW EXECUTE FUNCTION take_sort_key();

CREATE FUNCTION hand_on_sort_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE member_seat SET sort_key = NEW.sort_key WHERE person_id = NEW.person_id;
    RETURN NULL;
END $$;
CREATE TRIGGER person_hands_on_sort_key AFTER UPDATE OF sort_key ON person FOR EACH ROW
    WHEN (OLD.sort_key IS DISTINCT FROM NEW.sort_key) EXECUTE FUNCTION hand_on_sort_key();
"""

INDEXES = (
    "person_at_home ON person (home_area) INCLUDE (person_id, sort_key) WHERE erased_on IS NULL",
    "person_search_of_person ON person_search (person_id, key)",
    "member_by_sort_key ON member_seat (sort_key, seat_id)",
    "assignment_by_area ON assignment (area_id)",
    "committee_seat_by_area ON committee_seat (area_id)",
    "designation_by_area ON designation (area_id) WHERE until IS NULL",
)


def upgrade() -> None:
    op.get_bind().exec_driver_sql(SORT_KEYS, execution_options={"no_parameters": True})
    with op.get_context().autocommit_block():
        for index in INDEXES:
            op.execute(f"CREATE INDEX CONCURRENTLY {index}")


def downgrade() -> None:
    op.execute("DROP TRIGGER person_hands_on_sort_key ON person")
    op.execute("DROP TRIGGER member_takes_sort_key ON member_seat")
    for function in ("hand_on_sort_key", "take_sort_key"):
        op.execute(f"DROP FUNCTION {function}")
    for index in (
        "person_at_home",
        "person_search_of_person",
        "assignment_by_area",
        "committee_seat_by_area",
        "designation_by_area",
    ):
        op.execute(f"DROP INDEX {index}")
    op.execute("ALTER TABLE member_seat DROP COLUMN sort_key")
