"""Asking for a summary: which notes there are to choose from, and what is refused before anything is made."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import consent, journal, summaries
from portal.models.outbox import JobRow
from portal.models.summaries import Summary
from tests.summary_stories import OWN, ask, card, days, here, make, offered, share, stop, words


def test_exactly_the_shared_notes_of_the_period_are_offered_in_the_order_of_their_days(cast):
    later = share(cast.ana, cast.mara, "Today.")
    older = here(cast.ana, journal.write, cast.ana, "Long ago.", on_day=date(2020, 1, 1))
    here(cast.ana, consent.share, cast.ana, older, cast.mara.person_id)
    assert [note.id for note in offered(cast.mara, cast.ana).notes] == [cast.entry_id, later]


def test_four_weeks_are_proposed(cast):
    first, last = days(cast.mara)
    assert (last - first).days == 27


def test_somebody_elses_client_is_not_found(cast):
    for therapist in (cast.idris, cast.vera, cast.foreign_therapist):
        with pytest.raises(NotFound):
            offered(therapist, cast.ana)


def test_a_client_cannot_ask_for_a_summary(cast):
    with pytest.raises((NotFound, Forbidden)):
        offered(cast.ana, cast.mara)


def test_a_period_runs_forward_and_a_year_at_most(cast):
    for field, period in (
        ("last", (date(2026, 2, 2), date(2026, 2, 1))),
        ("first", (date(2024, 1, 1), date(2026, 1, 1))),
    ):
        with pytest.raises(Invalid) as problem:
            here(cast.mara, summaries.choices, cast.mara, cast.ana.person_id, period)
        assert problem.value.field == field


# ------------------------------------------------------------------ asking


def test_asking_twice_is_asking_once(cast):
    summary_id = ask(cast.mara, cast.ana)
    assert ask(cast.mara, cast.ana, summary_id=summary_id) == summary_id
    counted = here(cast.mara, lambda: [db.session.scalar(select(func.count(model.id))) for model in (Summary, JobRow)])
    assert counted == [1, 1]


def test_nothing_ticked_and_nothing_written_is_nothing_to_make(cast):
    with pytest.raises(Invalid, match="Tick at least one note") as problem:
        ask(cast.mara, cast.ana, note="  ", notes=())
    assert problem.value.field == "items"


def test_a_note_of_ones_own_alone_is_enough(cast):
    summary_id = ask(cast.mara, cast.ana, notes=())
    make(cast.mara, summary_id)
    said = words(cast.mara, summary_id)
    assert OWN in said
    assert "Nothing shared" in said


def test_a_ticked_note_that_is_not_open_any_more_is_said_to_be_gone(cast):
    items = [note.item_id for note in offered(cast.mara, cast.ana).notes]
    stop(cast.ana, cast.entry_id, cast.mara)
    with pytest.raises(Invalid, match="has changed"):
        here(cast.mara, summaries.ask, cast.mara, cast.ana.person_id, days(cast.mara), items, OWN, uuid4())


def test_a_private_note_cannot_be_slipped_in(cast):
    private = here(cast.ana, journal.read, cast.ana, cast.private_id).item_id
    with pytest.raises(Invalid):
        here(cast.mara, summaries.ask, cast.mara, cast.ana.person_id, days(cast.mara), [private], "", uuid4())


def test_a_long_note_of_ones_own_is_refused_with_its_length(cast):
    with pytest.raises(Invalid, match="5,001") as problem:
        ask(cast.mara, cast.ana, note="x" * 5001)
    assert problem.value.field == "note"


def test_more_than_a_file_can_hold_is_refused_before_it_is_made(cast):
    for _ in range(4):
        share(cast.ana, cast.mara, "long " * 9_990)
    with pytest.raises(Invalid, match="more than one file can hold"):
        ask(cast.mara, cast.ana)


def test_an_id_that_is_somebody_elses_gives_them_nothing(cast):
    theirs = ask(cast.mara, cast.ana)
    share(cast.ben, cast.idris, "Ben's.")
    assert ask(cast.idris, cast.ben, summary_id=theirs) == theirs
    with pytest.raises(NotFound):
        card(cast.idris, theirs)
