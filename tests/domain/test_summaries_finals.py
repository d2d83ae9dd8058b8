"""What is final stays as it is: no verb, no job and no hand in the database changes it unseen; drafts come and go."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from portal import jobs, scheduler
from portal.core import pdf
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.domain import consent, outbox, summaries
from portal.domain.audit import Event
from portal.domain.summaries import Stage
from portal.models.summaries import Final, Quotation, Summary
from portal.models.vault import Item
from tests.summary_stories import (
    amended,
    ask,
    card,
    drawn,
    fetch,
    finished,
    here,
    job_id,
    lines,
    lose_client,
    made,
    make,
    read,
    row,
    sealed_words,
    share,
    stop,
)


@pytest.fixture
def ready(cast):
    """A draft of Mara's about Ana, made and not opened yet."""
    return made(cast.mara, cast.ana)


@pytest.fixture
def final(cast, ready):
    """The same, made final."""
    here(cast.mara, summaries.finish, cast.mara, ready)
    return ready


def test_a_draft_becomes_final_once_and_whoever_wrote_what_it_quotes_is_told(cast, ready):
    assert (card(cast.mara, ready).is_final, card(cast.mara, ready).kept_until is None) == (False, False)
    for _ in range(2):
        here(cast.mara, summaries.finish, cast.mara, ready)
    found = card(cast.mara, ready)
    assert (found.stage, found.is_final, found.kept_until) == (Stage.READY, True, None)
    (line,) = lines(cast.mara, Event.SUMMARY_FINISHED)
    assert line.detail == {"sealed": hashlib.sha256(sealed_words(cast.mara, ready)).hexdigest()}
    said = [one.sentence for one in here(cast.ana, consent.log, cast.ana).lines]
    assert any("made a summary final" in sentence for sentence in said)
    assert here(cast.ana, consent.files_made, cast.ana, cast.entry_id, cast.mara.person_id)[0].is_final


def test_what_is_not_ready_or_not_ones_own_becomes_no_final(cast, ready):
    with pytest.raises(Invalid, match="once it is ready"):
        here(cast.mara, summaries.finish, cast.mara, ask(cast.mara, cast.ana))
    for other in (cast.idris, cast.ana, cast.olga, cast.foreign_therapist):
        for verb in (summaries.finish, summaries.remove):
            with pytest.raises(NotFound):
                here(other, verb, other, ready)
    lose_client(cast.mara)
    with pytest.raises(NotFound):
        here(cast.mara, summaries.finish, cast.mara, ready)


@pytest.mark.parametrize("was_opened", [True, False])
def test_what_was_withdrawn_meanwhile_blocks_it_with_a_way_on(cast, was_opened):
    share(cast.ana, cast.mara, "This stays.")
    ready = made(cast.mara, cast.ana)
    if was_opened:
        read(cast.mara, ready)
    stop(cast.ana, cast.entry_id, cast.mara)
    with pytest.raises(Invalid, match="no longer shared"):
        here(cast.mara, summaries.finish, cast.mara, ready)
    fresh = here(cast.mara, summaries.again, cast.mara, ready)
    assert fresh != ready
    make(cast.mara, fresh)
    here(cast.mara, summaries.finish, cast.mara, fresh)
    assert [one.body for one in read(cast.mara, fresh).quotations] == ["This stays."]


def test_no_verb_and_no_job_changes_what_is_final(cast, final):
    def all_of_it():
        kept = row(cast.mara, final)
        return {name: value for name, value in vars(kept).items() if name[0] != "_"}, sealed_words(cast.mara, final)

    before = all_of_it()
    jobs.run(str(cast.mara.practice_id), str(job_id(cast.mara, final)))
    assert here(cast.mara, summaries.again, cast.mara, final) == final
    with pytest.raises(Conflict):
        here(cast.mara, summaries.remove, cast.mara, final)
    amended(cast.mara, final)
    fetch(cast.mara, final)
    stop(cast.ana, cast.entry_id, cast.mara)
    assert here(cast.mara, summaries.again, cast.mara, final) == final
    with time_machine.travel(now() + timedelta(days=90), tick=False):
        for _ in range(2):
            here(cast.mara, summaries.sweep)
        assert card(cast.mara, final).stage is Stage.WITHDRAWN
        assert read(cast.mara, final)
    assert all_of_it() == before


def test_the_database_lets_nobody_take_away_a_final_its_file_or_its_addenda(cast, final):
    amended(cast.mara, final, made=False)
    file_id = row(cast.mara, final).file_item_id
    gone = [delete(Summary).where(Summary.id == final), delete(Item).where(Item.id == file_id)]
    if db.engine.dialect.name == "postgresql":
        gone += [delete(Final), update(Final).values(digest=b""), text("update addendum set number = 7")]
    for statement in gone:
        with pytest.raises(DBAPIError):
            here(cast.mara, db.session.execute, statement)
    assert read(cast.mara, final)


def test_a_final_that_somebody_altered_is_named_in_the_log(cast, final, caplog):
    assert here(cast.mara, summaries.altered) == []
    file_id = row(cast.mara, final).file_item_id
    here(cast.mara, db.session.execute, update(Item).where(Item.id == file_id).values(body=b"something else"))
    assert here(cast.mara, summaries.altered) == [final]
    scheduler.inspect([])
    assert f"final summary {final} is not what was made final" in caplog.text


def test_two_renders_of_one_final_give_identical_bytes(cast, final):
    kept = fetch(cast.mara, final).pdf
    draft = read(cast.mara, final)
    assert {pdf.render("session_summary.html", summary=draft).pdf for _ in range(2)} == {kept}


# ------------------------------------------------------------------ withdrawal


def test_a_final_that_quotes_what_was_withdrawn_is_flagged_with_its_day_and_kept_in_the_record(cast, final):
    with time_machine.travel(now(), tick=False) as clock:
        stop(cast.ana, cast.entry_id, cast.mara)
        here(cast.mara, summaries.sweep)
        withdrawn_at = now()
        clock.shift(timedelta(days=3))
        here(cast.mara, summaries.sweep)
        found = card(cast.mara, final)
    assert (found.stage, found.withdrawn_at, found.is_over) == (Stage.WITHDRAWN, withdrawn_at, False)
    assert fetch(cast.mara, final) is None
    assert read(cast.mara, final)
    assert [one.subject_id for one in lines(cast.mara, Event.SUMMARY_FLAGGED)] == [final]
    said = [one.sentence for one in here(cast.ana, consent.log, cast.ana).lines]
    assert any("A final summary was marked" in sentence for sentence in said)


def test_only_what_was_withdrawn_is_flagged_and_the_first_day_stands_as_long_as_it_lasts(cast):
    other = share(cast.ana, cast.mara, "The other.")
    final = finished(cast.mara, cast.ana, document=drawn())
    days = []
    with time_machine.travel(now(), tick=False) as clock:
        for entry_id in (cast.entry_id, other):
            stop(cast.ana, entry_id, cast.mara)
            here(cast.mara, summaries.sweep)
            days.append(now())
            flags = here(cast.mara, lambda: set(db.session.scalars(select(Quotation.withdrawn_at))))
            assert flags == ({days[0], None} if len(days) == 1 else set(days))
            assert card(cast.mara, final).withdrawn_at == days[0]
            clock.shift(timedelta(days=1))
        here(cast.ana, consent.share, cast.ana, cast.entry_id, cast.mara.person_id)
        here(cast.mara, summaries.sweep)
        assert card(cast.mara, final).withdrawn_at == days[1]
    assert len(lines(cast.mara, Event.SUMMARY_FLAGGED)) == 1


def test_what_is_shared_again_is_flagged_no_more(cast, final):
    stop(cast.ana, cast.entry_id, cast.mara)
    here(cast.mara, summaries.sweep)
    here(cast.ana, consent.share, cast.ana, cast.entry_id, cast.mara.person_id)
    here(cast.mara, summaries.sweep)
    assert card(cast.mara, final).withdrawn_at is None
    assert here(cast.mara, lambda: set(db.session.scalars(select(Quotation.withdrawn_at)))) == {None}
    assert fetch(cast.mara, final)


def test_a_closed_draft_is_told_to_whoever_stopped(cast, ready):
    stop(cast.ana, cast.entry_id, cast.mara)
    here(cast.mara, summaries.sweep)
    assert card(cast.mara, ready).stage is Stage.CHANGED
    said = [one.sentence for one in here(cast.ana, consent.log, cast.ana).lines]
    assert any("nobody had opened was closed" in sentence for sentence in said)


# ------------------------------------------------------------------ drafts go


def test_a_draft_is_removed_by_its_author_with_all_its_words_and_can_be_made_anew(cast, ready):
    kept = row(cast.mara, ready)
    for _ in range(2):
        here(cast.mara, summaries.remove, cast.mara, ready)
    gone = select(Item.id).where(Item.id.in_([kept.file_item_id, kept.note_item_id]))
    assert here(cast.mara, lambda: db.session.scalars(gone).all()) == []
    assert card(cast.mara, ready).stage is Stage.REMOVED
    assert fetch(cast.mara, ready) is read(cast.mara, ready) is None
    assert len(lines(cast.mara, Event.SUMMARY_REMOVED)) == 1
    assert here(cast.ana, consent.files_made, cast.ana, cast.entry_id, cast.mara.person_id) == []
    fresh = here(cast.mara, summaries.again, cast.mara, ready)
    assert make(cast.mara, fresh).stage is Stage.READY


def test_what_is_being_made_is_removed_when_it_is_ready(cast):
    waiting = ask(cast.mara, cast.ana)
    with pytest.raises(Conflict):
        here(cast.mara, summaries.remove, cast.mara, waiting)


def test_a_draft_goes_by_itself_after_four_weeks_and_its_line_after_four_more(cast, ready):
    with time_machine.travel(now() + timedelta(days=28), tick=False) as clock:
        assert card(cast.mara, ready).stage is Stage.REMOVED
        assert fetch(cast.mara, ready) is None
        here(cast.mara, summaries.sweep)
        assert sealed_words(cast.mara, ready) is None
        assert card(cast.mara, ready).removed_at == now()
        clock.shift(timedelta(days=28))
        here(cast.mara, summaries.sweep)
        with pytest.raises(NotFound):
            card(cast.mara, ready)


def test_a_job_of_a_removed_draft_makes_nothing(cast):
    failed = ask(cast.mara, cast.ana)
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        here(cast.mara, outbox.sweep)
    here(cast.mara, summaries.remove, cast.mara, failed)
    assert make(cast.mara, failed).stage is Stage.REMOVED


def test_a_list_says_what_is_final_and_what_was_given(cast, final):
    here(cast.mara, finished, cast.mara, cast.ana)
    cards, _ = here(cast.mara, summaries.index, cast.mara)
    assert [one.is_final for one in cards] == [True, True]
