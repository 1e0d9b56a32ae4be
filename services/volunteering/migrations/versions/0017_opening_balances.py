"""Love banks bring forward what an older book held: a kind of posting, and a book of the bank, more than there were.

The checks that go are replaced by wider ones in the same transaction; the last release writes nothing that these refuse.
"""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
unused_since = "0.1.0"

KINDS = "'earned', 'reversed', 'given', 'granted', 'moved', 'held', 'released', 'redeemed', 'expired', 'written_off', 'settled'"
BOOKS = "'savings', 'held', 'owed', 'issued', 'redeemed', 'expired', 'settlement'"


def upgrade() -> None:
    _allow(f"{KINDS}, 'brought_forward'", f"{BOOKS}, 'opening'")


def downgrade() -> None:
    _allow(KINDS, BOOKS)


def _allow(kinds: str, books: str) -> None:
    for table, column, known in (("bank_posting", "kind", kinds), ("bank_entry", "book", books)):
        name = f"{table}_{column}_check"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({known})) NOT VALID")
