"""The page of a summary after it is made: final, amended, copied with a password, given; and what each says."""

import io
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from portal.core.db import db
from portal.domain import summaries
from portal.models.people import Person
from tests.acts import at_work
from tests.summary_stories import addenda_of, amended, finished, here, made_for, share, stop
from tests.therapist_app.desk import again, make_last

PASSWORD = "seven grey herons by the weir"


@pytest.fixture
def draft(cast, as_):
    """Mara's browser on the page of a draft that is made for Ana."""
    return as_(cast.mara).get(f"/desk/summaries/{made_for(cast.mara, cast.ana, 'client')}")


@pytest.fixture
def final(draft):
    """The same, made final."""
    return draft.form("Make it final").press()


def summary_of(page):
    return UUID(page.path.rsplit("/", 1)[1])


def test_a_draft_says_until_when_it_is_kept_and_becomes_final_by_one_button(draft):
    assert "as a draft, unless you make it final." in draft.words
    assert "what it quotes counts as opened, and Ana can see that." in draft.words
    page = draft.form("Make it final").press()
    assert "It is final. From now on it stays as it is." in page.words
    assert "Final since" in page.words
    assert "It stays in the record as it is." in page.words
    for gone in ("Make it final", "Remove this draft"):
        assert gone not in page.words
    assert "Final. Asked for" in page.browser.get("/desk/summaries").words


def test_a_draft_is_removed_by_its_button_and_its_page_says_so(draft):
    page = draft.form("Remove this draft").press()
    assert "The draft is gone from here." in page.words
    assert "This file was removed on" in page.words
    assert not {"Download the PDF", "Read the web version"} & set(page.links)
    assert page.browser.get(f"{page.path}/file").path == page.path


def test_what_was_withdrawn_before_the_button_is_pressed_is_said_with_a_way_on(cast, draft):
    share(cast.ana, cast.mara, "This stays.")
    draft.follow("Read the web version")
    pressed = draft.form("Make it final")
    stop(cast.ana, cast.entry_id, cast.mara)
    page = pressed.press()
    assert (
        "Something in it is no longer shared, so it can\u2019t become final. Make a new one without it." in page.words
    )
    assert page.form("Make a new one").press().path != page.path


def test_an_addendum_is_numbered_has_a_page_and_stands_in_the_web_version(cast, final):
    page = final.form("Add it to the record").fill(words="She called, and **meant it**.").press()
    assert "Its page is being laid out." in page.words
    make_last(cast.mara)
    page = again(page)
    file = page.follow("Download addendum 1").response
    assert file.headers["Content-Disposition"].endswith('-addendum-1.pdf"')
    assert "She called, and meant it." in PdfReader(io.BytesIO(file.data)).pages[0].extract_text()
    web = page.follow("Read the web version").words
    assert "Addendum 1" in web
    assert "She called, and" in web
    assert "Addendum 2" in page.words
    with at_work(cast.mara):
        db.session.execute(update(Person).where(Person.id == cast.mara.person_id).values(language="de"))
    mixed = page.browser.get(page.path + "/web")
    assert (mixed.tree.get("lang"), "Addendum 1" in mixed.words) == ("de", True), "the paper keeps its language"


def test_other_words_under_a_form_that_was_sent_come_back_to_be_added_anew(cast, final):
    form = final.form("Add it to the record")
    form.fill(words="First words.").press()
    page = form.fill(words="Quite other words.").press()
    assert page.status == 409
    assert "What you sent first is kept as it was." in page.words
    page = page.form("Add it to the record").press()
    assert "Its page is being laid out." in page.words
    said = page.words
    assert said.index("First words.") < said.index("Quite other words.")
    copied = page.form("Download a copy with this password").fill(password=PASSWORD)
    copied.values["part"] = "2"  # as a page from another moment would send it
    assert "A page can be copied once it is ready." in copied.press().words
    assert len(addenda_of(cast.mara, summary_of(final))) == 2


def test_words_that_can_not_be_added_come_back(final):
    page = final.form("Add it to the record").fill(words="x" * 5001).press()
    assert "This can have 5,000 characters; it has 5,001." in page.words
    assert "x" * 5001 in page.text
    assert "Write what is to be added." in final.form("Add it to the record").fill(words=" ").press().words


def test_an_addendum_that_was_typed_and_not_kept_is_there_again(cast, final):
    form = final.form("Add it to the record").fill(words="Half a sent")
    assert final.browser.post(form.node.get("data-draft"), form.values).status == 200
    assert "Half a sent" in again(final).text
    again(final).form("Add it to the record").fill(words="Half a sentence.").press()
    assert "Half a sent<" not in again(final).text


def test_a_copy_with_a_password_is_made_on_the_fly_and_named_alike(final):
    answer = final.form("Download a copy with this password").fill(password=PASSWORD).press().response
    assert answer.mimetype == "application/pdf"
    assert PdfReader(io.BytesIO(answer.data)).decrypt(PASSWORD)
    plain = final.follow("Download the PDF").response
    assert answer.headers["Content-Disposition"] == plain.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("password", "said"), [("", "Type a password for the copy."), ("short", "Use at least 12 characters.")]
)
def test_a_password_that_will_not_do_is_said_beside_it_and_never_comes_back(final, password, said):
    page = final.form("Download a copy with this password").fill(password=password).press()
    assert said in page.words
    assert 'value="short"' not in page.text


def test_a_final_made_for_the_client_is_given_by_one_button(cast, as_, final):
    plain = final.follow("Download the PDF").response.data
    page = final.form("Give it to Ana").press()
    assert "Given to Ana on" in page.words
    assert "Whether it was opened or put away there is not told." in page.words
    assert "given to Ana" in page.browser.get("/desk/summaries").words
    theirs = as_(cast.ana).get("/files")
    assert "Summaries given to me" in theirs.words
    shown = theirs.follow("A summary")
    file = shown.follow("Download the file").response
    assert file.data == plain
    assert file.headers["Content-Disposition"].startswith('attachment; filename="summary-')
    away = shown.form("Put it away").press()
    assert "It is put away." in away.words
    assert "Summaries given to me" not in away.words


def test_a_final_made_for_the_therapist_alone_has_no_button_to_give(cast, as_):
    page = as_(cast.mara).get(f"/desk/summaries/{finished(cast.mara, cast.ana, 'preparation')}")
    assert "Give it to Ana" not in page.words


def test_a_flagged_final_says_since_when_and_offers_reading_alone(cast, final):
    given = final.form("Give it to Ana").press()
    amended(cast.mara, summary_of(final))
    stop(cast.ana, cast.entry_id, cast.mara)
    page = again(given)
    assert "Contains material withdrawn on" in page.words
    assert "Ana keeps what was given." in page.words
    assert set(page.links) >= {"Read the web version"}
    for gone in ("Download the PDF", "Download addendum 1", "Give it again", "Download a copy", "Make a new one"):
        assert gone not in page.words
    assert "Final; contains material withdrawn on" in page.browser.get("/desk/summaries").words


def test_pages_of_finals_are_nobody_elses(cast, as_, final):
    amended(cast.mara, summary_of(final), made=False)
    for who in (cast.idris, cast.ana, cast.olga, cast.foreign_therapist):
        browser = as_(who)
        assert browser.get(f"{final.path}/addenda/1/file").status == 404
    assert len(addenda_of(cast.mara, summary_of(final))) == 1
    assert here(cast.mara, summaries.card, cast.mara, summary_of(final)).is_final
