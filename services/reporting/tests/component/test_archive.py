"""What reporting keeps of an event, and what it lets go."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import text

from contracts import catalogue
from contracts.classes import DataClass
from contracts.membership.events import PersonRegisteredV1


def test_nothing_personal_stays_in_the_archive(door_under_test: Any) -> None:
    person = uuid4()
    words = {"person_id": person, "display_name": "王植入", "home_area": uuid4()}
    door_under_test.deliver(PersonRegisteredV1, sample=True, aggregate_id=person, **words)
    with door_under_test.engine.connect() as connection:
        kept = connection.execute(text("SELECT data FROM archive")).scalars().all()
    assert [row["person_id"] for row in kept] == [str(person)]
    assert "王植入" not in str(kept) and "display_name" not in kept[0]


def test_no_figure_is_made_of_what_is_not_kept() -> None:
    for series in catalogue.series():
        for take in (*series.begins, *series.ends, *series.voids):
            used = {*take.key, *take.keep, *take.where, take.subject, take.amount, take.at} - {None}
            declared = {field.data_key or word: field for word, field in take.event().fields.items()}
            classes = {str(word): declared[str(word)].metadata["data_class"] for word in used if word in declared}
            assert DataClass.PERSONAL not in classes.values(), (series.id, classes)
