"""Closing an account: nothing is open from then on; signing in within seven days stops it; then it is gone for good."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.domain import accounts, goals, mood, process_notes, progress_notes, signals, summaries, vault
from portal.domain.accounts.closing import KEPT, _theirs
from portal.models.audit import AuditRow
from portal.models.journal import Entry
from portal.models.people import Membership, Person
from portal.models.process_notes import ProcessNote
from portal.models.progress_notes import ProgressAddendum, ProgressNote
from portal.models.signals import Signal
from portal.models.vault import Item, Lock
from tests.acts import read_by, share, therapist_of, write
from tests.cast import PASSWORD, add_person, found_practice
from tests.file_stories import ask_for_pages, make
from tests.summary_stories import here, made

LATER = timedelta(days=7, seconds=1)
BETWEEN_THE_TWO = {
    "appointment",
    "asked",
    "handover",
    "mark",
    "measure_asked",
    "signal",
}  # go with the client, an answered signal stays


@pytest.fixture
def ana(house):
    return add_person(found_practice("willow"), "Ana", Role.CLIENT, password=PASSWORD)


@pytest.fixture
def mara(ana):
    return therapist_of(ana, "Mara Lindqvist")


def sign_in(actor, password=PASSWORD):
    return accounts.sign_in(actor.practice_id, "ana@example.org", password, "127.0.0.1")


def lived(actor):
    here(actor, mood.check_in, actor, 3)
    here(actor, goals.look, actor, here(actor, goals.write, actor, goals.Words("Rest")), 4)
    make(actor, ask_for_pages(actor))


def test_at_once_nothing_is_open_and_nobody_is_signed_in(ana, mara):
    entry_id = write(ana, "Shared.")
    share(ana, entry_id, mara)
    assert read_by(mara, entry_id) == "Shared."
    sign_in(ana)
    here(ana, accounts.close, ana)
    here(ana, accounts.close, ana)
    assert read_by(mara, entry_id) is None
    assert here(ana, lambda: db.session.scalars(select(Entry)).all())


def test_signing_in_within_seven_days_keeps_everything(ana):
    write(ana, "Kept.")
    here(ana, accounts.close, ana)
    with time_machine.travel(now() + timedelta(days=6)):
        sign_in(ana)
        with time_machine.travel(now() + timedelta(days=30)):
            here(ana, accounts.sweep_closings)
            assert sign_in(ana)
            assert len(here(ana, lambda: db.session.scalars(select(Entry)).all())) == 1


def test_after_seven_days_no_key_no_word_and_no_row_of_theirs_is_left(ana, mara):
    write(ana, "Gone.")
    lived(ana)
    here(ana, accounts.close, ana)
    with time_machine.travel(now() + LATER):
        here(ana, accounts.sweep_closings)
        mine = ana.keys.principal_id
        assert here(ana, lambda: db.session.scalars(select(Item).where(Item.owner_id == mine)).all()) == []
        assert here(ana, lambda: db.session.scalars(select(Lock).where(Lock.principal_id == mine)).all()) == []
        for model, column in _theirs():
            left = here(ana, lambda m=model, c=column: db.session.scalars(select(m).where(c == ana.person_id)).all())
            assert left == [], model
        person = here(ana, lambda: db.session.get(Person, ana.person_id))
        assert person.closed_at
        assert person.sign_in_name == f"closed-{ana.person_id}"
        with pytest.raises(Invalid):
            sign_in(ana)


def test_the_practices_record_stays_readable_to_it_and_to_its_author(ana, mara):
    entry_id = write(ana, "Quoted.")
    share(ana, entry_id, mara)
    summary_id = made(mara, ana)
    here(mara, summaries.fetch, mara, summary_id)
    here(ana, accounts.close, ana)
    with time_machine.travel(now() + LATER):
        here(ana, accounts.sweep_closings)
        item = here(mara, lambda: db.session.scalars(select(Item).where(Item.thing_id == summary_id)).one())
        assert b"Quoted." in here(mara, vault.read_one, mara.keys, item.id)


def test_what_a_therapist_wrote_about_a_client_stays_with_its_writer_and_in_the_record(ana, mara):
    about = ana.person_id
    here(mara, process_notes.write, mara, about, "Own.")
    note_id = here(mara, progress_notes.write, mara, about, "Recorded.")
    here(mara, progress_notes.sign, mara, about, note_id, 1)
    here(mara, progress_notes.add, mara, about, note_id, "Added.")
    things = [write(ana), write(ana)]
    for thing_id in things:
        share(ana, thing_id, mara)
        here(ana, signals.ask, ana, thing_id, mara.person_id)
    here(mara, signals.answer, mara, here(mara, signals.waiting, mara)[0].id, "Rang on Monday.")
    here(ana, accounts.close, ana)
    with time_machine.travel(now() + LATER):
        here(ana, accounts.sweep_closings)
    for model in (ProcessNote, ProgressNote, ProgressAddendum, Signal):
        (row,) = here(mara, lambda m=model: db.session.scalars(select(m)).all())
        assert row.client_id == about


def test_every_table_with_rows_of_a_client_is_emptied_or_kept_with_a_reason():
    named = {model for model, _ in _theirs()}
    assert Entry in named
    assert not named & set(KEPT)
    of_both = {
        model for model in named if hasattr(model, "therapist_id")
    }  # a new one asks: whose is it, once one goes?
    assert {model.__tablename__ for model in of_both} == BETWEEN_THE_TWO


def test_others_keep_theirs(ana):
    ben = add_person(ana.practice_id, "Ben", Role.CLIENT)
    write(ben, "Ben's.")
    here(ana, accounts.close, ana)
    with time_machine.travel(now() + LATER):
        here(ana, accounts.sweep_closings)
        assert [row.client_id for row in here(ben, lambda: db.session.scalars(select(Entry)).all())] == [ben.person_id]


def test_what_was_taken_back_is_listed_by_ids_and_the_trail_says_what_happened(ana, settings):
    here(ana, accounts.close, ana)
    with time_machine.travel(now() + LATER):
        here(ana, accounts.sweep_closings)
    listed = (settings.data_dir / "revocations.log").read_text()
    assert f"shredded {ana.keys.principal_id}" in listed
    events = here(ana, lambda: [row.event for row in db.session.scalars(select(AuditRow).order_by(AuditRow.seq))])
    assert events[-2:] == ["accounts:closing:asked", "accounts:person:closed"]


def test_whoever_works_here_cannot_and_staff_do_not_close_accounts(ana, mara):
    with pytest.raises(Forbidden):
        here(mara, accounts.close, mara)
    here(ana, lambda: db.session.add(Membership(practice_id=ana.practice_id, person_id=ana.person_id, role=Role.ADMIN)))
    with pytest.raises(Conflict, match="You work here, too"):
        here(ana, accounts.close, ana)
