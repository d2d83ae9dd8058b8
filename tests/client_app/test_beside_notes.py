"""Day, tags, goal and check-in of a note on its pages; pins, versions back, deleting, layouts, letting go."""

from datetime import timedelta
from uuid import UUID

import pytest

from portal.core.clock import now
from portal.domain import goals, journal, mood
from tests.acts import at_work, read_by, share, write
from tests.statements import counted


def id_in(path):
    return UUID(path.split("/notes/")[1].split("?")[0].split("/")[0])


def beside(actor, entry_id):
    with at_work(actor):
        return journal.beside(actor, entry_id)


def test_a_note_is_written_with_its_day_tags_goal_and_check_in(sam, as_):
    with at_work(sam):
        goal_id = goals.write(sam, goals.Words("Ask for ten minutes"))
    yesterday = now().date() - timedelta(days=1)
    form = as_(sam).get("/notes/new").form("Keep private")
    form.fill(
        body="Yesterday, then.", on_day=yesterday.isoformat(), tags="walks, #us, walks", goal_id=str(goal_id), level="4"
    )
    page = form.press("Keep private")
    assert all(words in page.words for words in ("walks", "us", "Good", "Ask for ten minutes"))
    found = beside(sam, id_in(page.path))
    assert (found.on_day, found.margin.tags, found.margin.goal_id) == (yesterday, ("walks", "us"), goal_id)
    with at_work(sam):
        checkin = mood.read(sam, found.margin.checkin_id)
        assert (checkin.reading.level, checkin.reading.on_day) == (4, yesterday)
        assert [line.reading.level for line in mood.shelf(sam).lines] == [4]
    again = form.press("Keep private")
    assert id_in(again.path) == id_in(page.path)
    with at_work(sam):
        assert mood.look_back(sam).chart.counted.several == 0


def test_a_problem_in_the_margin_keeps_nothing_and_gives_everything_back(sam, as_):
    wrong = {"on_day": (now().date() + timedelta(days=2)).isoformat(), "tags": "one, two", "level": "2"}
    for field, said in (("on_day", "This day has not come yet."), ("tags", "A tag can have 40 characters")):
        values = wrong | {"body": "Words that stay."} | ({"tags": "t" * 41, "on_day": ""} if field == "tags" else {})
        page = as_(sam).get("/notes/new").form("Keep private").fill(**values).press("Keep private")
        assert page.title == "Problem: Write"
        assert said in page.words
        again = page.form("Keep private").values
        assert (again["body"], again["tags"], again["level"]) == (["Words that stay."], [values["tags"]], ["2"])
    page = as_(sam).get("/notes/new").form("Keep private").fill(body="x", on_day="yesterday").press("Keep private")
    assert "Choose a day, or type one like 2026-11-18." in page.words
    with at_work(sam):
        assert journal.shelf(sam).headers == []
        assert mood.shelf(sam).lines == []


def test_tags_alone_make_no_new_version(sam, as_):
    entry_id = write(sam, "Words.")
    page = as_(sam).get(f"/notes/{entry_id}/edit").form("Keep private").fill(tags="later").press("Keep private")
    assert "later" in page.words
    assert "Versions" not in page.links
    assert beside(sam, entry_id).margin.tags == ("later",)


def test_two_windows_with_other_tags_are_shown_and_nothing_is_lost(sam, as_):
    entry_id = write(sam, "Words.")
    one, two = (as_(sam).get(f"/notes/{entry_id}/edit").form("Keep private") for _ in range(2))
    one.fill(tags="one").press("Keep private")
    page = two.fill(tags="two", body="Other words.").press("Keep private")
    assert page.status == 409
    assert "In another window this note was given the tags one" in page.words
    assert beside(sam, entry_id).margin.tags == ("one",)
    page.form("Keep private").press("Keep private")
    assert beside(sam, entry_id).margin.tags == ("two",)
    with at_work(sam):
        assert journal.read(sam, entry_id).body == "Other words."


def test_a_draft_keeps_what_stands_beside_it(sam, as_):
    browser = as_(sam)
    form = browser.get("/notes/new").form("Keep private").fill(body="On its way.", tags="later", level="1")
    browser.post("/drafts", form.values)
    page = browser.get(f"/notes/new?draft={form.values['entry_id'][0]}")
    again = page.form("Keep private").values
    assert (again["tags"], again["level"], again["checkin_id"]) == (["later"], ["1"], form.values["checkin_id"])


def test_the_readers_page_is_the_same_whatever_stands_beside_the_note(sam, mara, as_):
    entry_id = write(sam, "Shared words.")
    share(sam, entry_id, mara)
    read_by(mara, entry_id)
    before = as_(mara).get(f"/desk/inbox/{entry_id}").words
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "Shared words.", margin=journal.Margin(("private tag",)))
        journal.pin(sam, entry_id, pinned=True)
    assert as_(mara).get(f"/desk/inbox/{entry_id}").words == before


def test_a_note_is_pinned_deleted_and_brought_back(sam, mara, as_):
    entry_id, browser = write(sam, "Some words.", "Title"), as_(sam)
    share(sam, entry_id, mara)
    browser.get(f"/notes/{entry_id}").form("Pin").press("Pin")
    assert "Pinned" in browser.get("/notes").words
    page = browser.get(f"/notes/{entry_id}").form("Delete").press("Delete")
    assert "For 7 days it can be brought back" in page.words
    assert "Title" not in page.words
    assert read_by(mara, entry_id) is None
    assert browser.get(f"/notes/{entry_id}").status == 404
    page = page.follow("Deleted notes").form("Bring back, only for me").press("Bring back, only for me")
    assert "Only you can read this" in page.words
    browser.get(f"/notes/{entry_id}").form("Delete").press("Delete")
    page = browser.get("/notes/deleted").form("Let it go for good now").press("Let it go for good now")
    assert "Nothing is waiting here." in page.words


def test_an_earlier_version_is_brought_back(sam, as_):
    entry_id, browser = write(sam, "First."), as_(sam)
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "Second.")
    old = browser.get(f"/notes/{entry_id}/history").form("Bring version 1 back")
    page = old.press("Bring version 1 back, only for me")
    assert "First." in page.words
    with at_work(sam):
        journal.edit(sam, entry_id, 3, "Fourth.")
    page = browser.get(f"/notes/{entry_id}/history").form("Bring version 2 back").fill(base_version="3")
    page = page.press("Bring version 2 back, only for me")
    assert (page.status, page.title) == (409, "Choose")
    assert "Fourth." in page.words


def test_notes_are_found_by_filters_and_the_address_tells_nothing(sam, as_):
    write(sam, "By the sea.", "Sea", margin=journal.Margin(("us",)))
    write(sam, "In town.", "Town")
    page = as_(sam).get("/notes").form("Look in my notes").fill(tag="US").press("Look in my notes")
    assert page.path.endswith("/notes")
    assert ("By the sea." in page.words, "In town." in page.words) == (True, False)
    page = page.form("Look in my notes").fill(tag="", who="someone").press("Look in my notes")
    assert "No note is like this." in page.words
    page = page.form("Look in my notes").fill(first="nonsense").press("Look in my notes")
    assert "Choose a day" in page.words


@pytest.mark.parametrize("month", ["99999999999999999999/1", "2025/99999999999999999999", "0/1", "2025/13", "9999/12"])
def test_a_month_there_cannot_be_is_not_found(sam, as_, month):
    assert as_(sam).get(f"/notes/month/{month}").status == 404


def test_months_lead_to_one_another_and_a_day_to_other_years(sam, as_):
    today = now().date()
    write(sam, "Long ago.", on_day=today.replace(year=today.year - 4, day=min(today.day, 28)))
    write(sam, "Today.")
    page = as_(sam).get("/notes").follow("By month")
    assert ("Today." in page.words, "Long ago." in page.words) == (True, False)
    page = page.follow(f"{today:%B} {today.year - 4}")
    assert "Long ago." in page.words
    if today.day <= 28:
        assert "Long ago." in as_(sam).get("/notes/this-day").words


@pytest.mark.parametrize("path", ["/notes", "/notes/this-day"])
def test_a_page_of_notes_asks_as_much_for_many_as_for_few(sam, as_, path):
    def asked():
        with counted() as statements:
            as_(sam).get(path)
        return len(statements)

    write(sam, "One.", margin=journal.Margin(("us",)))
    few = asked()
    for number in range(5):
        write(sam, f"Note {number}.")
    assert asked() == few


def test_a_layout_is_made_chosen_and_changed_in_two_windows(sam, as_):
    browser = as_(sam)
    page = (
        browser.get("/notes/layouts/new")
        .form("Keep it")
        .fill(name="After", text="What happened?")
        .press("Keep it, only for me")
    )
    assert "After" in page.words
    page = browser.get("/notes/new").follow("After")
    assert page.form("Keep private").values["body"] == ["What happened?"]
    one, two = (browser.get("/notes/layouts").follow("Change it").form("Keep it") for _ in range(2))
    one.fill(text="One.").press("Keep it, only for me")
    page = two.fill(text="Two.").press("Keep it, only for me")
    assert page.status == 409
    assert "One." in page.words
    page.form("Keep it").press("Keep it, only for me")
    with at_work(sam):
        assert [layout.text for layout in journal.layouts(sam)] == ["Two."]
    page = browser.get("/notes/layouts/new").form("Keep it").fill(name="Half", text=" ").press("Keep it, only for me")
    assert "There is nothing here yet." in page.words
    assert page.form("Keep it").values["name"] == ["Half"]
    page = browser.get("/notes/layouts").form("Take it away").press("Take it away")
    assert "No layouts yet." in page.words


def test_what_is_let_go_cannot_be_sent(sam, as_):
    page = as_(sam).get("/notes/let-go")
    boxes = list(page.tree.iter("textarea"))
    assert len(boxes) == 1
    assert not {"name", "form"} & set(boxes[0].keys())
    assert all(box not in list(form.iter("textarea")) for form in page.tree.iter("form") for box in boxes)
    assert "data-draft" not in page.text
    assert "Nothing of it was kept." in page.follow("Let it go").words
