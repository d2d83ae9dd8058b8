"""Marks: raised by a client's own act, seen by those they are for, passed on without a word of what they are about."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.domain import caseload, consent, measures, signals, vault
from portal.models.signals import Signal
from portal.models.vault import Item
from tests.acts import at_once, at_work, edit, share, write
from tests.cast import add_person
from tests.signal_stories import answer, ask, clock, first, idris, note, seen, shared, sweep, whats

__all__ = ["clock", "idris"]

pytestmark = pytest.mark.usefixtures("clock")


# ------------------------------------------------------------------ raising


def test_an_answer_about_not_wanting_to_live_raises_a_mark_when_it_is_readable_and_not_before(sam, mara, clock):
    measure_id = answer(sam)
    assert whats(mara) == []
    with at_work(sam):
        consent.share(sam, measure_id, mara.person_id, opens_at=consent.after_hold())
        signals.after_sharing(sam, measure_id, mara.person_id)
    assert whats(mara) == []
    (mark,) = seen(sam, measure_id)
    assert (mark.risk, mark.asked, mark.answered_at) == (True, False, None)
    sweep(sam)  # what is in its hold is left alone
    clock.shift(timedelta(minutes=11))
    assert whats(mara) == [("Sam Okoro", "An answer to look at", measure_id)]
    at_once_id = answer(sam)
    with at_work(sam):
        consent.share(sam, at_once_id, mara.person_id, opens_at=consent.after_hold())
        signals.after_sharing(sam, at_once_id, mara.person_id)
        consent.open_now(sam, at_once_id, mara.person_id)
    assert len(whats(mara)) == 2


def test_neither_a_no_nor_anything_else_that_is_shared_raises_one(sam, mara):
    for thing_id in (answer(sam, risk=0), write(sam, "I do not want to live any more.")):
        shared(sam, mara, thing_id)
        assert (whats(mara), seen(sam, thing_id)) == ([], [])


def test_without_consent_there_is_no_mark(sam, mara, idris):
    measure_id = answer(sam)
    with at_work(sam):
        signals.after_sharing(sam, measure_id, mara.person_id)
        with pytest.raises(NotFound):
            signals.ask(sam, measure_id, mara.person_id)
        with pytest.raises(NotFound):
            signals.ask(sam, measure_id, idris.person_id)
    with at_work(mara), pytest.raises(NotFound):
        signals.ask(mara, measure_id, mara.person_id)
    assert whats(mara) == []


def test_undone_in_its_hold_it_was_never_there(sam, mara, clock):
    measure_id = answer(sam)
    with at_work(sam):
        consent.share(sam, measure_id, mara.person_id, opens_at=consent.after_hold())
        signals.after_sharing(sam, measure_id, mara.person_id)
    with at_work(sam):
        consent.undo(sam, measure_id, mara.person_id)
    clock.shift(timedelta(minutes=11))
    assert (whats(mara), seen(sam, measure_id)) == ([], [])
    sweep(sam)
    with at_work(sam):
        assert db.session.scalars(select(Signal)).all() == []
        assert db.session.scalars(select(Item).where(Item.kind == "signal")).all() == []


def test_a_newer_version_is_asked_about_when_its_hold_is_over_and_undone_the_earlier_request_stands(sam, mara, clock):
    """A version that is open already does not make a request for the next one known before its hold is over."""
    entry_id, other_id = write(sam), write(sam)
    for thing_id in (entry_id, other_id):
        share(sam, thing_id, mara)
        edit(sam, thing_id, 1, "Other words.")
    ask(sam, mara, other_id)
    for thing_id in (entry_id, other_id):
        shared(sam, mara, thing_id, asked=True, opens_at=consent.after_hold())
    clock.shift(timedelta(minutes=1))
    assert whats(mara) == [("Sam Okoro", "Please look before we meet", other_id)]
    with at_work(sam):
        consent.undo(sam, entry_id, mara.person_id)
    sweep(sam)
    clock.shift(timedelta(minutes=11))
    assert [thing_id for *_, thing_id in whats(mara)] == [other_id]  # once, of the version that is open now
    assert (seen(sam, entry_id), len(seen(sam, other_id))) == ([], 1)
    sweep(sam)
    with at_work(sam):
        assert len(db.session.scalars(select(Signal)).all()) == 1
        assert signals.take_back(sam, other_id, mara.person_id)
    assert whats(mara) == []


ENDS = {
    "stopped": lambda sam, mara, thing: consent.stop(sam, thing, mara.person_id),
    "stopped for the person": lambda sam, mara, _: consent.stop_person(sam, mara.person_id),
    "paused": lambda sam, _mara, _: consent.pause(sam),
    "deleted": lambda sam, _mara, thing: measures.delete_one(sam, thing),
}


@pytest.mark.parametrize("how", ENDS)
def test_however_the_consent_ends_the_mark_ends_with_it_for_the_cover_too(sam, mara, idris, clock, how):
    measure_id = answer(sam)
    shared(sam, mara, measure_id, until=None)
    clock.shift(timedelta(hours=25))
    sweep(sam)
    assert len(whats(mara)) == len(whats(idris)) == 1
    signal_id = first(idris)
    with at_work(sam):
        ENDS[how](sam, mara, measure_id)
    for actor in (mara, idris):
        assert whats(actor) == []
        with at_work(actor), pytest.raises(NotFound):
            signals.card(actor, signal_id)
        with pytest.raises(NotFound):
            note(actor, signal_id)
    sweep(sam)
    with at_work(sam):
        assert db.session.scalars(select(Signal)).all() == []


def test_after_a_pause_what_waited_waits_again_on_what_is_opened_again(sam, mara, clock):
    measure_id, entry_id, other_id = answer(sam), write(sam), write(sam)
    shared(sam, mara, measure_id)
    for thing_id in (entry_id, other_id):
        shared(sam, mara, thing_id, asked=True)
    with at_work(sam):
        consent.pause(sam)
        signals.lay_aside(sam)
    clock.shift(timedelta(minutes=1))
    sweep(sam)
    assert whats(mara) == []
    with at_work(sam):
        consent.resume(sam, {(measure_id, mara.person_id), (entry_id, mara.person_id)})
        signals.take_up(sam)
    sweep(sam)
    waits = {("Sam Okoro", "An answer to look at", measure_id), ("Sam Okoro", "Please look before we meet", entry_id)}
    assert set(whats(mara)) == waits
    with at_work(sam):
        assert len(db.session.scalars(select(Signal)).all()) == 2


def test_it_ends_when_its_day_has_come_or_the_therapist_has_gone(sam, mara, clock):
    measure_id, entry_id = answer(sam), write(sam)
    shared(sam, mara, measure_id, until=now() + timedelta(hours=2))
    shared(sam, mara, entry_id, asked=True)
    clock.shift(timedelta(hours=3))
    assert whats(mara) == [("Sam Okoro", "Please look before we meet", entry_id)]
    olga = add_person(sam.practice_id, "Olga", Role.ADMIN)
    with at_work(olga):
        caseload.end(olga, caseload.pairings(olga)[0].id)
    assert whats(mara) == []


def test_a_standing_consent_raises_it_as_the_answer_is_kept_and_a_second_sharing_raises_no_other(sam, mara):
    with at_work(sam):
        consent.give_stream(sam, mara.person_id, "measures", 30)
    measure_id = answer(sam)
    for _ in range(2):
        with at_work(sam):
            signals.after_sharing(sam, measure_id, mara.person_id)
    assert whats(mara) == [("Sam Okoro", "An answer to look at", measure_id)]
    note(mara, first(mara))
    with at_work(sam):
        signals.after_sharing(sam, measure_id, mara.person_id)
    assert whats(mara) == []


def test_a_client_asks_and_takes_it_back_while_it_waits(sam, mara):
    entry_id, measure_id = write(sam), answer(sam)
    for thing_id in (entry_id, measure_id):
        shared(sam, mara, thing_id)
        ask(sam, mara, thing_id)
        ask(sam, mara, thing_id)
    assert sorted(what for _, what, _ in whats(mara)) == [
        "An answer to look at before we meet", "Please look before we meet",
    ]  # fmt: skip
    with at_work(sam):
        assert signals.take_back(sam, entry_id, mara.person_id)
        assert not signals.take_back(sam, entry_id, mara.person_id)
        assert signals.take_back(sam, measure_id, mara.person_id)
    assert whats(mara) == [("Sam Okoro", "An answer to look at", measure_id)]
    ask(sam, mara, entry_id)
    note(mara, first(mara))
    note(mara, first(mara))
    with at_work(sam):
        assert not signals.take_back(sam, entry_id, mara.person_id)


def test_two_windows_raise_one(sam, mara, house):
    entry_id = write(sam)
    share(sam, entry_id, mara)
    assert at_once(house, lambda: ask(sam, mara, entry_id)) == []
    assert len(whats(mara)) == 1


# ------------------------------------------------------------------ answering


def test_it_is_answered_with_a_note_that_only_those_two_can_read(sam, mara, idris, clock):
    measure_id = answer(sam)
    shared(sam, mara, measure_id)
    clock.shift(timedelta(hours=25))
    sweep(sam)
    signal_id = first(idris)
    with pytest.raises(Invalid, match="Write a line"):
        note(idris, signal_id, "  ")
    with pytest.raises(Invalid, match="500 characters"):
        note(idris, signal_id, "x" * 501)
    note(idris, signal_id, "Rang Sam; Mara is back on Thursday.")
    note(idris, signal_id, "Rang Sam; Mara is back on Thursday.")  # the form came twice
    with pytest.raises(Invalid, match="answered a moment ago"):
        note(mara, signal_id, "I rang, too.")
    with pytest.raises(NotFound):
        note(idris, signal_id, "Other words.")
    with at_work(mara):
        card = signals.card(mara, signal_id)
    assert (card.note, card.answered_by) == ("Rang Sam; Mara is back on Thursday.", "Idris Cole")
    with at_work(idris), pytest.raises(NotFound):  # it was theirs while it waited
        signals.card(idris, signal_id)
    assert whats(mara) == whats(idris) == []
    (mark,) = seen(sam, measure_id)
    assert (mark.answered_by, mark.cover) == ("Idris Cole", "Idris Cole")
    with at_work(sam):
        place = signals.answering.note_of(signal_id)
        assert vault.latest_readable(sam.keys, [place]) == {}


def test_whoever_covers_learns_whose_it_is_and_since_when_and_has_no_key_to_more(sam, mara, idris, clock):
    measure_id = answer(sam)
    shared(sam, mara, measure_id)
    raised_at = now()
    assert whats(idris) == []
    clock.shift(timedelta(hours=25))
    sweep(sam)
    with at_work(idris):
        (one,) = signals.waiting(idris)
        assert (one.client, one.therapist, one.since, one.is_mine) == ("Sam Okoro", "Mara Lindqvist", raised_at, False)
        assert (one.what, one.thing_id) == ("Something waits", None)
        for thing_id in (one.id, measure_id):
            assert vault.latest_readable(idris.keys, [thing_id]) == {}
        with pytest.raises(NotFound):
            consent.read_shared(idris, measure_id)
        item_id = db.session.scalars(select(Item.id).where(Item.thing_id == one.id)).one()
        with pytest.raises(Locked):
            vault.read_one(idris.keys, item_id)


def test_nobody_else_learns_that_there_is_one(sam, mara, idris, clock):
    measure_id = answer(sam)
    shared(sam, mara, measure_id)
    clock.shift(timedelta(hours=25))
    sweep(sam)
    signal_id = first(mara)
    vera = add_person(sam.practice_id, "Vera Stein", Role.THERAPIST)
    olga = add_person(sam.practice_id, "Olga", Role.ADMIN)
    assert whats(vera) == []
    for stranger in (vera, olga):
        with at_work(stranger), pytest.raises(NotFound):
            signals.card(stranger, signal_id)
        with pytest.raises(NotFound):
            note(stranger, signal_id)
    with at_work(olga), pytest.raises(Forbidden):
        signals.waiting(olga)


def test_a_copy_of_the_tables_tells_neither_what_a_mark_is_about_nor_why(sam, mara):
    """Both kinds, raised in the act of sharing, differ in nothing but ids, moments and what is sealed."""
    measure_id, entry_id = answer(sam), write(sam)
    shared(sam, mara, measure_id)
    shared(sam, mara, entry_id, asked=True)
    with at_work(sam):
        rows = db.session.scalars(select(Signal)).all()
        items = db.session.scalars(select(Item).where(Item.thing_id.in_([row.id for row in rows]))).all()
        assert len({(item.kind, item.version, len(item.body)) for item in items}) == 1
        assert len({(row.client_id, row.therapist_id, row.answered_at, row.cover_id) for row in rows}) == 1
        assert len({row.about for row in rows}) == 2
        mine = db.session.scalars(select(Item.id).where(Item.thing_id.in_([measure_id, entry_id]))).all()
        for row in rows:  # nothing in it is made of the ids alone
            assert not {one.bytes for one in (measure_id, entry_id, *mine)} & {row.id.bytes, row.about[:16]}
