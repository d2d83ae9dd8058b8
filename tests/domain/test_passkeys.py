"""Passkeys as a second factor (T39): for one address, for one session, once, and only when they checked who it was."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.db import unit_of_work
from portal.core.errors import Invalid
from portal.domain import factors
from portal.domain.factors import Answer, Site, passkeys
from tests.acts import at_work
from tests.authenticator import PRESENT, Authenticator
from tests.cast import add_person, found_practice

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SITE = Site("https://willow.example", "willow.example")


@pytest.fixture
def mara(house, once):
    """Somebody who works here and has an app."""
    return once(_mara)


def _mara():
    return add_person(found_practice("willow"), "Mara", Role.THERAPIST)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moving:
        yield moving


def check(actor, **answer):
    with unit_of_work(actor.practice_id):
        factors.check(actor, Answer(**answer))


def refusal(actor, **answer):
    with pytest.raises(Invalid) as problem:
        check(actor, **answer)
    return str(problem.value)


@pytest.fixture
def with_passkey(mara):
    """Mara with a passkey, and the device that has it."""
    device, session_id = Authenticator(counter=1), uuid4()
    with at_work(mara):
        options = factors.ask_for_new(mara, session_id, SITE, "Mara")
        factors.add_passkey(mara, session_id, SITE, uuid4(), device.make(options), "Work laptop")
    return device


def asked(actor, session_id):
    with at_work(actor):
        return factors.ask_for_one(actor, session_id, SITE)


def signed(actor, device, site=SITE, **lies):
    """What becomes of one use of the device."""
    session_id = uuid4()
    options = asked(actor, session_id)
    for name, value in lies.items():
        setattr(device, name, value)
    return {"passkey": device.sign(options), "session_id": session_id, "site": site}


def test_a_passkey_signs_for_its_session_once(mara, with_passkey):
    answer = signed(mara, with_passkey)
    with at_work(mara):
        assert [one.name for one in factors.mine(mara)] == ["Authenticator app", "Work laptop"]
    check(mara, **answer)
    assert refusal(mara, **answer) == passkeys.TOO_LATE
    check(mara, **signed(mara, with_passkey))
    assert refusal(mara, **(signed(mara, with_passkey) | {"session_id": uuid4()})) == passkeys.TOO_LATE


@pytest.mark.parametrize(
    ("lies", "says"),
    [
        ({"origin": "https://wi11ow.example"}, passkeys.ELSEWHERE),
        ({"origin": "http://willow.example"}, passkeys.ELSEWHERE),
        ({"rp_id": "example"}, passkeys.ELSEWHERE),
        ({"flags": PRESENT}, passkeys.UNCHECKED),
        ({"counter": -1}, passkeys.BEHIND),
        ({"key": Authenticator().key}, passkeys.UNREADABLE),
        ({"id": b"another one"}, passkeys.NOT_OURS),
    ],
)
def test_a_passkey_that_is_not_right_gets_a_clear_sentence(mara, with_passkey, lies, says):
    """T39: origin, rpId, user verification, counter, signature, and one that is not theirs."""
    if lies.get("counter"):
        check(mara, **signed(mara, with_passkey))
        lies = {"counter": 0}
        with_passkey.counter = 0
    assert refusal(mara, **signed(mara, with_passkey, **lies)) == says


def test_a_passkey_from_another_origin_is_not_even_added(mara):
    session_id = uuid4()
    for device, says in (
        (Authenticator(origin="https://evil.example"), passkeys.ELSEWHERE),
        (Authenticator(rp_id="evil.example"), passkeys.ELSEWHERE),
        (Authenticator(flags=PRESENT), passkeys.UNCHECKED),
    ):
        with at_work(mara):
            options = factors.ask_for_new(mara, session_id, SITE, "Mara")
        with at_work(mara), pytest.raises(Invalid) as problem:
            factors.add_passkey(mara, session_id, SITE, uuid4(), device.make(options), "")
        assert str(problem.value) == says


def test_a_challenge_is_old_after_five_minutes(mara, with_passkey, clock):
    answer = signed(mara, with_passkey)
    clock.shift(passkeys.FRESH + timedelta(seconds=1))
    assert refusal(mara, **answer) == passkeys.TOO_LATE


@pytest.mark.parametrize("answer", ["{}", "[]", "null", "x", '{"id": 7}', '{"id": "x", "response": {}}', "{" * 20_000])
def test_nonsense_from_a_script_gets_a_sentence(mara, with_passkey, answer):
    session_id = uuid4()
    asked(mara, session_id)
    assert refusal(mara, passkey=answer, session_id=session_id, site=SITE)
    with at_work(mara), pytest.raises(Invalid):
        factors.add_passkey(mara, session_id, SITE, uuid4(), answer, "")


@pytest.mark.parametrize(
    ("address", "can"),
    [
        ("https://willow.example/p/x", True),
        ("http://localhost:8000", True),
        ("http://willow.example", False),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]", False),
    ],
)
def test_an_address_without_a_name_or_certificate_has_no_passkeys(address, can):
    assert Site.at(address).can_have_passkeys is can
