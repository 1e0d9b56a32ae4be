"""Statements in one round trip: also those that no socket takes at once, and those that fail."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from runtime.database import new_session
from runtime.round_trip import SHORT, ask

pytestmark = pytest.mark.integration


@pytest.mark.timeout(60)
@pytest.mark.parametrize("length", [10, SHORT, 100 * SHORT])
@pytest.mark.parametrize("commit", [False, True])
def test_whatever_its_length_all_of_it_is_asked(alpha: Engine, length: int, commit: bool) -> None:
    with new_session(alpha) as session, session.begin():
        told = ("SELECT length(%(word)s), %(word)s", {"word": "x" * length})
        ((first,), (second,)) = ask(session, told, ("SELECT 2", {}), commit=commit)
    assert (first[0], len(first[1]), second[0]) == (length, length, 2)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("length", [10, 100 * SHORT])
def test_what_fails_leaves_nothing(alpha: Engine, length: int) -> None:
    with alpha.begin() as connection:
        connection.execute(text("CREATE TABLE kept (word text UNIQUE)"))
    insert = ("INSERT INTO kept VALUES (%(word)s)", {"word": "a"})
    filler = ("SELECT length(%(word)s)", {"word": "x" * length})
    with pytest.raises(IntegrityError) as caught, new_session(alpha) as session, session.begin():
        ask(session, insert, filler, insert, commit=True)
    assert caught.value.orig is not None
    with alpha.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM kept")).scalar_one() == 0
