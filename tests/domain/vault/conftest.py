"""The practice and the people of the vault's tests."""

import pytest

from tests.domain.vault.people import found


@pytest.fixture
def willow(house):
    return found("willow")


@pytest.fixture
def oak(house):
    return found("oak")


@pytest.fixture
def ana(willow):
    return willow.person("Ana")


@pytest.fixture
def mara(willow):
    return willow.person("Mara")


@pytest.fixture
def ben(willow):
    return willow.person("Ben")
