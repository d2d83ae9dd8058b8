"""The page of a summary in every state it can be in, and opening what is ready."""

import io
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader

from portal import jobs
from portal.core.clock import now
from portal.domain import outbox, summaries
from tests.summary_stories import here, lose_client, share, stop
from tests.therapist_app.desk import again, id_of, last_job, make_last, press_make


@pytest.fixture
def ready(cast, as_):
    """Mara's browser on the page of a finished summary."""
    page = press_make(as_(cast.mara))
    make_last(cast.mara)
    return again(page)


def test_in_line_with_those_ahead_and_a_link_to_look_again(cast, as_):
    browser = as_(cast.mara)
    press_make(browser)
    page = press_make(browser)
    assert "In line" in page.words
    assert "One ahead of yours." in page.words
    assert "You can leave this page" in page.words
    assert page.follow("Look again").path == page.path
    assert 'role="status"' in page.text


def test_each_step_has_its_words(cast, as_):
    page = press_make(as_(cast.mara))
    task = here(cast.mara, outbox.take, last_job(cast.mara))
    assert "Sharing is checked again" in again(page).words
    gathered = here(cast.mara, summaries.gather, task)
    assert "Laying out pages" in again(page).words
    with time_machine.travel(now() + timedelta(seconds=31), tick=False):
        assert "Taking longer than usual" in again(page).words
    here(cast.mara, summaries.keep, task, gathered, summaries.draw(gathered))
    assert "Ready" in again(page).words


def test_ready_says_pages_and_size_and_offers_both_forms(ready):
    assert "1 page, " in ready.words
    assert " kB." in ready.words
    assert {"Download the PDF", "Read the web version"} <= set(ready.links)


def test_sharing_that_changed_before_it_was_opened_closes_it_and_a_new_one_can_be_made(cast, as_, ready):
    stop(cast.ana, cast.entry_id, cast.mara)
    page = again(ready)
    assert "Ana stopped sharing something in it, so this file is closed. Make a new one without it." in page.words
    assert not {"Download the PDF", "Read the web version"} & set(page.links)
    fresh = page.form("Make a new one").press()
    assert fresh.path != page.path
    make_last(cast.mara)
    assert "We talked at last." not in again(fresh).follow("Read the web version").words


def test_when_nothing_is_left_to_make_the_page_says_so(cast, as_):
    page = press_make(as_(cast.mara), note="")
    make_last(cast.mara)
    stop(cast.ana, cast.entry_id, cast.mara)
    told = again(page).form("Make a new one").press()
    assert told.path == page.path
    assert "Nothing that was in it is shared now" in told.words


def test_sharing_that_changed_after_it_was_opened_is_flagged_and_it_can_be_read_and_made_anew(cast, ready):
    ready.follow("Read the web version")
    stop(cast.ana, cast.entry_id, cast.mara)
    page = again(ready)
    assert "Ana stopped sharing something in it after you opened it on" in page.words
    assert "can\u2019t be saved or made final" in page.words
    assert "Download the PDF" not in page.links
    assert "Contains material withdrawn on" in page.follow("Read the web version").words
    assert page.form("Make a new one").press().path != page.path


def test_it_did_not_work_after_three_tries_with_a_reference_and_another_try(cast, as_):
    page = press_make(as_(cast.mara))
    job_id = last_job(cast.mara)
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            here(cast.mara, outbox.take, job_id)
            jobs.give_back(cast.mara.practice_id, job_id)
            clock.shift(40)
    failed = again(page)
    assert "It did not work" in failed.words
    assert "We tried three times." in failed.words
    assert f"{job_id.hex[:3]}-{job_id.hex[3:6]}".upper() in failed.words
    fresh = failed.form("Try again").press()
    make_last(cast.mara)
    assert "Ready" in again(fresh).words


def test_keys_that_died_waiting_ask_to_be_pressed_once_more(cast, as_):
    page = press_make(as_(cast.mara))
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        here(cast.mara, outbox.sweep)
    dead = again(page)
    assert "Press once more" in dead.words
    fresh = dead.form("Try again").press()
    assert dead.form("Try again").press().path == fresh.path
    make_last(cast.mara)
    assert "Ready" in again(fresh).words


def test_more_than_a_document_can_hold_is_said_with_what_to_do(cast, as_):
    share(cast.ana, cast.mara, "x\n" * 24_000)
    page = press_make(as_(cast.mara))
    make_last(cast.mara)
    assert "There is more in it than one file can hold." in again(page).words


def test_what_was_left_out_is_counted_on_its_page(cast, as_):
    share(cast.ana, cast.mara, "This stays.")
    page = press_make(as_(cast.mara))
    stop(cast.ana, cast.entry_id, cast.mara)
    make_last(cast.mara)
    assert "One thing was no longer shared when this was made. It is left out." in again(page).words


def test_the_list_shows_each_with_its_state(cast, as_, ready):
    browser = as_(cast.mara)
    press_make(browser)
    page = browser.get("/desk/summaries")
    assert "Summary for Ana" in page.words
    assert "Ready" in page.words
    assert "In line" in page.words
    assert "Your summaries will be here." in as_(cast.idris).get("/desk/summaries").words


# ------------------------------------------------------------------ opening


def test_the_file_is_a_pdf_whose_name_is_a_day_and_names_nobody(cast, ready):
    response = ready.browser.client.get(ready.links["Download the PDF"])
    assert response.mimetype == "application/pdf"
    day = now().date().isoformat()
    assert response.headers["Content-Disposition"] == f'attachment; filename="summary-{day}.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    reader = PdfReader(io.BytesIO(response.data))
    assert "We talked at last." in reader.pages[0].extract_text()
    assert "Ana" not in str(reader.metadata)


def test_the_web_version_has_the_same_words(cast, ready):
    page = ready.follow("Read the web version")
    for words in ("We talked at last.", "Ask about the phone.", "Prepared by Mara", "Willow House"):
        assert words in page.words


def test_an_unfinished_or_closed_file_leads_back_to_its_page(cast, as_):
    browser = as_(cast.mara)
    page = press_make(browser)
    for form in ("file", "web"):
        assert browser.get(f"{page.path}/{form}").path == page.path


def test_pages_of_a_summary_are_nobody_elses(cast, as_, ready):
    place = f"/desk/summaries/{id_of(ready)}"
    for who in (cast.idris, cast.vera, cast.ana, cast.olga, cast.foreign_therapist):
        browser = as_(who)
        for form in ("", "/file", "/web"):
            assert browser.get(place + form).status == 404


def test_a_lost_client_takes_every_page_along_also_the_one_that_is_open(cast, ready):
    lose_client(cast.mara)
    for form in ("", "/file", "/web"):
        assert ready.browser.get(ready.path + form).status == 404
    assert "Ana" not in ready.browser.get("/desk/summaries").words


def test_nobody_signed_in_is_sent_to_sign_in(cast, as_):
    page = as_(None, "willow").get("/desk/summaries", follow=False)
    assert page.status == 303
