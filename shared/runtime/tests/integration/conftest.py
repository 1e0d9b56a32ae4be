"""Places and people of the garden, the runtime's test service."""

from __future__ import annotations

from uuid import UUID

import pytest

from runtime.testing.harness import DoorUnderTest, SignedIn


@pytest.fixture
def street(garden: DoorUnderTest) -> UUID:
    return garden.area("street")


@pytest.fixture
def community(garden: DoorUnderTest, street: UUID) -> UUID:
    return garden.area("community", street)


@pytest.fixture
def elsewhere(garden: DoorUnderTest) -> UUID:
    return garden.area("community", garden.area("street"))


@pytest.fixture
def secretary(garden: DoorUnderTest, street: UUID) -> SignedIn:
    return garden.sign_in(("community_secretary", "area", street))
