"""Who opened what, and what stopping does not undo."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import accounts, audit, consent
from portal.models.summaries import Quotation, Summary
from portal.models.vault import Grant, Item
from tests.acts import at_work, edit, read_by, share, stop, write


def test_the_log_says_who_opened_what_and_when(sam, mara):
    titled, bare = write(sam, "One.", "After we talked"), write(sam, "A line without a title\nand more")
    moment = datetime(2030, 11, 18, 14, 2, tzinfo=UTC)
    for minutes, entry_id in enumerate((titled, bare)):
        share(sam, entry_id, mara)
        with time_machine.travel(moment + timedelta(minutes=minutes), tick=False):
            read_by(mara, entry_id)
    with at_work(sam):
        lines = consent.log(sam).lines
    assert [line.sentence.format(who=line.who, what=line.what) for line in lines] == [
        "Mara Lindqvist opened “A line without a title”",
        "Mara Lindqvist opened “After we talked”",
    ]
    assert [line.at for line in lines] == [moment + timedelta(minutes=1), moment]


def test_the_log_calls_a_note_what_it_was_called_when_it_was_opened(sam, mara):
    entry_id = write(sam, "Words.", "Old title")
    share(sam, entry_id, mara)
    read_by(mara, entry_id)
    edit(sam, entry_id, 1, "Words.", "New title")
    with at_work(sam):
        assert [line.what for line in consent.log(sam).lines] == ["Old title"]


def test_the_log_holds_ones_own_matters_only_and_comes_in_pages(cast):
    for _ in range(52):
        read_by(cast.mara, cast.entry_id)
    with at_work(cast.ana):
        first = consent.log(cast.ana)
        second = consent.log(cast.ana, before=first.older)
        assert (len(first.lines), len(second.lines), second.older) == (50, 2, None)
        assert consent.log(cast.ben).lines == []


def test_each_event_of_the_log_has_a_sentence_for_who():
    by_itself = {audit.Event.SUMMARY_CLOSED, audit.Event.SUMMARY_FLAGGED}  # nobody does that; it follows
    by_itself |= {audit.Event.CASELOAD_ASSIGNED, audit.Event.CASELOAD_ENDED}  # or comes with its date
    by_itself |= {audit.Event.FACTOR_REFUSED, audit.Event.NEW_DEVICE, *accounts.CHANGES}  # who it was is not known
    assert {event for event, sentence in consent.SENTENCES.items() if "{who}" not in sentence} == by_itself


@pytest.fixture
def a_summary(sam, mara):
    """A summary of Mara's that quotes one note of Sam's; its id."""

    def make(entry_id, made_at, **more):
        with at_work(sam):
            item_id = db.session.scalars(select(Item.id).where(Item.thing_id == entry_id)).first()
            grant_id = db.session.scalars(select(Grant.id).where(Grant.scope == "chosen")).first()
            summary = Summary(
                id=uuid4(),
                practice_id=sam.practice_id,
                client_id=sam.person_id,
                therapist_id=mara.person_id,
                period_from=made_at.date(),
                period_to=made_at.date(),
                made_at=made_at,
            )
            db.session.add(summary)
            db.session.flush()
            db.session.add(
                Quotation(
                    practice_id=sam.practice_id,
                    summary_id=summary.id,
                    item_id=item_id,
                    grant_id=grant_id,
                    place=1,
                    **more,
                )
            )
        return summary.id

    return make


def test_files_already_made_are_named_when_sharing_stops(sam, mara, a_summary):
    entry_id, other = write(sam), write(sam, "Another.")
    share(sam, entry_id, mara)
    november = datetime(2025, 11, 6, 10, tzinfo=UTC)
    a_summary(entry_id, november)
    a_summary(entry_id, november + timedelta(days=1), left_out_at=november)
    stop(sam, entry_id, mara)
    with at_work(sam):
        assert consent.files_made(sam, entry_id, mara.person_id) == [consent.File(november, "Mara Lindqvist")]
        assert consent.files_made_by(sam, mara.person_id) == [consent.File(november, "Mara Lindqvist")]
        assert consent.files_made(sam, other, mara.person_id) == []
    with at_work(mara):
        assert consent.files_made(mara, entry_id, mara.person_id) == []


def test_a_summary_made_or_opened_stands_in_the_log(sam, mara):
    with at_work(mara):
        for event in (audit.Event.SUMMARY_ASKED, audit.Event.SUMMARY_MADE, audit.Event.SUMMARY_OPENED):
            audit.record(mara, event, uuid4(), sam.person_id, notes=1)
    with at_work(sam):
        said = [line.sentence.format(who=line.who, what=line.what) for line in consent.log(sam).lines]
    assert said == [
        "Mara Lindqvist opened a summary made from your words",
        "Mara Lindqvist made a summary from your words",
    ]


def test_what_remains_is_what_was_read_and_what_was_made(sam, mara, a_summary):
    read, unread = write(sam, "Read."), write(sam, "Unread.")
    for entry_id in (read, unread):
        share(sam, entry_id, mara)
    read_by(mara, read)
    a_summary(read, datetime(2025, 11, 6, 10, tzinfo=UTC))
    with at_work(sam):
        of_read, of_unread = (consent.what_remains(sam, mara.person_id, entry_id) for entry_id in (read, unread))
        of_all = consent.what_remains(sam, mara.person_id)
    assert (of_read.name, of_read.was_opened, len(of_read.files)) == ("Mara Lindqvist", True, 1)
    assert (of_unread.was_opened, of_unread.files) == (False, [])
    assert (of_all.was_opened, len(of_all.files)) == (True, 1)


def test_nothing_remains_with_a_stranger(cast):
    for who in (cast.idris, cast.foreign_therapist, cast.ana):
        with at_work(cast.ana), pytest.raises(NotFound):
            consent.what_remains(cast.ana, who.person_id)
