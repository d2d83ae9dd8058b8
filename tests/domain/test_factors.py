"""The second factor (T39): each code once, codes on paper, two steps of signing in, and nothing of it in clear."""

import base64
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import current_app
from sqlalchemy import text

from portal.core.actor import Role
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, NotFound, NotSignedIn, TooSoon
from portal.domain import accounts, factors, sessions
from portal.domain.audit import Event
from portal.domain.factors import Answer, apps, spares
from portal.domain.sessions import halfway
from portal.models.audit import AuditRow
from tests.acts import at_once, at_work
from tests.cast import add_person, found_practice
from tests.domain.guesses import HERE, PASSWORD, sign_in
from tests.second_step import SEED, check, clock, code, refusal

__all__ = ["clock"]


@pytest.fixture
def mara(house, once):
    """Somebody who works here and has an app."""
    return once(_mara)


def _mara():
    return add_person(found_practice("willow"), "Mara", Role.THERAPIST, password=PASSWORD)


def halfway_in(actor):
    cookie = sign_in(actor.practice_id, "mara@example.org")
    with at_work(actor):
        assert sessions.open_with(cookie) is None, "a password alone opens no room"
        return cookie, halfway.open_with(cookie)


# ------------------------------------------------------------------ an app


def test_each_code_is_taken_once_and_clocks_may_differ_by_a_step(mara, clock):
    check(mara, code=code(-1))
    assert refusal(mara, code=code(-1)) == apps.USED
    check(mara, code=f" {code()[:3]} {code()[3:]} ")
    assert refusal(mara, code=code(-1)) == apps.USED, "nor an older one after a newer one"
    check(mara, code=code(1))
    assert refusal(mara, code=code(2)) == refusal(mara, code=code(-2)) == apps.NOT_NOW
    clock.shift(timedelta(seconds=60))
    check(mara, code=code())


@pytest.mark.parametrize("typed", ["", " ", "12345", "1234567", "abcdef", "\0" * 6, "x" * 10_000, "١٢٣٤٥٦"])
def test_what_is_no_code_gets_a_sentence(mara, typed):
    assert refusal(mara, code=typed)


def test_an_app_is_kept_only_when_it_shows_the_right_code(mara, clock):
    seed = factors.new_seed()
    for bad in (("000000", seed), (code(seed=SEED), seed), (code(), "short"), (code(), seed.lower())):
        with at_work(mara), pytest.raises(Invalid):
            factors.add_app(mara, uuid4(), bad[1], bad[0], "")
    with at_work(mara):
        factors.add_app(mara, uuid4(), seed, code(seed=seed), "Old phone")
    with at_work(mara):
        assert {one.name for one in factors.mine(mara)} == {"Authenticator app", "Old phone"}
    assert refusal(mara, code=code(seed=seed)) == apps.USED, "the code it was set up with is used"
    check(mara, code=code(1, seed))


def test_the_seed_and_the_name_lie_nowhere_in_clear(mara):
    seed = factors.new_seed()
    with at_work(mara):
        factors.add_app(mara, uuid4(), seed, code(seed=seed), "My quiet phone")
    with at_work(mara):
        spare = factors.new_codes(mara)[0]
    found = []
    with db.engine.connect() as connection:
        for table in db.metadata.tables:
            found += [str(row) for row in connection.execute(text(f'select * from "{table}"'))]
    everything = "".join(found)
    for word in (seed, str(base64.b32decode(seed)), "My quiet phone", spare, spare.replace("-", "")):
        assert word not in everything


# ------------------------------------------------------------------ two steps


def test_the_second_step_begins_a_session_under_another_cookie(mara):
    cookie, half = halfway_in(mara)
    whole = accounts.finish(half, Answer(code()), HERE)
    with at_work(mara):
        assert whole != cookie
        assert sessions.open_with(whole).person_id == mara.person_id
        assert halfway.open_with(cookie) is None
    with pytest.raises(NotSignedIn):
        accounts.finish(half, Answer(code(1)), HERE)


def test_half_a_session_ends_after_some_minutes_and_with_every_other(mara, clock):
    cookie, _ = halfway_in(mara)
    clock.shift(halfway.LASTS)
    with at_work(mara):
        assert halfway.open_with(cookie) is None
    cookie, half = halfway_in(mara)
    with at_work(mara):
        sessions.end_all(mara.person_id)
    with pytest.raises(NotSignedIn):
        accounts.finish(half, Answer(code()), HERE)


def test_guessing_the_second_factor_grows_slow_whatever_browser_it_comes_from(mara, clock):
    for number in range(5):
        _, half = halfway_in(mara)
        with pytest.raises(Invalid):
            accounts.finish(half, Answer("000000"), f"192.0.2.{number}")
    _, half = halfway_in(mara)
    with pytest.raises(TooSoon):
        accounts.finish(half, Answer(code()), "198.51.100.7")
    clock.shift(timedelta(seconds=1))
    assert accounts.finish(half, Answer(code()), HERE)
    with at_work(mara):
        told = [row.event for row in db.session.query(AuditRow).filter_by(about_id=mara.person_id)]
    assert told.count(Event.FACTOR_REFUSED) == 5


def test_of_two_windows_that_finish_with_one_code_one_is_in(mara):
    halves, came, app = [halfway_in(mara)[1] for _ in range(2)], [], current_app._get_current_object()

    def finish(half):
        with app.app_context():
            try:
                came.append(bool(accounts.finish(half, Answer(code()), HERE)))
            except Invalid:
                came.append(False)
            finally:
                db.session.remove()

    both = [threading.Thread(target=finish, args=(half,)) for half in halves]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(came) == [False, True]


def test_proving_oneself_again_asks_for_both(mara):
    _, half = halfway_in(mara)
    whole = accounts.finish(half, Answer(code(-1)), HERE)
    with at_work(mara):
        who = sessions.open_with(whole)
    for password, answer in ((PASSWORD, Answer()), (PASSWORD, Answer(code(-1))), ("not it at all", Answer(code()))):
        with pytest.raises(Invalid):
            accounts.prove(who, password, answer)
    assert accounts.prove(who, PASSWORD, Answer(code()))


# ------------------------------------------------------------------ codes on paper


def test_ten_codes_each_work_once(mara):
    with at_work(mara):
        first = factors.new_codes(mara)
        assert len(set(first)) == factors.HOW_MANY == 10
    check(mara, code=f" {first[0].lower().replace('-', ' ')}")
    assert refusal(mara, code=first[0]) == spares.NOT_ONE
    with at_work(mara):
        assert factors.left(mara.person_id) == 9
        second = factors.new_codes(mara)
    assert refusal(mara, code=first[1]) == spares.NOT_ONE
    check(mara, code=second[0])


def test_codes_stand_in_for_something_and_are_nobody_elses(mara):
    ana = add_person(mara.practice_id, "Ana", Role.CLIENT)
    with at_work(ana), pytest.raises(Conflict):
        factors.new_codes(ana)
    with at_work(mara):
        codes = factors.new_codes(mara)
    assert refusal(ana, code=codes[0]) == spares.NOT_ONE


# ------------------------------------------------------------------ taking away


def test_the_last_one_that_is_needed_stays_and_nobody_takes_another_persons(mara):
    ben = add_person(mara.practice_id, "Ben", Role.THERAPIST)
    with at_work(mara):
        (mine,) = factors.mine(mara)
        with pytest.raises(Conflict):
            factors.remove(mara, mine.id, is_needed=True)
        with pytest.raises(NotFound):
            factors.remove(ben, mine.id, is_needed=False)
        factors.new_codes(mara)
    with at_work(mara):
        factors.remove(mara, mine.id, is_needed=False)
    with at_work(mara):
        assert (factors.mine(mara), factors.has(mara.person_id), factors.left(mara.person_id)) == ([], False, 0)
    assert sign_in(mara.practice_id, "mara@example.org")


def test_the_form_of_a_factor_sent_twice_is_once_also_in_the_same_moment(mara, house):
    """And somebody else's id is nobody's."""
    one, other = uuid4(), uuid4()
    for factor_id in (one, one):
        with at_work(mara):
            factors.add_app(mara, factor_id, SEED, code(), "Mine")
    seed = factors.new_seed()

    def send():
        with at_work(mara):
            factors.add_app(mara, other, seed, code(seed=seed), "Other")

    assert at_once(house, send) == []
    ben = add_person(mara.practice_id, "Ben", Role.THERAPIST)
    with at_work(ben), pytest.raises(NotFound):
        factors.add_app(ben, one, SEED, code(), "Ben's")
    with at_work(mara):
        assert [factor.name for factor in factors.mine(mara)] == ["Authenticator app", "Mine", "Other"]
        added = db.session.query(AuditRow).filter_by(event=str(Event.FACTOR_ADDED)).all()
        assert len(added) == 2


def test_two_removals_in_the_same_moment_leave_the_one_that_is_needed(mara, house):
    with at_work(mara):
        factors.add_app(mara, uuid4(), SEED, code(), "Second")
    with at_work(mara):
        left = [factor.id for factor in factors.mine(mara)]

    def remove():
        factor_id = left.pop()
        with at_work(mara):
            factors.remove(mara, factor_id, is_needed=True)

    assert [type(problem) for problem in at_once(house, remove)] == [Conflict]
    with at_work(mara):
        assert len(factors.mine(mara)) == 1


def test_whoever_is_helped_back_in_starts_with_none(mara):
    with at_work(mara):
        factors.new_codes(mara)
        factors.forget(mara.person_id)
    with at_work(mara):
        assert (factors.has(mara.person_id), factors.mine(mara), factors.left(mara.person_id)) == (False, [], 0)
