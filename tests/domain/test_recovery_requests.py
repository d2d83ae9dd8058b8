"""Back in: by the recovery code, or by the practice with two people or two days, seen and stopped by the client."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import living_at, now
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Forbidden, Invalid, Locked, NotFound, TooSoon
from portal.domain import accounts, consent, factors, journal, recovery, sessions, vault
from portal.domain.audit import Event
from portal.domain.recovery import State
from portal.models.audit import AuditRow
from portal.models.people import Person
from portal.models.recovery import RecoveryRequest
from portal.models.vault import Lock
from tests import second_step
from tests.cast import PASSWORD, add_person, also_an_officer
from tests.domain.test_mail import choose, deliver, notify
from tests.domain.test_recovery import as_officer
from tests.recovery_stories import ADDRESS, agreed, asked, consent_keys, name_of

NEW = "four lanterns along the quay"
TWO_DAYS = timedelta(hours=48)


@pytest.fixture
def second(cast):
    """A second officer: Mara."""
    return also_an_officer(cast.mara)


def state(cookie, actor):
    with unit_of_work(actor.practice_id, writes=False):
        return recovery.waiting(cookie).state


def back_in(actor, cookie, password=NEW):
    """The keys of whoever came back in with this cookie."""
    session = second_step.finished(actor, recovery.come_back(actor.practice_id, cookie, password))
    with unit_of_work(actor.practice_id, writes=False):
        return sessions.open_with(session)


def events(person):
    with unit_of_work(person.practice_id, writes=False):
        return list(db.session.scalars(select(AuditRow.event).where(AuditRow.about_id == person.person_id)))


# ------------------------------------------------------------------ helped by the practice


def test_an_officer_alone_waits_two_days_by_the_clock_and_only_the_waiting_browser_goes_on(cast):
    """T26: ready at 48:00:00 and not a second before; one's words are there again; the officer's own browser opens
    nothing."""
    cookie, request_id = agreed(cast.ana, cast.tova)
    begun, before = now(), consent_keys(cast.ana)
    with unit_of_work(cast.ana.practice_id, writes=False):
        ready_at = recovery.taken_up(cast.tova, request_id).ready_at
    assert timedelta() <= begun - (ready_at - TWO_DAYS) < timedelta(minutes=1)
    officers_own, _ = asked(cast.ana)  # what an officer can do alone: ask in the client's name themselves
    with living_at(ready_at - timedelta(seconds=1)):
        assert state(cookie, cast.ana) is State.AGREED
        with pytest.raises(Invalid):
            back_in(cast.ana, cookie)
    with living_at(ready_at):
        for other in (officers_own, b"", cookie[:-1] + b"\0"):
            with pytest.raises(Invalid):
                back_in(cast.ana, other)
        with pytest.raises(Invalid, match="12 characters"):
            back_in(cast.ana, cookie, "short")
        ana = back_in(cast.ana, cookie).acting_as(Role.CLIENT)
        with pytest.raises(Invalid):
            back_in(cast.ana, cookie)  # once
    with unit_of_work(cast.ana.practice_id):
        assert journal.read(ana, cast.private_id).body == "Not for anyone."
        assert recovery.is_assisted(ana)
        with pytest.raises(Locked):
            vault.set_code(cast.ana.keys, "")  # the keys of before are worth nothing
        row = db.session.scalars(select(RecoveryRequest).where(RecoveryRequest.id == request_id)).one()
        assert row.sealed is None
    assert before
    assert not before & consent_keys(ana), "what is written from now on is under other keys"
    assert accounts.sign_in(ana.practice_id, name_of(ana), NEW, ADDRESS)


def test_a_second_officer_makes_it_ready_at_once_and_it_is_another_person(cast, second):
    """T26: the same officer twice is one, and nobody agrees to their own request."""
    cookie, request_id = agreed(cast.ana, cast.tova)
    with unit_of_work(cast.ana.practice_id), pytest.raises(Conflict, match="agreed already"):
        recovery.agree(cast.tova, request_id)
    with unit_of_work(cast.ana.practice_id):
        recovery.agree(second, request_id)
    assert state(cookie, cast.ana) is State.READY
    own, pairing = asked(second)
    with unit_of_work(cast.ana.practice_id):
        found = recovery.find(second, pairing)
        with pytest.raises(Conflict, match="Somebody else helps you"):
            recovery.agree(second, found.id, pairing)
        recovery.agree(cast.tova, found.id, pairing)  # staff are always held: an officer is helped by another
        with pytest.raises(Conflict, match="Somebody else helps you"):
            recovery.agree(second, found.id)
    with living_at(now() + TWO_DAYS):
        mara = as_officer(back_in(second, own).acting_as(Role.THERAPIST))
    with unit_of_work(cast.ana.practice_id):
        assert recovery.open_key(mara)  # still an officer, with keys made anew
        assert consent.read_shared(
            mara.__class__(mara.person_id, mara.practice_id, Role.THERAPIST, mara.keys), cast.entry_id
        )


def test_a_second_step_that_is_lost_goes_on_an_officers_word_and_is_told(cast):
    """Whoever is helped without that word is still asked for it."""
    agreed(cast.mara, cast.tova)
    cookie, pairing = asked(cast.mara)
    with unit_of_work(cast.mara.practice_id):
        found = recovery.find(cast.tova, pairing)
        recovery.agree(cast.tova, found.id, pairing, factors_lost=True)
        assert {one.factors_lost for one in recovery.told(cast.mara)} == {True, False}
    with living_at(now() + TWO_DAYS):
        session = recovery.come_back(cast.mara.practice_id, cookie, NEW)
    with unit_of_work(cast.mara.practice_id, writes=False):
        assert sessions.open_with(session), "a whole session: nothing more is asked"
        assert not factors.has(cast.mara.person_id)
    assert Event.FACTORS_FORGOTTEN in events(cast.mara)
    asks, _ = agreed(cast.vera, cast.tova)
    with living_at(now() + TWO_DAYS):
        session = recovery.come_back(cast.vera.practice_id, asks, NEW)
    with unit_of_work(cast.vera.practice_id, writes=False):
        assert sessions.open_with(session) is None


def test_what_an_officer_agreed_to_ends_with_the_role(cast, second, box):
    """Alone or as the second of two; what others agreed to stands. Whose it was is told by mail, once for both."""
    cookie, request_id = agreed(cast.ana, second)
    both, both_id = agreed(cast.ana, cast.tova)
    others, _ = agreed(cast.ben, cast.tova)
    for person in (cast.ana, cast.ben):
        choose(person)
    with unit_of_work(cast.ana.practice_id):
        recovery.agree(second, both_id)
        recovery.end_officer(cast.tova, second.person_id)
        assert recovery.told(cast.ana) == []
        rows = select(RecoveryRequest.sealed).where(RecoveryRequest.id.in_([request_id, both_id]))
        assert db.session.scalars(rows).all() == [None, None]
    assert events(cast.ana).count(Event.BACK_IN_STOPPED) == 2
    assert events(cast.ben).count(Event.BACK_IN_STOPPED) == 0
    deliver(cast.ana)
    assert box.subjects == ["Something new for you"], "to Ana; nothing of Ben's ended"
    with living_at(now() + TWO_DAYS):
        assert [state(each, cast.ana) for each in (cookie, both, others)] == [State.OVER, State.OVER, State.READY]
        with pytest.raises(Invalid):
            back_in(cast.ana, cookie)


def test_the_client_stops_it_from_any_session_and_nothing_opens(cast, second):
    """T26: veto; also of what two officers had agreed to."""
    cookie, request_id = agreed(cast.ana, cast.tova)
    with unit_of_work(cast.ana.practice_id):
        (told,) = recovery.told(cast.ana)
        assert (told.by, told.was_used) == ("Tova", False)
        assert recovery.told(cast.ben) == []
        with pytest.raises(NotFound):
            recovery.veto(cast.ben, request_id)
        recovery.agree(second, request_id)
        recovery.veto(cast.ana, request_id)
        recovery.veto(cast.ana, request_id)
        assert recovery.told(cast.ana) == []
        with pytest.raises(Conflict):
            recovery.agree(second, request_id)
    with living_at(now() + TWO_DAYS), pytest.raises(Invalid):
        back_in(cast.ana, cookie)
    assert state(cookie, cast.ana) is State.OVER
    assert events(cast.ana).count(str(Event.BACK_IN_STOPPED)) == 1


def test_each_step_is_in_the_clients_own_log_mailed_and_told_for_thirty_days(cast, second, box):
    """T26: rows the client reads, mails that say nothing and come although three before went unanswered, a banner."""
    choose(cast.ana)
    for day in range(4):
        with living_at(now() - timedelta(days=9 - day)):
            notify(cast.ana)
            deliver(cast.ana)
    assert len(box.letters) == 3
    cookie, request_id = agreed(cast.ana, cast.tova)
    deliver(cast.ana)
    with unit_of_work(cast.ana.practice_id):
        recovery.agree(second, request_id)
    deliver(cast.ana)
    ana = back_in(cast.ana, cookie).acting_as(Role.CLIENT)
    deliver(cast.ana)
    assert [message["Subject"] for _, _, message in box.letters[3:]] == [
        "Something new for you",
        "Something new for you",
        "Sign-in from a new device",
    ]
    with unit_of_work(cast.ana.practice_id):
        said = [line.sentence for line in consent.log(ana).lines]
        assert len([line for line in said if "back into" in line]) == 3
        for days, lines in ((29, 1), (31, 0)):
            with living_at(now() + timedelta(days=days)):
                assert len(recovery.told(ana)) == lines
        person = db.session.scalars(select(Person).where(Person.id == ana.person_id)).one()
        assert timedelta(days=29) < person.told_until - now() <= timedelta(days=30)


def test_a_planted_key_or_an_earlier_date_opens_nothing(cast):
    """Whoever writes the table can make it unreadable, and no more."""
    cookie, request_id = agreed(cast.ana, cast.tova)
    other, pairing = asked(cast.ana)
    with unit_of_work(cast.ana.practice_id):
        row = db.session.scalars(select(RecoveryRequest).where(RecoveryRequest.id == request_id)).one()
        row.ready_at = now()
    with pytest.raises(Locked):
        back_in(cast.ana, cookie)
    with unit_of_work(cast.ana.practice_id):
        found = recovery.find(cast.tova, pairing)
        row = db.session.scalars(select(RecoveryRequest).where(RecoveryRequest.id == found.id)).one()
        row.browser_public_key = bytes(len(row.browser_public_key))
    with unit_of_work(cast.ana.practice_id), pytest.raises(Locked):
        recovery.agree(cast.tova, found.id, pairing)
    assert other


def test_only_officers_with_the_key_help_anybody(cast):
    _, pairing = asked(cast.ana)
    with unit_of_work(cast.ana.practice_id):
        for act in (recovery.desk, lambda who: recovery.find(who, pairing)):
            with pytest.raises(Forbidden):
                act(cast.olga)
        found = recovery.find(cast.tova, pairing.lower().replace(" ", ""))
        with pytest.raises(Locked):
            recovery.agree(as_officer(cast.olga), found.id, pairing)  # an officer by name alone
        with pytest.raises(NotFound):
            recovery.agree(cast.tova, found.id, "K4M 7TW")  # without the code they were read
        with pytest.raises(Invalid):
            recovery.find(cast.tova, "K4M 7TW")
    with unit_of_work(cast.foreign_admin.practice_id), pytest.raises(Invalid):
        recovery.find(as_officer(cast.foreign_admin), pairing)


# ------------------------------------------------------------------ who chose only me, and names nobody has


def test_only_me_ends_in_not_possible_and_an_old_escrow_row_opens_nothing(cast):
    """T25: for the officer the same as a name nobody has; the lock that the practice held, put back from a backup, is
    worth nothing."""
    eve = add_person(cast.ana.practice_id, "Eve", Role.CLIENT, password=PASSWORD)
    with unit_of_work(eve.practice_id):
        recovery_id = vault.practice_principal("recovery").id
        kept = db.session.scalars(
            select(Lock).where(Lock.principal_id == eve.keys.principal_id, Lock.holder_id == recovery_id)
        ).one()
        backup = {column.key: getattr(kept, column.key) for column in Lock.__table__.columns}
    with pytest.raises(Invalid):
        recovery.only_me(eve, "not my password")
    session, code = recovery.only_me(eve, PASSWORD)
    with unit_of_work(eve.practice_id):
        eve = sessions.open_with(session).acting_as(Role.CLIENT)
        assert not recovery.is_assisted(eve)
        assert vault.open_with_code(eve.keys.principal_id, code) == eve.keys
    for name in (name_of(eve), "nobody@example.org"):
        _, pairing = asked(eve, name)
        with unit_of_work(eve.practice_id):
            assert recovery.find(cast.tova, pairing) is None
            row = db.session.scalars(select(RecoveryRequest).order_by(RecoveryRequest.asked_at.desc()).limit(1)).one()
            with pytest.raises(Conflict, match="Nobody can be helped"):
                recovery.agree(cast.tova, row.id, pairing)
    with unit_of_work(eve.practice_id):
        db.session.add(Lock(**backup))
        db.session.flush()
        with pytest.raises(Locked):
            vault.open_held(eve.keys.principal_id, recovery.open_key(cast.tova))
        vault.stop_hold(eve.keys.principal_id, recovery_id)
        recovery.let_help(eve)  # and back again
        assert vault.open_held(eve.keys.principal_id, recovery.open_key(cast.tova)) == eve.keys
        with pytest.raises(Forbidden):
            recovery.let_help(cast.mara)


def test_a_name_nobody_has_waits_just_so_and_tries_are_counted(cast):
    """T33, T34: the same state, a row each, the same event; the sixth in a row waits, and other names do not."""
    known, _ = asked(cast.ana)
    unknown, _ = asked(cast.ana, "nobody@example.org")
    with unit_of_work(cast.ana.practice_id, writes=False):
        one, other = recovery.waiting(known), recovery.waiting(unknown)
        assert (one.state, one.ready_at) == (other.state, other.ready_at) == (State.ASKED, None)
        assert recovery.waiting(b"made up") is None
    for _ in range(4):
        asked(cast.ana, "nobody@example.org")
    with pytest.raises(TooSoon):
        asked(cast.ana, "nobody@example.org")
    asked(cast.ben)
    with living_at(now() + timedelta(days=8)):
        assert state(known, cast.ana) is State.OVER
        with unit_of_work(cast.ana.practice_id):
            recovery.sweep()
            assert db.session.scalars(select(RecoveryRequest)).all() == []
