"""A fresh start: new keys in the same account; the old ones are kept, and what they open comes back when found."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core.actor import Role
from portal.core.clock import living_at, now
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, NotFound
from portal.domain import accounts, caseload, consent, journal, mood, prompts, recovery, sessions, vault
from portal.domain.accounts import tries
from portal.domain.audit import Event
from portal.domain.recovery import State
from portal.models.caseload import Assignment
from portal.models.vault import Item
from tests import second_step
from tests.cast import KIT
from tests.domain.test_mail import choose, deliver
from tests.domain.test_recovery_requests import NEW, TWO_DAYS, back_in, events, state
from tests.recovery_stories import ADDRESS, agreed, asked, name_of

OLD = "a lamp in the third window"


@pytest.fixture
def alone(cast):
    """Ana has a password and a code, and nobody else could open her keys."""
    with unit_of_work(cast.ana.practice_id):
        vault.set_password(cast.ana.keys, OLD)
        code = vault.new_code(cast.ana.keys)
        vault.stop_hold(cast.ana.keys.principal_id, vault.practice_principal("recovery").id)
    return code


def let_anew(cast):
    """An officer has agreed that Ana begins anew in the browser that waits: its cookie, and the request."""
    cookie, pairing = asked(cast.ana)
    with work(cast.ana):
        assert recovery.find(cast.tova, pairing) is None
        for name in ("nobody@example.org", name_of(cast.ben)):
            with pytest.raises(Invalid, match="No browser waits"):
                recovery.let_begin_anew(cast.tova, pairing, name)
        recovery.let_begin_anew(cast.tova, pairing, name_of(cast.ana))
    with work(cast.ana):
        [found] = recovery.desk(cast.tova).agreed
        return cookie, found.id


def begun_anew(cast):
    """Ana, two days after an officer agreed that she begins anew."""
    cookie, _ = let_anew(cast)
    with living_at(now() + TWO_DAYS):
        return back_in(cast.ana, cookie).acting_as(Role.CLIENT)


def work(actor, **kept):
    return unit_of_work(actor.practice_id, **kept)


def test_whoever_lost_everything_begins_anew_and_what_was_there_stays_and_is_closed(cast, alone):
    """The same two days, told and stopped in the same way; the old keys open what they did, and nothing newer."""
    cookie, request_id = let_anew(cast)
    assert state(cookie, cast.ana) is State.AGREED
    with work(cast.ana, writes=False):
        assert recovery.taken_up(cast.tova, request_id).is_anew
        assert [one.is_anew for one in recovery.told(cast.ana)] == [True]
        before = db.session.scalar(select(func.count()).select_from(Item))
    with pytest.raises(Invalid):
        recovery.come_back(cast.ana.practice_id, cookie, NEW)
    with living_at(now() + TWO_DAYS):
        ana = back_in(cast.ana, cookie).acting_as(Role.CLIENT)
    with work(ana):
        assert recovery.is_closed(ana)
        assert not recovery.is_assisted(ana)
        assert db.session.scalar(select(func.count()).select_from(Item)) == before, "nothing is thrown away"
        assert vault.read_all(ana.unlocked(), {journal.KIND}) is not None
        assert not list(vault.read_all(ana.unlocked(), {journal.KIND}))
        assert list(vault.read_all(vault.open_with_code(cast.ana.keys.principal_id, alone), {journal.KIND}))
        fresh = journal.write(ana, "Written since.")
        assert not any(vault.fsck().values())
    with work(ana):
        assert journal.read(ana, fresh).body == "Written since."
        assert not vault.latest_readable(cast.ana.keys, [fresh])
        assert consent.read_shared(cast.mara, cast.entry_id), "what was open to somebody stays so until she stops it"
    with work(ana):
        consent.stop_person(ana, cast.mara.person_id)
    with work(ana), pytest.raises(NotFound):
        consent.read_shared(cast.mara, cast.entry_id)
    assert {Event.BEGUN_ANEW, Event.BACK_IN_USED} <= set(events(ana))
    with pytest.raises(Invalid):
        accounts.sign_in(ana.practice_id, name_of(ana), OLD, ADDRESS)


def test_the_two_days_are_days_in_which_the_practice_was_open(cast, house):
    """Closed for three days it is ready three days later; what was ready before stays so."""
    cookie, _ = agreed(cast.ana, cast.tova)
    with work(cast.ana):
        recovery.put_off(timedelta(days=3))
    with living_at(now() + timedelta(days=3)):
        assert state(cookie, cast.ana) is State.AGREED
    with living_at(now() + timedelta(days=6)):
        assert state(cookie, cast.ana) is State.READY
        with work(cast.ana):
            recovery.put_off(timedelta(hours=1))
        assert state(cookie, cast.ana) is State.READY


def test_the_old_password_or_the_old_code_opens_it_all_again_once(cast, alone):
    ana = begun_anew(cast)
    with work(ana):
        since = journal.write(ana, "Written since.")
        consent.share(ana, since, cast.mara.person_id)
    for wrong in ("", NEW, alone[:-1] + "0"):
        with pytest.raises(Invalid, match="opens nothing"):
            recovery.reopen(ana, wrong)
    with living_at(now() + timedelta(hours=1)):
        assert recovery.reopen(ana, alone) >= 2
        with pytest.raises(Invalid):
            recovery.reopen(ana, OLD)  # it is all there already
    with work(ana):
        assert not recovery.is_closed(ana)
        assert not any(vault.fsck().values())
        assert {journal.read(ana, one).body for one in (cast.private_id, cast.entry_id, since)} == {
            "Not for anyone.",
            "We talked at last.",
            "Written since.",
        }
        assert consent.read_shared(cast.mara, cast.entry_id)
        assert consent.read_shared(cast.mara, since)
        assert set(db.session.scalars(select(Item.owner_id).where(Item.kind == journal.KIND))) == {
            ana.unlocked().principal_id
        }
        consent.stop(ana, cast.entry_id, cast.mara.person_id)
    with work(ana):
        with pytest.raises(NotFound):
            consent.read_shared(cast.mara, cast.entry_id)
        consent.share(ana, cast.private_id, cast.mara.person_id)
        assert consent.read_shared(cast.mara, cast.private_id)
    assert Event.REUNITED in events(ana)


def test_a_standing_consent_of_before_goes_no_further_when_the_old_keys_open(cast, alone):
    """What came by it stays open; nobody was asked about what is written from now on."""
    with work(cast.ana):
        consent.give_stream(cast.ana, cast.mara.person_id, "words", 90)
    with work(cast.ana):
        mood.check_in(cast.ana, 3, mood.Words("While it stood."))
    ana = begun_anew(cast)
    with work(ana):
        consent.give_stream(ana, cast.mara.person_id, "goals", 30)
        consent.ask_back(ana, cast.mara.person_id)
    with work(ana):
        assert consent.wishes(cast.mara)
    recovery.reopen(ana, alone)
    with work(ana):
        assert [one.what for one in consent.streams(ana)] == ["goals"], "what was given since stands"
        mood.check_in(ana, 2, mood.Words("Not for Mara."))
        assert not consent.wishes(cast.mara), "nothing of before is left to hand back"
    with work(cast.mara):
        _, past, words = mood.look_at(cast.mara, ana.person_id)
        assert (past.chart.counted.filled, [said.line for _, said in words]) == (1, ["While it stood."])
    with work(ana):
        assert not any(vault.fsck().values())
        consent.stop_person(ana, cast.mara.person_id)
    with work(cast.mara):
        assert mood.look_at(cast.mara, ana.person_id)[2] == []
    assert events(ana).count(Event.STREAM_ENDED) == 2, "the levels and their words"


def test_a_wish_to_have_it_back_ends_with_what_it_is_about(cast, alone):
    """Stopped for this reader, there is nothing to hand back, and nobody is asked any longer."""
    ana = begun_anew(cast)
    with work(ana):
        consent.ask_back(ana, cast.mara.person_id)
    with work(ana):
        consent.stop_person(ana, cast.mara.person_id)
    with work(ana):
        assert not consent.wishes(cast.mara)
        assert consent.hand_back(cast.mara, ana.person_id) == 0
        assert not consent.holders(ana)
    assert Event.HANDED_BACK not in events(ana)


def test_a_reader_hands_back_the_very_versions_they_have_and_only_when_asked(cast, alone):
    """T67: what was edited since, what is private and what waits stays closed; twice is once; seen in the log."""
    with work(cast.ana):
        journal.edit(cast.ana, cast.entry_id, 1, "We talked at last, and more.")
        prompts_id = prompts.ask(cast.mara, cast.ana.person_id, "And since?")
    ana = begun_anew(cast)
    with work(ana):
        assert consent.hand_back(cast.mara, ana.person_id) == 0, "unasked"
        assert [one.name for one in consent.holders(ana)] == ["Mara"]
        for _ in range(2):
            consent.ask_back(ana, cast.mara.person_id)
        with pytest.raises(NotFound):
            consent.ask_back(ana, cast.idris.person_id)
        assert consent.hand_back(cast.idris, ana.person_id) == consent.hand_back(cast.vera, ana.person_id) == 0
        assert not consent.wishes(cast.idris)
    with work(ana):
        assert [one.client_id for one in consent.wishes(cast.mara)] == [ana.person_id]
        assert [consent.hand_back(cast.mara, ana.person_id) for _ in range(2)] == [1, 0]
    with work(ana):
        assert vault.latest_readable(ana.unlocked(), [cast.entry_id])[cast.entry_id].version == 1
        assert not vault.latest_readable(ana.unlocked(), [cast.private_id])
        assert vault.latest_readable(ana.unlocked(), [prompts_id]), "what was written for her goes along"
        assert [consent.take_up(ana) for _ in range(2)] == [1, 0]
        assert not any(vault.fsck().values())
    with work(ana):
        assert journal.read(ana, cast.entry_id).body == "We talked at last."
        consent.share(ana, cast.entry_id, cast.mara.person_id, version=1)
        assert "Mara" in {line.who for line in consent.log(ana).lines if "handed back" in line.sentence}
        assert not consent.holders(ana) or consent.holders(ana)[0].asked_at is None
    recovery.reopen(ana, alone)
    with work(ana):
        every = [text.data.decode() for text in vault.read_all(ana.unlocked(), {journal.KIND}, every_version=True)]
        assert sum("We talked at last" in text for text in every) == 3, (
            "and what she had written since, between the two"
        )
        assert journal.read(ana, cast.private_id).body == "Not for anyone."
        assert not any(vault.fsck().values())


def test_the_end_of_care_ends_what_was_given_before_a_fresh_start_too(cast, alone):
    """It would wake up, unasked, with the next assignment."""
    ana = begun_anew(cast)
    with work(ana):
        pair = (Assignment.client_id == ana.person_id, Assignment.therapist_id == cast.mara.person_id)
        caseload.end(cast.olga, db.session.scalars(select(Assignment.id).where(*pair)).one())
        caseload.assign(cast.olga, ana.person_id, cast.mara.person_id)
    with work(ana), pytest.raises(NotFound):
        consent.read_shared(cast.mara, cast.entry_id)
    assert Event.PERSON_STOPPED in events(ana)


def test_the_only_officer_comes_back_by_the_kit_though_the_second_step_is_lost(cast):
    """After two days, told meanwhile: nobody else is there to say so."""
    cookie, _ = asked(cast.tova)
    recovery.agree_by_kit(cast.tova.practice_id, cookie, KIT, ADDRESS, factors_lost=True)
    with work(cast.tova):
        assert [one.factors_lost for one in recovery.told(cast.tova)] == [True]
    with living_at(now() + TWO_DAYS):
        session = recovery.come_back(cast.tova.practice_id, cookie, NEW)
    with work(cast.tova, writes=False):
        assert sessions.open_with(session), "a whole session: nothing more is asked"


def test_whoever_signs_in_with_what_was_said_to_be_lost_ends_the_wait(cast, alone, box):
    """Else somebody who talked an officer round would be the account in two days, its owner's password in hand.

    Whose it is is told of the ending as of the beginning: by a mail that says nothing.
    """
    choose(cast.ana)
    cookie, _ = let_anew(cast)
    deliver(cast.ana)
    accounts.sign_in(cast.ana.practice_id, name_of(cast.ana), OLD, ADDRESS)
    assert state(cookie, cast.ana) is State.OVER
    assert events(cast.ana).count(Event.BACK_IN_STOPPED) == 1
    deliver(cast.ana)
    assert box.subjects == ["Something new for you"] * 2
    with living_at(now() + TWO_DAYS), pytest.raises(Invalid):
        recovery.come_back(cast.ana.practice_id, cookie, NEW)


def test_a_stranger_learns_from_a_code_neither_who_has_an_account_nor_makes_anybody_wait(cast):
    """Before an officer has agreed every name gets one answer, however often; signing in does not wait for it."""
    with work(cast.ana):
        second_step.give(cast.ana)
    for name in (None, "nobody@example.org"):
        cookie, _ = asked(cast.ana, name)
        for number in range(7):
            with pytest.raises(Invalid) as refused:
                recovery.hasten(cast.ana.practice_id, cookie, "000000", f"192.0.2.{number}")
            assert refused.value.field == "code"
    with work(cast.ana):
        tries.knock(cast.ana.practice_id, tries.of_factor(cast.ana.practice_id, cast.ana.person_id))


def test_an_officers_word_and_a_code_of_the_app_need_no_two_days(cast):
    """Neither alone, not a paper code, and not where the officer said that the second step is lost."""
    with work(cast.ana):
        second_step.give(cast.ana)
    waits, _ = asked(cast.ana)
    lost, pairing = asked(cast.ana)
    cookie, _ = agreed(cast.ana, cast.tova)
    with work(cast.ana):
        recovery.agree(cast.tova, recovery.find(cast.tova, pairing).id, pairing, factors_lost=True)
        assert [recovery.waiting(one).may_hasten for one in (waits, lost, cookie)] == [False, False, True]
    for wrong, said in ((waits, second_step.code()), (lost, second_step.code()), (cookie, "000000")):
        with pytest.raises(Invalid):
            recovery.hasten(cast.ana.practice_id, wrong, said, ADDRESS)
    assert events(cast.ana).count(Event.SIGN_IN_FAILED) == 1, "a guess where a code would have done is written down"
    recovery.hasten(cast.ana.practice_id, cookie, second_step.code(-1), ADDRESS)
    assert state(cookie, cast.ana) is State.READY
    assert Event.BACK_IN_HASTENED in events(cast.ana)
    assert back_in(cast.ana, cookie).person_id == cast.ana.person_id
