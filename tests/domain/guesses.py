"""Trying to sign in, with and without the right password, and what became of it."""

import pytest

from portal.core.errors import Invalid, TooSoon
from portal.domain import accounts

PASSWORD = "seven herons over the weir"
HERE = "192.0.2.1"


def sign_in(practice_id, name="ana@example.org", password=PASSWORD, address=HERE):
    return accounts.sign_in(practice_id, name, password, address)


def fail(practice_id, times=1, name="ana@example.org", address=HERE):
    for _ in range(times):
        with pytest.raises(Invalid):
            sign_in(practice_id, name, "not this one at all", address)


def wait_for(practice_id, **how):
    with pytest.raises(TooSoon) as problem:
        sign_in(practice_id, **how)
    return problem.value.wait
