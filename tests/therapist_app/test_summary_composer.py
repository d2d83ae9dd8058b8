"""Composing a summary by page, without a script: client, days, notes, a note of one's own."""

from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.db import db
from portal.models.summaries import Summary
from tests.summary_stories import here, stop
from tests.therapist_app.desk import again, compose, make_last, press_make


def test_the_only_client_and_four_weeks_are_chosen_and_every_note_is_ticked(cast, as_):
    form = compose(as_(cast.mara))
    assert len(form.values["items"]) == 1
    assert "After we talked" in form.page.words
    assert "We talke…" in form.page.words
    assert "Not for anyone." not in form.page.words


def test_another_period_shows_its_own_notes(cast, as_):
    page = as_(cast.mara).get("/desk/summaries/new")
    page = page.form("Show notes").fill(first="2020-01-01", last="2020-01-31").press("Show notes")
    assert "Nothing shared from these days." in page.words
    assert "After we talked" not in page.words


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"first": "2026-02-02", "last": "2026-02-01"}, "The last day lies before the first."),
        ({"first": "2020-01-01", "last": "2026-01-01"}, "one year at most"),
        ({"first": "soon"}, "This is no day. Write it like 2026-03-31."),
        ({"first": ""}, "Choose a first day."),
    ],
)
def test_a_period_that_is_none_is_said_at_its_field(cast, as_, typed, problem):
    page = as_(cast.mara).get("/desk/summaries/new").form("Show notes").fill(**typed).press("Show notes")
    assert page.status == 200
    assert problem in page.words
    assert page.title.startswith("Problem:")


def test_somebody_elses_client_in_the_address_is_not_found(cast, as_):
    for client in (cast.ben.person_id, uuid4()):
        assert as_(cast.mara).get(f"/desk/summaries/new?client={client}&first=2026-01-01&last=2026-01-02").status == 404


def test_without_clients_there_is_nothing_to_choose(cast, as_):
    page = as_(cast.vera).get("/desk/summaries/new")
    assert "Nobody is on your list yet." in page.words


def test_nothing_ticked_and_nothing_written_is_a_problem_and_the_page_stays_as_it_was(cast, as_):
    page = compose(as_(cast.mara), items=[]).press("Make PDF")
    assert "Tick at least one note, or write a note of your own." in page.words
    assert next(form for form in page.forms if "note" in form.names).values.get("items") is None


def test_what_was_typed_stays_in_the_form_when_something_is_to_be_fixed(cast, as_):
    form = compose(as_(cast.mara), note="x" * 5001)
    page = form.press("Make PDF")
    kept = next(found for found in page.forms if "note" in found.names)
    assert "5,001" in page.words
    assert kept.values["note"] == ["x" * 5001]
    assert kept.values["items"] == form.values["items"]
    assert kept.values["summary_id"] == form.values["summary_id"]


@pytest.mark.parametrize("odd", ["a\x00b", "bell\x07"])
def test_signs_that_are_no_text_are_refused_with_words(cast, as_, odd):
    assert "cannot be kept" in compose(as_(cast.mara), note=odd).press("Make PDF").words


def test_any_script_and_direction_is_welcome_and_html_stays_text(cast, as_):
    note = "<b>bold</b> {{ 7*7 }} שלום \u200f 🌱"
    press_make(as_(cast.mara), note=note)
    make_last(cast.mara)
    page = again(
        as_(cast.mara).get(f"/desk/summaries/{here(cast.mara, lambda: db.session.scalar(select(Summary.id)))}")
    )
    assert "<b>bold</b> {{ 7*7 }}" in page.follow("Read the web version").words


def test_a_ticked_note_that_is_stopped_meanwhile_is_said_and_nothing_is_made(cast, as_):
    form = compose(as_(cast.mara))
    stop(cast.ana, cast.entry_id, cast.mara)
    page = form.press("Make PDF")
    assert "What is shared has changed since this page was opened." in page.words
    assert "After we talked" not in page.words


@pytest.mark.parametrize("item", ["nonsense", str(uuid4())], ids=["nonsense", "made up"])
def test_made_up_ids_among_the_ticks_make_nothing(cast, as_, item):
    form = compose(as_(cast.mara))
    form.values["items"] = [item]
    assert "/desk/summaries/new" in form.press("Make PDF").path
    assert here(cast.mara, lambda: db.session.scalar(select(Summary))) is None


def test_sending_the_form_twice_makes_one_summary(cast, as_):
    form = compose(as_(cast.mara))
    first, second = form.press("Make PDF"), form.press("Make PDF")
    assert first.path == second.path
    assert len(here(cast.mara, lambda: db.session.scalars(select(Summary)).all())) == 1


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-06", "2026-11-20", "Summary for Ana, 6 to 20 November"),
        ("2026-10-06", "2026-11-20", "Summary for Ana, 6 October to 20 November"),
        ("2025-12-06", "2026-01-20", "Summary for Ana, 6 December 2025 to 20 January"),
        ("2025-11-06", "2025-11-06", "Summary for Ana, 6 November 2025"),
    ],
)
def test_a_summary_is_called_by_first_name_and_days_in_words(cast, as_, first, last, said):
    with time_machine.travel("2026-11-21T12:00:00+00:00", tick=False):
        browser = as_(cast.mara)
        page = browser.get(f"/desk/summaries/new?first={first}&last={last}")
        form = next(form for form in page.forms if "note" in form.names)
        assert said in form.fill(note="Mine.").press("Make PDF").words
