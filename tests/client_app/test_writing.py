"""Writing notes through the pages: kept private, kept once, given back when something is wrong with them."""

import re
from uuid import UUID, uuid4

import pytest

from portal.domain import consent, journal
from tests.acts import at_work, audience


@pytest.fixture
def ana(cast, as_):
    return as_(cast.ana)


def notes(actor):
    """(title, body) of each note, newest first."""
    with at_work(actor):
        pages = [journal.read(actor, header.id) for header in journal.shelf(actor).headers]
        return [(page.title, page.body) for page in pages]


def id_in(path):
    return UUID(re.search(r"[0-9a-f-]{36}", path)[0])


def write(browser, body="Some words.", title="", button="Keep private"):
    return browser.get("/notes/new").form(button).fill(title=title, body=body).press(button)


# ------------------------------------------------------------------ keeping


def test_a_note_is_written_and_stays_private(cast, ana):
    page = ana.get("/home").follow("Write")
    assert (page.title, page.status) == ("Write", 200)
    assert "Only you can read this" in page.words
    page = page.form("Keep private").fill(title="Sunday walk", body="We laughed.\n\nA lot.").press("Keep private")
    assert page.title == "Note"
    assert "Only you can read this" in page.words
    assert "We laughed." in page.words
    assert notes(cast.ana)[0] == ("Sunday walk", "We laughed.\n\nA lot.")
    assert audience(cast.ana, id_in(page.path)) == ()


def test_a_note_goes_on_to_the_preview_and_is_not_shared_by_that(cast, ana):
    page = write(ana, "For Mara, perhaps.", button="Save, then see it as Mara will")
    assert page.title == "Preview"
    assert "Before you share" in page.words
    assert audience(cast.ana, id_in(page.path)) == ()


def test_a_button_that_names_nobody_keeps_the_note_private(cast, ana):
    for then in ("", "no-such-thing", str(uuid4())):
        form = ana.get("/notes/new").form("Keep private").fill(body="Words.")
        ana.post("/notes/new", {**form.values, "then": then})
    assert [body for _, body in notes(cast.ana)][:3] == ["Words."] * 3
    with at_work(cast.ana):
        assert [card.count for card in consent.open_to(cast.ana) if card.name == "Mara"] == [1]  # the one of the cast


def test_a_double_click_makes_one_note(cast, ana):
    form = ana.get("/notes/new").form("Keep private").fill(body="Once.")
    first, second = form.press("Keep private"), form.press("Keep private")
    assert id_in(first.path) == id_in(second.path)
    assert [body for _, body in notes(cast.ana)].count("Once.") == 1


def test_going_back_and_sending_other_words_loses_neither(cast, ana):
    form = ana.get("/notes/new").form("Keep private").fill(body="First.")
    page = form.press("Keep private")
    form.fill(body="Second.").press("Keep private")
    with at_work(cast.ana):
        bodies = [journal.read(cast.ana, id_in(page.path), number).body for number in (1, 2)]
    assert bodies == ["First.", "Second."]


def test_going_back_to_a_note_that_went_on_shows_both_texts(ana):
    form = ana.get("/notes/new").form("Keep private").fill(body="First.")
    form.press("Keep private")
    form.fill(body="Second.").press("Keep private")
    page = form.fill(body="Third.").press("Keep private")
    assert (page.status, page.title) == (409, "Choose")
    assert "Second." in page.words
    assert page.form("Keep this one").values["body"] == ["Third."]


# ------------------------------------------------------------------ what cannot be kept

BAD = {
    "empty": ("", "", "There is nothing here yet"),
    "only spaces": ("   \n ", "A title", "There is nothing here yet"),
    "too long": ("x" * 50_001, "", "A note can have 50,000 characters; this one has 50,001."),
    "NUL": ("before\x00after", "", "There is a sign in here that cannot be kept"),
    "long title": ("Words that stay.", "t" * 201, "A title can have 200 characters; this one has 201."),
    "NUL in the title": ("Words that stay.", "a\x00b", "There is a sign in here that cannot be kept"),
}


@pytest.mark.parametrize("path", ["/notes/new", "edit"])
@pytest.mark.parametrize("bad", BAD)
def test_a_problem_is_said_in_place_and_what_was_typed_stays(cast, ana, path, bad):
    (body, title, said), before = BAD[bad], notes(cast.ana)
    path = f"/notes/{cast.private_id}/edit" if path == "edit" else path
    page = ana.get(path).form("Keep private").fill(body=body, title=title).press("Keep private")
    assert page.title == "Problem: Write"
    assert page.words.count(said) == 2  # on top, and beside the field
    assert "One thing to fix" in page.words
    again = page.form("Keep private")
    assert again.values["body"] == [body.replace("\x00", "\ufffd")]
    assert again.values["title"] == [title.replace("\x00", "\ufffd")]
    assert notes(cast.ana) == before


def test_a_mended_note_is_kept(cast, ana):
    page = ana.get("/notes/new").form("Keep private").fill(body="", title="Kept title").press("Keep private")
    page.form("Keep private").fill(body="Now with words.").press("Keep private")
    assert notes(cast.ana)[0] == ("Kept title", "Now with words.")


def test_a_stale_form_gives_the_words_back(cast, ana):
    form = ana.get("/notes/new").form("Keep private").fill(title="Long evening", body="Hours of words.")
    form.fill(csrf_token="stale")
    page = form.press("Keep private")
    assert page.status == 400
    assert "Hours of words." in page.text
    assert "Hours of words." not in [body for _, body in notes(cast.ana)]


def test_words_of_any_kind_are_shown_as_they_are_and_keep_their_direction(ana):
    body = '<script>alert("x")</script>\n\n\u202eturned\u202c and \u200f\u05e9\u05dc\u05d5\u05dd'
    page = write(ana, body, "<b>\u202etitle")
    assert "<script>alert" not in page.text
    assert '<script>alert("x")</script>' in page.words
    assert "\u200f\u05e9\u05dc\u05d5\u05dd" in page.text
    heading = next(node for node in page.tree.iter("h1"))
    assert ("".join(heading.itertext()), heading.get("dir")) == ("<b>\u202etitle", "auto")
    shelf = ana.get("/notes")
    assert all(node.get("dir") == "auto" for node in shelf.tree.iter("span") if "note-line" in node.get("class", ""))


# ------------------------------------------------------------------ changing


def test_a_shared_note_is_changed_and_the_change_is_private(cast, ana):
    page = ana.get(f"/notes/{cast.entry_id}").follow("Change this note")
    assert "You , Mara and Vera can read this" in page.words
    page = page.form("Keep the new version private").fill(body="Said since.").press("Keep the new version private")
    assert "You , Mara and Vera (earlier version)" in page.words
    assert "Show Mara the new version" in page.words
    with at_work(cast.mara):
        assert consent.read_shared(cast.mara, cast.entry_id).shown.body == "We talked at last."


def two_windows(ana, entry_id):
    """The page that answers the second of two windows."""
    first = ana.get(f"/notes/{entry_id}/edit").form("Keep")
    second = ana.get(f"/notes/{entry_id}/edit").form("Keep")
    first.fill(title="One", body="From one window.").press("Keep")
    return second.fill(title="Two", body="From the other window.").press("Keep")


def test_two_windows_show_both_texts(cast, ana):
    page = two_windows(ana, cast.private_id)
    assert (page.status, page.title) == (409, "Choose")
    assert "From one window." in page.words
    assert page.form("Keep this one").values["body"] == ["From the other window."]
    assert notes(cast.ana)[0] == ("One", "From one window.")


def test_of_two_windows_this_one_can_be_kept(cast, ana):
    two_windows(ana, cast.private_id).form("Keep this one").press("Keep this one")
    with at_work(cast.ana):
        bodies = [journal.read(cast.ana, cast.private_id, number).body for number in (2, 3)]
    assert bodies == ["From one window.", "From the other window."]


def test_of_two_windows_the_other_can_be_kept(cast, ana):
    page = two_windows(ana, cast.private_id).form("Keep the other").press()
    assert "From one window." in page.words
    assert "From the other window." not in page.words


def test_of_two_windows_both_can_be_kept_once_each(cast, ana):
    form = two_windows(ana, cast.private_id).form("Keep both")
    for _ in range(2):
        page = form.press("Keep both")
    assert "From the other window." in page.words
    assert [title for title, _ in notes(cast.ana)] == ["Two", "One", "After we talked"]
    assert audience(cast.ana, id_in(page.path)) == ()


def test_an_edit_that_names_no_version_is_a_conflict_and_not_a_silent_winner(cast, ana):
    form = ana.get(f"/notes/{cast.private_id}/edit").form("Keep private")
    for base in ("", "x", "-1", "99999999999999999999"):
        assert form.fill(body="Other words.", base_version=base).press("Keep private").status == 409
    assert ("Mine", "Not for anyone.") in notes(cast.ana)


# ------------------------------------------------------------------ whose


@pytest.mark.parametrize("way", ["", "/edit", "/history"])
def test_somebody_elses_note_is_not_there(cast, as_, way):
    for who in (cast.ben, cast.foreign_client):
        browser = as_(who)
        for entry_id in (cast.entry_id, cast.private_id, uuid4()):
            assert browser.get(f"/notes/{entry_id}{way}").status == 404


def test_somebody_elses_id_in_a_form_is_not_there(cast, as_):
    for who in (cast.ben, cast.foreign_client):
        form = as_(who).get("/notes/new").form("Keep private").fill(body="Mine now?", entry_id=cast.private_id)
        assert form.press("Keep private").status == 404
    assert ("Mine", "Not for anyone.") in notes(cast.ana)


# ------------------------------------------------------------------ versions


def test_versions_are_listed_with_who_reads_which(cast, ana):
    edit = ana.get(f"/notes/{cast.entry_id}/edit").form("Keep the new version private")
    page = edit.fill(body="Only for me.").press("Keep the new version private").follow("Versions")
    assert page.title == "Versions"
    assert "Version 2 Only you" in page.words
    assert "Version 1 You , Mara and Vera" in page.words
    page = page.follow("Read version 1")
    assert "We talked at last." in page.words


@pytest.mark.parametrize("number", ["3", "0", "99999999999999999999"])
def test_a_version_that_never_was_shows_nothing(cast, ana, number):
    page = ana.get(f"/notes/{cast.entry_id}/history?version={number}")
    assert page.status == 404 or "We talked at last." not in page.words


def test_many_versions_come_in_pages(cast, ana):
    for number in range(1, 23):
        with at_work(cast.ana):
            journal.edit(cast.ana, cast.private_id, number, f"Words {number}.")
    page = ana.get(f"/notes/{cast.private_id}/history")
    assert "Read version 23" in page.links
    assert "Read version 3" not in page.links
    assert "Read version 1" in page.follow("Earlier versions").links
