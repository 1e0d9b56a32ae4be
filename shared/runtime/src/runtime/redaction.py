"""Redaction (涂除): what was said of a person who is erased is taken out of what this service still keeps of its telling.

Names travel in membership's `person_*` events alone, whose published rows stay in the outbox for 13 months to be sent again;
a consumer may keep one that was given up (skipped). A replay afterwards tells of the person without the name.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

# Both tables have an index on the aggregate's id.
_OUTBOX = text("""
    WITH told AS (
        SELECT id, recorded_at, CAST(convert_from(body, 'UTF8') AS jsonb) AS envelope
          FROM runtime.outbox WHERE aggregate_id = :person_id AND aggregate = 'person'
    )
    UPDATE runtime.outbox AS o
       SET body = convert_to(CAST(jsonb_set(t.envelope, '{data,display_name}', '""', false) AS text), 'UTF8')
      FROM told AS t WHERE o.id = t.id AND o.recorded_at = t.recorded_at
""")
_PARKED = text("""
    UPDATE runtime.parked
       SET body = convert_to(CAST(jsonb_set(CAST(convert_from(body, 'UTF8') AS jsonb), '{data,display_name}', '""', false)
                                  AS text), 'UTF8'),
           error = NULL, trace = NULL
     WHERE aggregate_id = :person_id AND aggregate = 'membership.person' AND state = 'skipped'
""")


def redact(session: Session, person_id: UUID) -> None:
    """Take the person's name out of the outbox (membership's) and out of events that were given up here."""
    for statement in (_OUTBOX, _PARKED):
        session.execute(statement, {"person_id": person_id})
