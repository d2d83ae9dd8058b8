"""Own notes and the record, as pages: who can read them, two windows, a form sent twice; nothing typed is lost."""

from uuid import uuid4

import pytest

from portal.domain import drafts, process_notes, progress_notes
from portal.domain.drafts import Seen
from tests.summary_stories import here, lose_client

ONLY_ME = "Only you can read this"
RECORD = "and so can whoever opens the practice’s record"
ODD = ("W" * 3000, "שלום, שתקתי עשר שניות", "👩‍👩‍👧 and so on", "<b>bold</b> & <i>")


@pytest.fixture
def desk(mara, as_):
    return as_(mara)


@pytest.fixture
def place(sam):
    return f"/desk/clients/{sam.person_id}"


def last(mara, sam):
    return here(mara, process_notes.last, mara, sam.person_id)


def test_an_own_note_is_written_changed_and_deleted(sam, mara, desk, place):
    assert ONLY_ME in desk.get(f"{place}/own-notes").words
    page = (
        desk.get(f"{place}/own-notes").follow("New note").form("Keep, only for me").fill(body="First thought.").press()
    )
    assert "First thought." in page.words
    assert ONLY_ME in page.words
    page = page.follow("Change").form("Keep, only for me").fill(body="Second thought.").press()
    assert "Second thought." in page.words
    assert "Version 1" in page.words
    assert "First thought." in page.words
    assert "Second thought." in desk.get(f"{place}/own-notes").words
    assert "Second thought." not in desk.get(f"{place}/record").words
    page.form("Delete it for good").press()
    assert last(mara, sam) is None


def test_whatever_is_typed_stands_on_the_page_as_it_was_typed(desk, place):
    for body in ODD:
        for part, button in (("own-notes", "Keep, only for me"), ("record", "Sign for the record")):
            assert body in desk.get(f"{place}/{part}/new").form(button).fill(body=body).press(button).words


def test_what_cannot_be_kept_comes_back_with_a_sentence(sam, mara, desk, place):
    for part, button in (("own-notes", "Keep, only for me"), ("record", "Keep in the record, not signed yet")):
        for body, day, said in (
            ("", "", "nothing here yet"),
            ("x" * 20_001, "", "20,001"),
            ("Fine.", "2999-01-01", "not come"),
        ):
            page = desk.get(f"{place}/{part}/new").form(button).fill(body=body, on_day=day).press()
            assert said in page.words
            assert page.form(button).values["body"][0].strip() == body
    assert last(mara, sam) is None
    assert here(mara, progress_notes.shelf, mara, sam.person_id).notes == []


def test_two_windows_show_both_texts_and_the_second_press_keeps_what_is_seen(sam, mara, desk, place):
    note_id = here(mara, process_notes.write, mara, sam.person_id, "As it was.")
    late = desk.get(f"{place}/own-notes/{note_id}/edit").form("Keep, only for me").fill(body="From the second window.")
    here(mara, process_notes.edit, mara, sam.person_id, note_id, 1, "From the first window.")
    page = late.press()
    assert page.status == 409
    assert "From the first window." in page.words
    assert last(mara, sam).body == "From the first window."
    assert "From the second window." in page.form("Keep, only for me").press().words
    assert last(mara, sam).version == 3


def test_the_form_sent_twice_is_one_note_and_a_draft_goes_when_its_words_are_kept(sam, mara, desk, place):
    about = uuid4()
    here(
        mara,
        drafts.save,
        mara,
        "process-note",
        about,
        {"body": "Half.", "client": str(sam.person_id)},
        Seen(0, uuid4()),
    )
    assert "You were writing" in desk.get(f"{place}/own-notes").words
    form = desk.get(f"{place}/own-notes/new").form("Keep, only for me")
    assert form.values["body"][0].strip() == "Half."
    for _ in range(2):
        form.press()
    assert len(here(mara, process_notes.shelf, mara, sam.person_id).notes) == 1
    assert here(mara, drafts.find, mara, about) is None


def test_a_progress_note_is_kept_signed_and_added_to(sam, mara, desk, place):
    page = (
        desk.get(f"{place}/record")
        .follow("New progress note")
        .form("Keep in the record, not signed yet")
        .fill(body="Session 1.")
        .press()
    )
    assert RECORD in page.words
    assert "not signed yet" in page.words
    changed = page.follow("Change").form("Keep in the record, not signed yet").fill(body="Session 1, in full.").press()
    assert "Session 1, in full." in changed.words
    page = changed.form("Sign for the record").press()
    assert "Signed by Mara Lindqvist" in page.words
    assert all("Change" not in words for words in page.links)
    page = page.follow("Add an addendum").form("Add to the record").fill(body="Not Sunday.").press()
    assert "Addendum 1" in page.words
    assert "Not Sunday." in page.words


def test_what_was_signed_in_another_window_is_not_changed_and_the_words_wait_as_an_addendum(sam, mara, desk, place):
    note_id = here(mara, progress_notes.write, mara, sam.person_id, "As it was.")
    edit = desk.get(f"{place}/record/{note_id}/edit").form("Sign for the record").fill(body="Later words.")
    stale = desk.get(f"{place}/record/{note_id}").form("Sign for the record")
    here(mara, progress_notes.edit, mara, sam.person_id, note_id, 1, "As it is.")
    assert "changed in another window" in stale.press().words
    assert here(mara, progress_notes.read, mara, sam.person_id, note_id).signed_at is None
    here(mara, progress_notes.sign, mara, sam.person_id, note_id, 2)
    page = edit.press()
    assert page.status == 409
    assert page.form("Add to the record").values["body"][0].strip() == "Later words."
    assert "Later words." in page.form("Add to the record").press().words
    assert here(mara, progress_notes.read, mara, sam.person_id, note_id).body == "As it is."
    told = here(mara, progress_notes.earlier, mara, sam.person_id, note_id)
    assert [(one.version, one.body) for one in told] == [(1, "As it was.")], "what was signed stands above, once"


def test_a_client_who_left_while_the_form_was_open_gives_the_words_back_and_keeps_the_draft(sam, mara, desk, place):
    note_id = here(mara, process_notes.write, mara, sam.person_id, "As it was.")
    here(mara, drafts.save, mara, "process-note", note_id, {"body": "Half."}, Seen(0, uuid4()), 1)
    forms = [
        desk.get(f"{place}/own-notes/{note_id}/edit").form("Keep, only for me"),
        desk.get(f"{place}/own-notes/new").form("Keep, only for me"),
        desk.get(f"{place}/record/new").form("Sign for the record"),
    ]
    lose_client(mara)
    for form in forms:
        page = form.fill(body="What I typed meanwhile.").press()
        assert page.status == 404
        assert "What I typed meanwhile." in page.words
    assert here(mara, drafts.find, mara, note_id).words["body"] == "Half."
    assert {desk.get(f"{place}{part}").status for part in ("", "/own-notes", f"/own-notes/{note_id}", "/record")} == {
        404
    }
