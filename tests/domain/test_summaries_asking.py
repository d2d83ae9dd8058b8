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


def test_the_same_form_with_other_ticks_or_words_asks_for_a_further_one_and_never_hands_over_the_old_one(cast):
    other = share(cast.ana, cast.mara, "To be left out.")
    first = ask(cast.mara, cast.ana)
    for asked in ({"notes": (cast.entry_id,)}, {"note": "Other words."}, {"sections": ("words",)}):
        further = ask(cast.mara, cast.ana, summary_id=first, **asked)
        assert further != first
        assert ask(cast.mara, cast.ana, summary_id=first, **asked) == further, "pressed twice"
        make(cast.mara, further)
        assert ("To be left out." in words(cast.mara, further)) == ("notes" not in asked)
    stop(cast.ana, other, cast.mara)
    assert ask(cast.mara, cast.ana, summary_id=first, notes=(cast.entry_id,)) != first
    assert here(cast.mara, lambda: db.session.scalar(select(func.count(Summary.id)))) == 4


def test_of_a_period_with_nothing_shared_a_short_file_can_be_made(cast):
    stop(cast.ana, cast.entry_id, cast.mara)
    summary_id = ask(cast.mara, cast.ana, note="")
    assert make(cast.mara, summary_id).pages == 1
    said = words(cast.mara, summary_id)
    assert said.count("Nothing shared") == 6  # every section but the two that are the therapist's own
    assert "Themes and my note" not in said


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
        here(
            cast.mara, summaries.ask, cast.mara, cast.ana.person_id, days(cast.mara), items, summaries.Wishes(), uuid4()
        )


def test_a_private_note_cannot_be_slipped_in(cast):
    private = here(cast.ana, journal.read, cast.ana, cast.private_id).item_id
    with pytest.raises(Invalid):
        here(
            cast.mara,
            summaries.ask,
            cast.mara,
            cast.ana.person_id,
            days(cast.mara),
            [private],
            summaries.Wishes(),
            uuid4(),
        )


@pytest.mark.parametrize(
    ("field", "said", "problem"),
    [
        ("note", {"note": "x" * 5001}, "5,001"),
        ("plan", {"plan": "bell\x07"}, "cannot be kept"),
        ("audience", {"audience": "the press"}, "Choose one of the three"),
        ("sections", {"sections": ["nonsense"]}, "Tick at least one section"),
        ("sections", {"sections": ["plan"], "audience": "client"}, "Tick at least one section"),
        ("hidden", {"hidden": "\n".join(map(str, range(41)))}, "40 words can be hidden; these are 41"),
        ("hidden", {"hidden": "x" * 61}, "60 signs; one has 61"),
    ],
)
def test_wishes_that_cannot_be_are_refused_at_their_field(field, said, problem):
    asked = {"audience": "preparation", "sections": ["words"], "order": (), "note": "", "plan": "", "hidden": ""}
    with pytest.raises(Invalid, match=problem) as refused:
        summaries.Wishes.checked(**(asked | said))
    assert refused.value.field == field


def test_sections_keep_the_order_they_were_put_in_and_move_by_steps(cast):
    wishes = summaries.Wishes.checked(
        "client", summaries.SECTIONS, ["goals", "made up", "words"], "", "", " Oulu \r\n\n oulu"
    )
    assert wishes.sections[:3] == ("goals", "words", "agenda")
    assert "plan" not in wishes.sections
    assert wishes.hidden == ("Oulu", "oulu")
    assert summaries.moved(["goals", "words"], "words", -1)[:2] == ["words", "goals"]
    assert summaries.moved(["goals", "words"], "goals", -1)[:2] == ["goals", "words"]
    assert summaries.Wishes.from_bytes(wishes.to_bytes()) == wishes
    assert summaries.Wishes.from_bytes(b"Kept before.") == summaries.Wishes(
        sections=("note", "words"), note="Kept before."
    )


def test_more_notes_and_parts_than_one_file_takes_are_counted_before_anything_is_made(cast):
    with pytest.raises(Invalid, match="takes 100 notes and parts of notes; 1,000 are ticked") as problem:
        many = [uuid4() for _ in range(1_000)]
        here(
            cast.mara, summaries.ask, cast.mara, cast.ana.person_id, days(cast.mara), many, summaries.Wishes(), uuid4()
        )
    assert problem.value.field == "items"


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
