"""What those who keep an area's register find by it: erasures, corrections, consents, family links; and the way to all doors."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INDEXES = {
    "erasure_by_area": "erasure (area_id)",
    "correction_by_area": "correction (area_id)",
    "consent_by_area": "consent (area_id)",
    "kin_link_by_area": "kin_link (area_id)",
    "household_visit_way": "household_visit (turn, place_key, visit_id) WHERE state = 'due'",
}


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, where in INDEXES.items():
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {where}")


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
