"""Composing a summary by page, without a script: client, days, notes, a note of one's own."""

from datetime import date, time
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.db import db
from portal.domain import appointments, consent
from portal.models.summaries import Summary
from tests.summary_stories import OWN, here, lose_client, stop
from tests.therapist_app.desk import again, compose, composer_of, make_last, press_make


def test_the_only_client_and_four_weeks_are_chosen_and_every_note_is_ticked(cast, as_):
    form = compose(as_(cast.mara))
    assert len(form.values["items"]) == 1
    assert "After we talked" in form.page.words
    assert "We talke…" in form.page.words
    assert "Not for anyone." not in form.page.words


def test_another_period_shows_its_own_notes_and_keeps_what_was_typed(cast, as_):
    form = compose(as_(cast.mara), note="Typed.", audience="client")
    page = form.fill(span="dates", first="2020-01-01", last="2020-01-31").press("Use these days")
    assert "Nothing shared from these days." in page.words
    assert "After we talked" not in page.words
    form = composer_of(page)
    assert (form.values["note"], form.values["audience"]) == (["Typed."], ["client"])
    page = form.fill(span="weeks").press("Use these days")
    assert len(composer_of(page).values["items"]) == 1


def test_since_the_last_session_is_offered_first_when_there_was_one(cast, as_):
    with time_machine.travel("2026-11-06T12:00:00+00:00", tick=False):
        slot = appointments.Slot.checked(date(2026, 11, 6), time(14), 50, "room", date(2026, 11, 6))
        here(cast.mara, appointments.add, cast.mara, cast.ana.person_id, slot, uuid4(), None)
    with time_machine.travel("2026-11-21T12:00:00+00:00", tick=False):
        form = compose(as_(cast.mara))
        assert form.values["span"] == ["since"]
        assert "Since 6 November" in form.page.words
        assert (form.values["first"], form.values["last"]) == (["2026-11-06"], ["2026-11-21"])


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
    page = compose(as_(cast.mara), span="dates", **typed).press("Make PDF")
    assert page.status == 200
    assert problem in page.words
    assert page.title.startswith("Problem:")


def test_somebody_elses_client_in_the_address_is_not_found(cast, as_):
    for client in (cast.ben.person_id, uuid4()):
        assert as_(cast.mara).get(f"/desk/summaries/new?client={client}&first=2026-01-01&last=2026-01-02").status == 404


def test_without_clients_there_is_nothing_to_choose(cast, as_):
    page = as_(cast.vera).get("/desk/summaries/new")
    assert "Nobody is on your list yet." in page.words


def test_without_a_section_there_is_a_problem_and_the_page_stays_as_it_was(cast, as_):
    page = compose(as_(cast.mara), items=[], sections=[]).press("Make PDF")
    assert "Tick at least one section." in page.words
    assert composer_of(page).values.get("items") is None


def test_a_thousand_ticks_are_counted_before_anything_is_made_and_nothing_typed_is_lost(cast, as_):
    form = compose(as_(cast.mara), note="Mine.")
    form.values["items"] = [str(uuid4()) for _ in range(1_000)]
    page = form.press("Make PDF")
    assert "takes 100 notes and parts of notes; 1,000 are ticked" in page.words
    assert composer_of(page).values["note"] == ["Mine."]


def test_a_section_moves_by_its_buttons_and_the_file_has_that_order(cast, as_):
    browser = as_(cast.mara)
    page = compose(browser, note=OWN, plan="Then this.").press("Move Plan for next time up")
    form = composer_of(page)
    assert form.values["order"][-2:] == ["plan", "measures"]
    for _ in range(5):
        form = composer_of(form.press("Move Plan for next time up"))
    page = form.press("Make PDF")
    make_last(cast.mara)
    said = again(page).follow("Read the web version").words
    assert said.index("Then this.") < said.index(OWN)


def test_show_me_shows_the_whole_text_and_nothing_is_shown_before(cast, as_):
    form = compose(as_(cast.mara), note="Mine.", hidden="talked")
    assert "We talked at last." not in form.page.words
    page = form.press("Show me")
    assert "We talked at last." in page.words
    assert "Source 1" in page.words
    assert here(cast.mara, consent.was_opened, cast.mara, cast.entry_id)
    page = composer_of(page).fill(audience="supervision").press("Move Check-ins up")
    assert "We [hidden] at last." in page.words
    path = form.node.get("data-compose")
    for sections, status, said in (([], 422, "Tick at least one section."), (["words"], 200, "We talked at last.")):
        answer = form.page.browser.client.post(path, data=form.fill(sections=sections).values)
        assert (answer.status_code, said in answer.text, "<html" in answer.text) == (status, True, False)


def test_what_the_script_shows_is_an_opening_too(cast, as_):
    form = compose(as_(cast.mara), note="Mine.")
    shown = form.page.browser.client.post(form.node.get("data-compose"), data=form.values)
    assert "We talked at last." in shown.text
    assert here(cast.mara, consent.was_opened, cast.mara, cast.entry_id)


def test_whoever_left_the_caseload_meanwhile_is_not_there_any_more_and_the_draft_stays(cast, as_):
    form = compose(as_(cast.mara), note="Mine.")
    lose_client(cast.mara)
    for words in ("Show me", "Use these days", "Make PDF"):
        assert form.press(words).status == 404


def test_what_was_typed_stays_in_the_form_when_something_is_to_be_fixed(cast, as_):
    form = compose(as_(cast.mara), note="x" * 5001)
    page = form.press("Make PDF")
    kept = composer_of(page)
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
    other = form.fill(items=[], note="Changed after Back.").press("Make PDF")
    assert other.path != first.path
    assert "You had asked for another one here, which stays as it is." in other.words


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
        assert said in composer_of(page).fill(note="Mine.").press("Make PDF").words
