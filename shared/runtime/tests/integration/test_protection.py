"""Keys of people: sealed values, readings in the audit, and keys destroyed for good."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

import pytest
from sqlalchemy import text

from runtime import protection
from runtime.access import Caller
from runtime.at_work import working_for
from runtime.ciphers import Unreadable
from runtime.database import transaction
from runtime.protection import KeyDestroyed
from runtime.savepoint import savepoint
from runtime.subjects import subject
from runtime.testing.harness import DoorUnderTest
from runtime.testing.plans import statements

STAFF = Caller(account_id=uuid4(), person_id=uuid4())
PHONE = b"13812345678"


def seal(garden: DoorUnderTest, person, value: bytes = PHONE) -> bytes:
    with transaction(garden.engine) as session:
        return protection.seal(session, person, value)


def unseal(garden: DoorUnderTest, person, cipher: bytes, by: Caller = STAFF) -> bytes:
    with transaction(garden.engine) as session:
        return protection.unseal(session, by, person, cipher, field="phone")


@pytest.mark.parametrize("suite", ["aes", "sm"])
def test_what_was_sealed_is_read_again_and_audited(garden, monkeypatch, suite):
    monkeypatch.setenv("GONGJIAN_CIPHERS", suite)
    person = uuid4()
    cipher = seal(garden, person)
    assert PHONE not in cipher
    monkeypatch.setenv("GONGJIAN_CIPHERS", "aes")
    assert unseal(garden, person, cipher) == PHONE
    (entry,) = garden.audited()
    assert (entry["act"], entry["target"], entry["actor_account"]) == ("read:phone", str(person), STAFF.account_id)


def test_ones_own_reading_is_not_audited(garden):
    person = uuid4()
    assert unseal(garden, person, seal(garden, person), Caller(account_id=uuid4(), person_id=person)) == PHONE
    assert garden.audited() == []


def test_the_same_value_never_looks_the_same(garden):
    person = uuid4()
    assert seal(garden, person) != seal(garden, person)


def test_a_destroyed_key_makes_everything_unreadable_even_if_the_row_comes_back(garden):
    person = uuid4()
    cipher = seal(garden, person)
    with transaction(garden.engine) as session:
        protection.forget(session, person)
    with pytest.raises(KeyDestroyed):
        unseal(garden, person, cipher)
    with pytest.raises(KeyDestroyed):
        seal(garden, person)
    with garden.engine.begin() as connection:
        connection.execute(text("DELETE FROM runtime.person_key"))
    seal(garden, person)  # a new key
    with pytest.raises(Unreadable):
        unseal(garden, person, cipher)


def test_a_key_made_in_a_savepoint_goes_with_it(garden):
    person = uuid4()
    with transaction(garden.engine) as session:
        with suppress(ZeroDivisionError), savepoint(session):
            protection.seal(session, person, b"lost")
            raise ZeroDivisionError
        cipher = protection.seal(session, person, PHONE)
    assert unseal(garden, person, cipher) == PHONE


def test_keys_of_many_are_opened_at_once_and_made_where_there_is_none(garden):
    known, new, erased = uuid4(), uuid4(), uuid4()
    before = seal(garden, known)
    with transaction(garden.engine) as session:
        protection.forget(session, erased)
    with transaction(garden.engine) as session:
        protection.open_keys(session, [known, new, erased])
        with statements(garden.engine) as seen:
            after, cipher = protection.seal(session, known, b"other"), protection.seal(session, new, PHONE)
        assert seen == []
        with pytest.raises(KeyDestroyed):
            protection.seal(session, erased, PHONE)
    assert (unseal(garden, known, before), unseal(garden, known, after)) == (PHONE, b"other")
    assert unseal(garden, new, cipher) == PHONE


def test_somebody_never_sealed_can_be_forgotten_too(garden):
    person = uuid4()
    with transaction(garden.engine) as session:
        protection.forget(session, person)
        protection.forget(session, person)
    with pytest.raises(KeyDestroyed):
        seal(garden, person)


def test_a_cipher_moved_or_changed_does_not_open(garden):
    person, other = uuid4(), uuid4()
    cipher = seal(garden, person)
    seal(garden, other)
    for bad in (cipher[:-1] + bytes([cipher[-1] ^ 1]), b"\x09" + cipher[1:], cipher[:10], b""):
        with pytest.raises(Unreadable):
            unseal(garden, person, bad)
    with pytest.raises(Unreadable):
        unseal(garden, other, cipher)
    with pytest.raises(Unreadable):
        unseal(garden, uuid4(), cipher)


def test_keys_are_wrapped_at_rest(garden, keys):
    person = uuid4()
    seal(garden, person)
    with transaction(garden.engine) as session:
        wrapped = bytes(session.execute(text("SELECT wrapped FROM runtime.person_key")).scalar_one())
        assert protection._person_key(session, person, make=False) not in wrapped


def test_subjects_are_stable_within_a_year_and_differ_between_services(garden):
    person = uuid4()
    with working_for("garden"):
        mine = subject(person, 2011)
        assert mine == subject(person, 2011) != subject(person, 2012)
        assert subject(uuid4(), 2011) != mine
    with working_for("patrol"):
        assert subject(person, 2011) != mine
    assert str(person).replace("-", "") not in mine
    assert len(mine) == 32
