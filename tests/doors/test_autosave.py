"""Drafts over HTTP: what the page's script asks for, and what a person finds when they come back."""

import pytest

from portal.core.db import unit_of_work
from portal.domain import drafts, sessions


@pytest.fixture
def ana(cast, as_):
    return as_(cast.ana)


def writing(browser, path="/notes/new"):
    return browser.get(path).form("Keep")


def save(browser, form, **words):
    """As the script does: the whole form, to the address that stands on it."""
    answer = browser.post(form.node.get("data-draft"), form.fill(**words).values, follow=False).response
    if answer.is_json and "number" in answer.json:
        form.fill(number=answer.json["number"])
    return answer


def test_saving_says_when_and_what_to_save_the_next_one_with(ana):
    form = writing(ana)
    assert save(ana, form, body="One").json["number"] == 1
    answer = save(ana, form, body="One line.").json
    assert answer["number"] == 2
    assert len(answer["saved"]) == len("22:41")


def test_the_address_the_script_puts_in_place_opens_the_draft_again(ana):
    form = writing(ana)
    save(ana, form, body="One line.")
    again = ana.get(form.node.get("data-draft-page")).form("Keep private")
    assert again.values["body"] == ["One line."]
    assert again.values["number"] == ["1"]


def test_after_signing_in_again_the_same_page_opens_with_the_words(cast, ana):
    form = writing(ana)
    save(ana, form, body="One line.")
    with unit_of_work(cast.ana.practice_id):
        sessions.end_all(cast.ana.person_id)
    sent_on = ana.get(form.node.get("data-draft-page"), follow=False).response.location
    assert f"draft%3D{form.values['draft_of'][0]}" in sent_on


def test_a_kept_note_leaves_no_draft(cast, ana):
    form = writing(ana)
    save(ana, form, body="One line.")
    assert ana.get("/notes").words.count("One line.") == 1
    form.press("Keep private")
    assert "Throw this draft away" not in ana.get("/notes/new").text
    with unit_of_work(cast.ana.practice_id, writes=False):
        assert drafts.index(cast.ana, "entry") == []


def test_going_back_to_the_address_of_a_kept_draft_begins_a_new_note(cast, ana):
    form = writing(ana)
    save(ana, form, body="One line.")
    address = form.node.get("data-draft-page")
    form.press("Keep private")
    page = ana.get(address).form("Keep private").fill(body="Another.").press("Keep private")
    assert "Another." in page.words
    assert "Versions" not in page.links


def test_a_slow_request_after_the_note_was_kept_brings_nothing_back(cast, ana):
    form = writing(ana).fill(body="One line.")
    late = dict(form.values)
    form.press("Keep private")
    assert ana.post("/drafts", late).response.json == {"number": 0, "saved": ""}


def test_a_kept_change_leaves_no_draft_and_one_thrown_away_leaves_the_note(cast, ana):
    path = f"/notes/{cast.private_id}"
    form = writing(ana, f"{path}/edit")
    save(ana, form, body="Changed.")
    page = ana.get(f"{path}/edit")
    drop = next(button for button in page.tree.iter("button") if "/drop" in (button.get("formaction") or ""))
    after = ana.post(drop.get("formaction"), page.form("Keep").values)
    assert after.path.endswith(path)
    assert "Not for anyone." in after.words
    assert writing(ana, f"{path}/edit").values["body"] == ["Not for anyone."]
    form = writing(ana, f"{path}/edit")
    save(ana, form, body="Changed.")
    form.press("Keep the new version" if "Keep the new" in form.page.text else "Keep private")
    assert "This is your draft" not in ana.get(f"{path}/edit").words


def test_two_windows_are_told_and_end_on_the_page_with_both_texts(cast, ana):
    path = f"/notes/{cast.private_id}/edit"
    one, other = writing(ana, path), writing(ana, path)
    assert save(ana, one, body="From one window.").status_code == 200
    assert save(ana, other, body="From the other window.").status_code == 409
    one.press("Keep private")
    page = other.press("Keep private")
    assert page.status == 409
    assert "From one window." in page.words
    assert "From the other window." in page.text


def test_what_another_window_has_written_since_is_not_thrown_away(cast, ana):
    form = writing(ana)
    other = writing(ana, form.node.get("data-draft-page")).values["window"]
    stale = {name: list(values) for name, values in form.values.items()} | {
        "body": ["From this window."],
        "window": other,
    }
    save(ana, form, body="From the other window.")
    note = ana.post("/notes/new", stale)
    assert "From this window." in note.words
    assert "From the other window." in ana.get("/notes").words


def test_too_long_is_said_in_words(ana):
    assert "longer than a draft can be" in save(ana, writing(ana), body="x" * 70_000).json["problem"]


@pytest.mark.parametrize(
    "change",
    [
        {"draft": "made-up"},
        {"draft": "summary"},
        {"draft_of": "x"},
        {"number": "-1"},
        {"number": "9" * 30},
        {"draft_of": ""},
        {"window": "x"},
    ],
)
def test_a_form_that_is_not_ours_is_not_found(ana, change):
    form = writing(ana).fill(body="One.")
    assert ana.post("/drafts", form.values | change).status == 404


def test_signed_out_the_script_is_told_so_and_the_words_come_back(cast, ana):
    form = writing(ana).fill(body="Typed for an hour.")
    with unit_of_work(cast.ana.practice_id):
        sessions.end_all(cast.ana.person_id)
    page = ana.post("/drafts", form.values)
    assert page.status == 400
    assert "Typed for an hour." in page.words


def test_somebody_elses_draft_opens_for_nobody_else(cast, ana, as_):
    form = writing(ana)
    save(ana, form, body="Only Ana's.")
    ben = as_(cast.ben)
    page = ben.get(f"/notes/new?draft={form.values['draft_of'][0]}")
    assert page.form("Keep private").values["body"] == [""]
    assert page.form("Keep private").values["draft_of"] != form.values["draft_of"]
    assert "Only Ana's." not in ben.get("/notes").words


@pytest.mark.parametrize("wanted", ["x", "", "0b8e7f4e-5d2a-4c53-9d1c-0c6f6d8f7a11"])
def test_a_made_up_draft_is_a_blank_page(ana, wanted):
    assert writing(ana, f"/notes/new?draft={wanted}").values["body"] == [""]


def test_visiting_the_blank_page_makes_nothing(cast, ana):
    ana.get("/notes/new")
    with unit_of_work(cast.ana.practice_id, writes=False):
        assert drafts.index(cast.ana, "entry") == []


def test_a_therapists_note_is_found_with_its_client_and_with_no_other(cast, as_):
    mara = as_(cast.mara)
    form = next(form for form in mara.get("/desk/summaries/new").forms if "note" in form.names)
    save(mara, form, note="Ask about the weekend.")
    again = mara.get("/desk/summaries/new")
    assert "Ask about the weekend." in again.text
    assert "Ask about the weekend." not in mara.get(f"/desk/summaries/new?client={cast.ben.person_id}").text
    next(form for form in again.forms if "note" in form.names).press("Make PDF")
    assert "Ask about the weekend." not in mara.get("/desk/summaries/new").text
