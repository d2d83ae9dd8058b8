"""Stopping with one tap, everything that is open on one page, and who opened what."""

from datetime import timedelta
from uuid import uuid4

import time_machine

from portal.core.clock import now
from tests.acts import audience, read_by, share, stop, therapist_of, write
from tests.summary_stories import drawn, finished, made_for


def readers(actor, entry_id):
    return [(access.name, access.version) for access in audience(actor, entry_id)]


# ------------------------------------------------------------------ stopping


def test_stopping_takes_fewer_taps_than_sharing(sam, mara, as_):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    page, sharing = browser.get(f"/notes/{entry_id}"), 0
    for tap in (
        lambda p: p.follow("See it as Mara will"),
        lambda p: p.form("Share with Mara").press("Share with Mara"),
    ):
        page, sharing = tap(page), sharing + 1
    undone, stopping = page.form("Undo").press("Undo"), 1
    assert "Only you can read this" in undone.words
    share(sam, entry_id, mara)
    page = browser.get(f"/notes/{entry_id}")
    page, stopping = page.form("Stop sharing").press("Stop sharing"), 1
    assert readers(sam, entry_id) == []
    assert stopping < sharing
    assert "From now on Mara can\u2019t open this note." in page.words
    assert "may be remembered" not in page.words
    assert "Only you can read this" in page.words


def test_stopping_says_what_it_does_not_undo(sam, mara, as_):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    share(sam, entry_id, mara)
    read_by(mara, entry_id)
    page = browser.get(f"/notes/{entry_id}").form("Stop sharing").press("Stop sharing")
    assert "What Mara has read may be remembered." in page.words
    assert as_(mara).get(f"/desk/inbox/{entry_id}").status == 404


def test_before_and_after_stopping_the_summaries_that_hold_it_are_named_with_what_becomes_of_them(sam, mara, as_):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    share(sam, entry_id, mara)
    made_for(mara, sam, "client", drawn())
    finished(mara, sam, document=drawn())
    for page in (f"/notes/{entry_id}", "/sharing", f"/sharing/with/{mara.person_id}"):
        told = browser.get(page).words
        assert "In summaries by Mara :" in told, page
        assert ", final" in told
        assert (
            "a final one stays in the practice\u2019s record, marked; it can\u2019t be saved or given any more." in told
        )
    other = therapist_of(sam, name="Idris Vale")
    share(sam, entry_id, other)
    made_for(other, sam, "client", drawn())
    told = browser.get(f"/notes/{entry_id}").words
    of_idris = told[told.index("In a summary by Idris :") :].partition("In summaries by Mara :")[0]
    assert "one that nobody has opened is closed" in of_idris
    assert "final" not in of_idris
    stop(sam, entry_id, other)
    page = browser.get(f"/notes/{entry_id}").form("Stop sharing").press("Stop sharing")
    assert "A summary was made before, and holds words of yours:" in page.words
    assert "A final one stays in the practice\u2019s record and can be read there." in page.words
    assert "A summary that nobody had opened yet is closed." in page.words


def test_stopping_twice_is_stopping_once(sam, mara, as_):
    entry_id = write(sam, title="After we talked")
    share(sam, entry_id, mara)
    form = as_(sam).get(f"/notes/{entry_id}").form("Stop sharing")
    for _ in range(2):
        assert "From now on Mara can\u2019t open this note." in form.press("Stop sharing").words


def test_an_old_address_claims_nothing_that_is_not_so(sam, mara, as_):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    assert "from now on" not in browser.get(f"/notes/{entry_id}?shared={mara.person_id}").words
    share(sam, entry_id, mara)
    assert "From now on" not in browser.get(f"/notes/{entry_id}?stopped={mara.person_id}").words
    assert "From now on" not in browser.get(f"/sharing?stopped={mara.person_id}").words
    for strange in (uuid4(), sam.person_id, "x"):
        assert "From now on" not in browser.get(f"/notes/{entry_id}?stopped={strange}").words
        assert "From now on" not in browser.get(f"/sharing?stopped={strange}").words


def test_everything_is_stopped_for_a_person_with_one_tap(sam, mara, as_):
    notes, browser = [write(sam, f"Note {number}", "") for number in range(7)], as_(sam)
    for entry_id in notes:
        share(sam, entry_id, mara)
    page = browser.get("/sharing")
    assert "Note 6" in page.words
    assert "Note 0" not in page.words
    assert "Note 0" in page.follow("All 7").words
    page = page.form("Stop sharing everything with Mara").press("Stop sharing everything with Mara")
    assert "From now on Mara can\u2019t open anything of yours." in page.words
    assert "Nobody can read anything of yours." in page.words
    assert [readers(sam, entry_id) for entry_id in notes] == [[]] * 7


def test_one_note_is_stopped_from_the_sharing_page(sam, mara, as_):
    kept, stopped, browser = write(sam, "Kept.", "Kept"), write(sam, "Stopped.", "Stopped"), as_(sam)
    share(sam, kept, mara)
    share(sam, stopped, mara)
    browser.get("/sharing").form("Stop sharing").press("Stop sharing")  # the first card: the one shared last
    assert (readers(sam, kept), readers(sam, stopped)) == ([("Mara Lindqvist", 1)], [])


def test_the_sharing_page_of_a_stranger_is_not_there(cast, as_):
    browser = as_(cast.ana)
    for who in (cast.idris, cast.foreign_therapist, cast.ana):
        assert browser.get(f"/sharing/with/{who.person_id}").status == 404
        assert browser.post(f"/sharing/stop/{who.person_id}", {"csrf_token": browser.token()}).status == 404
    assert browser.get(f"/sharing/with/{uuid4()}").status == 404


def test_somebody_who_left_can_still_be_stopped(cast, as_):
    page = as_(cast.ana).get(f"/notes/{cast.entry_id}")
    assert "Show Vera" not in page.words
    page.form("Stop sharing with Vera").press("Stop sharing with Vera")
    assert readers(cast.ana, cast.entry_id) == [("Mara", 1)]


# ------------------------------------------------------------------ who opened what


def test_the_log_says_who_opened_what_and_when(sam, mara, as_):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    assert "Nobody has opened anything." in browser.get("/sharing/log").words
    when = (now() - timedelta(days=1)).replace(hour=14, minute=2)
    with time_machine.travel(when, tick=False):
        share(sam, entry_id, mara)
        as_(mara).get(f"/desk/inbox/{entry_id}")
    page = browser.get("/sharing").follow("Who opened what")
    assert page.title == "Log"
    assert f"Mara opened “ After we talked ” {when:%A} {when.day} {when:%B}, 14:02" in page.words
    assert f"Opened {when:%A} {when.day} {when:%B}, 14:02." in browser.get("/sharing").words


def test_titles_in_the_log_are_shown_as_they_are_and_isolated(sam, mara, as_):
    entry_id = write(sam, "Words.", "<b>\u202eturned")
    share(sam, entry_id, mara)
    read_by(mara, entry_id)
    assert "“<bdi>&lt;b&gt;\u202eturned</bdi>”" in as_(sam).get("/sharing/log").text


def test_a_long_log_comes_in_pages(sam, mara, as_):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    share(sam, entry_id, mara)
    for _ in range(52):
        read_by(mara, entry_id)
    page = browser.get("/sharing/log")
    assert page.words.count("opened “") == 50
    assert page.follow("Earlier").words.count("opened “") == 2
    assert browser.get("/sharing/log?before=99999999999999999999").status == 200


def test_a_reader_with_a_title_is_called_by_the_whole_name(sam, as_):
    doctor = therapist_of(sam, "Dr. Alma Reyes")
    entry_id = write(sam, title="After we talked")
    assert "Share with Dr. Alma Reyes" in as_(sam).get(f"/sharing/{entry_id}/preview/{doctor.person_id}").words


# ------------------------------------------------------------------ the look, once a month


def test_what_is_still_open_is_kept_or_made_private_one_by_one(sam, mara, as_):
    one, two = write(sam, title="Heron"), write(sam, title="Wren")
    for entry_id in (one, two):
        share(sam, entry_id, mara)
    browser = as_(sam)
    page = browser.get("/home").follow("A look, once a month")
    assert page.words.index("Wren") < page.words.index("Heron")
    page = page.form("Keep this one").press("Keep this one")
    assert "Heron" in page.words
    assert "Wren" not in page.words
    assert "Wren" not in browser.get("/sharing/look").words
    page = page.form("Keep private").press("Keep private")
    assert "You have looked through all of it." in page.words
    assert (readers(sam, one), readers(sam, two)) == ([], [("Mara Lindqvist", 1)])
    assert "A look, once a month" not in browser.get("/home").words
    assert "Wren" in browser.get("/sharing/look").words
    assert browser.get("/sharing/look").form("Keep private").press("Keep private")
    assert "Nothing is open to somebody by your choice." in browser.get("/sharing/look").words
