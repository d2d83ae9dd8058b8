"""Opening a summary: written down where the client can see it, and closed when sharing changed before anybody did."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import jobs
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, Locked, NotFound
from portal.domain import consent, outbox, summaries
from portal.domain.audit import Event
from portal.domain.summaries import Stage
from portal.models.summaries import Summary
from portal.models.vault import Item
from tests.cast import add_person, look_after
from tests.summary_stories import (
    ask,
    card,
    fetch,
    here,
    job_id,
    lines,
    lose_client,
    made,
    make,
    read,
    share,
    stop,
    words,
)


@pytest.fixture
def ready(cast):
    """A summary of Ana's that Mara asked for and that has been made."""
    return made(cast.mara, cast.ana)


def test_opening_is_written_down_where_the_client_can_see_it(cast, ready):
    fetch(cast.mara, ready)
    read(cast.mara, ready)
    for event, count in ((Event.SUMMARY_ASKED, 1), (Event.SUMMARY_MADE, 1), (Event.SUMMARY_OPENED, 2)):
        rows = lines(cast.mara, event)
        assert len(rows) == count
        assert {(row.actor_id, row.about_id, row.subject_id) for row in rows} == {
            (cast.mara.person_id, cast.ana.person_id, ready)
        }
    said = [line.sentence for line in here(cast.ana, consent.log, cast.ana).lines]
    assert any("made a summary" in sentence for sentence in said)


def test_a_file_is_closed_when_something_in_it_was_stopped_before_anybody_opened_it(cast, ready):
    stop(cast.ana, cast.entry_id, cast.mara)
    assert card(cast.mara, ready).stage is Stage.CHANGED
    assert fetch(cast.mara, ready) is None
    assert read(cast.mara, ready) is None
    assert lines(cast.mara, Event.SUMMARY_OPENED) == []


def test_a_closed_file_is_destroyed_and_stays_closed(cast, ready):
    assert here(cast.mara, summaries.close_what_changed) == 0
    stop(cast.ana, cast.entry_id, cast.mara)
    item_id = here(cast.mara, lambda: db.session.get(Summary, ready).file_item_id)
    assert here(cast.mara, summaries.close_what_changed) == 1
    assert here(cast.mara, summaries.close_what_changed) == 0
    assert here(cast.mara, lambda: db.session.scalar(select(Item.id).where(Item.id == item_id))) is None
    here(cast.ana, consent.share, cast.ana, cast.entry_id, cast.mara.person_id)
    assert card(cast.mara, ready).stage is Stage.CHANGED
    assert here(cast.ana, consent.files_made, cast.ana, cast.entry_id, cast.mara.person_id) == []


def test_a_new_one_is_made_without_what_was_stopped(cast):
    share(cast.ana, cast.mara, "This stays.")
    summary_id = ask(cast.mara, cast.ana)
    make(cast.mara, summary_id)
    stop(cast.ana, cast.entry_id, cast.mara)
    fresh = here(cast.mara, summaries.again, cast.mara, summary_id)
    make(cast.mara, fresh)
    said = words(cast.mara, fresh)
    assert "This stays." in said
    assert "We talked at last." not in said
    assert card(cast.mara, summary_id).stage is Stage.CHANGED


def test_when_nothing_of_it_is_left_there_is_nothing_to_make(cast):
    summary_id = ask(cast.mara, cast.ana, note="")
    make(cast.mara, summary_id)
    stop(cast.ana, cast.entry_id, cast.mara)
    with pytest.raises(Invalid):
        here(cast.mara, summaries.again, cast.mara, summary_id)


def test_what_was_opened_can_be_read_with_a_flag_and_saved_no_more(cast, ready):
    fetch(cast.mara, ready)
    stop(cast.ana, cast.entry_id, cast.mara)
    assert card(cast.mara, ready).stage is Stage.WITHDRAWN
    assert here(cast.mara, summaries.close_what_changed) == 0
    assert fetch(cast.mara, ready) is None
    assert read(cast.mara, ready)


def test_reading_the_web_version_counts_as_opening(cast, ready):
    read(cast.mara, ready)
    stop(cast.ana, cast.entry_id, cast.mara)
    assert card(cast.mara, ready).stage is Stage.WITHDRAWN


def test_a_therapist_who_lost_the_client_finds_no_summary(cast, ready):
    lose_client(cast.mara)
    for verb in (summaries.card, summaries.fetch, summaries.read, summaries.again):
        with pytest.raises(NotFound):
            here(cast.mara, verb, cast.mara, ready)
    assert here(cast.mara, summaries.index, cast.mara) == ([], None)


def test_nobody_else_finds_it_even_looking_after_the_same_client(cast, ready):
    ines = add_person(cast.ana.practice_id, "Ines", Role.THERAPIST)
    look_after(cast.ana, ines)
    for other in (ines, cast.idris, cast.vera, cast.ana, cast.olga, cast.foreign_therapist):
        for verb in (summaries.card, summaries.fetch, summaries.read):
            with pytest.raises(NotFound):
                here(other, verb, other, ready)


def test_the_row_alone_opens_nothing_without_the_key(cast, ready):
    with pytest.raises(Locked):
        fetch(replace(cast.mara, keys=cast.idris.keys), ready)


# ------------------------------------------------------------------ states and lists


def test_each_step_can_be_seen(cast):
    summary_id = ask(cast.mara, cast.ana)
    other = ask(cast.mara, cast.ana)
    assert (card(cast.mara, other).stage, card(cast.mara, other).ahead) == (Stage.WAITING, 1)
    task = here(cast.mara, outbox.take, job_id(cast.mara, summary_id))
    assert card(cast.mara, summary_id).stage is Stage.CHECKING
    gathered = here(cast.mara, summaries.gather, task)
    assert card(cast.mara, summary_id).stage is Stage.DRAWING
    with time_machine.travel(now() + timedelta(seconds=31), tick=False):
        assert card(cast.mara, summary_id).stage is Stage.SLOW
    assert here(cast.mara, summaries.keep, task, gathered, summaries.draw(gathered))
    finished = card(cast.mara, summary_id)
    assert (finished.stage, finished.pages) == (Stage.READY, 2)
    assert finished.size == -(-len(fetch(cast.mara, summary_id).pdf) // 1024)


def test_three_vain_tries_are_a_failure_with_a_reference(cast):
    summary_id = ask(cast.mara, cast.ana)
    asked = job_id(cast.mara, summary_id)
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            here(cast.mara, outbox.take, asked)
            jobs.give_back(cast.mara.practice_id, asked)
            clock.shift(60)
        failed = card(cast.mara, summary_id)
    assert failed.stage is Stage.FAILED
    assert failed.reference == f"{asked.hex[:3]}-{asked.hex[3:6]}".upper()


def test_the_list_is_newest_first_and_goes_on(cast):
    asked = []
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(21):
            asked.append(ask(cast.mara, cast.ana))
            clock.shift(1)
        first, older = here(cast.mara, summaries.index, cast.mara)
        rest, end = here(cast.mara, summaries.index, cast.mara, older)
    assert [one.id for one in (*first, *rest)] == asked[::-1]
    assert (len(first), end) == (20, None)


def test_plain_data_shows_no_words_when_printed(cast, ready):
    draft, file = read(cast.mara, ready), fetch(cast.mara, ready)
    assert "We talked" not in repr((draft, file))
    assert "Ana" not in repr(draft)
