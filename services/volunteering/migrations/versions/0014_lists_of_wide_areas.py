"""The lists of a district or the city are walked in their own order, so each order has an index (ADR 26)."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"

ORDERS = {
    "attendance_by_time": "attendance (checked_in_at, id)",
    "activity_planned": "activity (starts_at, id) WHERE state = 'planned'",
    "activity_series_by_day": "activity_series (first_on, id) WHERE ended_on IS NULL",
    "pairing_by_start": "pairing (started_on, id)",
    "reservation_by_time": "reservation (reserved_at, id)",
    "entitlement_by_start": "entitlement (valid_from, id)",
    "need_by_time": "need (raised_at, id)",
    "need_open": "need (raised_at, id) WHERE state <> 'closed'",
    "issued_certificate_by_day": "issued_certificate (issued_on DESC, id)",
    "school_place_by_start": "school_place (from_on, id)",
    "deed_by_day": "deed (told_on, id)",
    "deed_by_publication": "deed (published_on DESC, id) WHERE state = 'published'",
}


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, order in ORDERS.items():
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {order}")


def downgrade() -> None:
    for name in ORDERS:
        op.execute(f"DROP INDEX {name}")
