"""Passkeys as a second factor (T39): for one address, for one session, once, and only when they checked who it was."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Invalid
from portal.domain import factors, sessions
from portal.domain.factors import Answer, Site, passkeys
from portal.domain.operators import OnDuty, care, doctor
from portal.models.factors import Factor
from portal.models.practices import Practice
from tests.acts import at_work
from tests.authenticator import PRESENT, Authenticator
from tests.cast import add_person, found_practice
from tests.second_step import NOON, check, clock, refusal

__all__ = ["clock"]

OPERATOR = OnDuty(uuid4(), uuid4(), "", NOON, NOON)
SITE = Site("https://willow.example", "willow.example")


@pytest.fixture
def mara(house, once):
    """Somebody who works here and has an app."""
    return once(_mara)


def _mara():
    practice_id = found_practice("willow")
    with unit_of_work(None):
        db.session.get(Practice, practice_id).host = SITE.rp_id
    return add_person(practice_id, "Mara", Role.THERAPIST)


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


def test_under_another_host_a_passkey_counts_for_nothing_and_a_password_alone_still_opens_nothing(mara, with_passkey):
    practice_id = mara.practice_id
    with at_work(mara):
        factors.remove(mara, next(factor.id for factor in factors.mine(mara) if not factor.is_passkey), is_needed=True)
        codes = factors.new_codes(mara)
        cookie = sessions.start(practice_id, mara.person_id, mara.unlocked())
    here = SITE.rp_id

    def stands():
        with at_work(mara):
            who = sessions.open_with(cookie)
            shown = [factor.is_of_here for factor in factors.mine(mara)]
            asked_for = factors.ask_for_one(mara, uuid4(), SITE)["allowCredentials"]
            return who.has_passkey, who.has_factor, factors.kinds_of(mara.person_id), len(asked_for), shown

    assert stands() == (True, True, {"passkey"}, 1, [True])
    with at_work(mara):
        assert (factors.stranded(here), factors.stranded("new.example"), factors.strangers()) == ((0, 0), (1, 0), 0)
    assert doctor._passkeys().is_well
    with pytest.raises(Invalid, match="stop answering: 1"):
        care.keep_host(OPERATOR, practice_id, "new.example")
    care.keep_host(OPERATOR, practice_id, "new.example", is_understood=True)
    assert not doctor._passkeys().is_well
    assert stands() == (False, True, frozenset(), 0, [False])
    with at_work(mara):
        assert factors.has(mara.person_id), "no password alone lets her in"
        assert factors.strangers() == 1
    check(mara, code=codes[0])
    with at_work(mara):
        assert factors.left(mara.person_id) == len(codes) - 1
    care.keep_host(OPERATOR, practice_id, here)
    assert stands() == (True, True, {"passkey"}, 1, [True])
    with at_work(mara):
        for code in codes[1:]:
            factors.check(mara, Answer(code=code))
    assert care.stranded(practice_id) == (1, 1), "one person with nothing else"


def test_a_passkey_without_a_name_is_one_of_the_installations_own_and_its_name_is_noted_on_use(mara):
    own, practice_id = Site("http://localhost:8000", "localhost"), mara.practice_id
    device, session_id = Authenticator(origin=own.origin, rp_id=own.rp_id, counter=1), uuid4()
    care.keep_host(OPERATOR, practice_id, "")
    with at_work(mara):
        options = factors.ask_for_new(mara, session_id, own, "Mara")
        factors.add_passkey(mara, session_id, own, uuid4(), device.make(options), "Work laptop")
        db.session.execute(update(Factor).values(rp_id=None))
    with at_work(mara):
        assert factors.kinds_of(mara.person_id) == {"app", "passkey"}
        assert (factors.stranded(None), factors.stranded("new.example"), factors.strangers()) == ((0, 0), (1, 0), 0)
    with pytest.raises(Invalid, match="stop answering: 1"):
        care.keep_host(OPERATOR, practice_id, "new.example")
    care.keep_host(OPERATOR, practice_id, "new.example", is_understood=True)
    with at_work(mara):
        assert factors.kinds_of(mara.person_id) == {"app"}, "so a code of the app is taken here"
        assert factors.strangers() == 1
    care.keep_host(OPERATOR, practice_id, "")
    check(mara, **signed(mara, device, own))
    with at_work(mara):
        assert set(db.session.execute(select(Factor.kind, Factor.rp_id))) == {("app", None), ("passkey", "localhost")}


def test_the_last_that_answers_is_kept_and_the_codes_on_paper_go_with_the_last_of_all(mara, with_passkey):
    with at_work(mara):
        factors.new_codes(mara)
    care.keep_host(OPERATOR, mara.practice_id, "new.example", is_understood=True)
    with at_work(mara):
        app, old = (factor.id for factor in sorted(factors.mine(mara), key=lambda each: each.is_passkey))
    with pytest.raises(Conflict), at_work(mara):
        factors.remove(mara, app, is_needed=True)
    with at_work(mara):
        factors.remove(mara, app, is_needed=False)
        assert factors.left(mara.person_id) > 0, "they still stand for the passkey"
        factors.remove(mara, old, is_needed=False)
        assert factors.left(mara.person_id) == 0
