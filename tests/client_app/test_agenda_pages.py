"""The agenda on the page: lines, pins, their order; closing it and taking along; nothing that was typed is lost."""

from uuid import uuid4

import pytest

from portal.domain import agenda, goals, mood
from tests.acts import at_work, write


def current(actor):
    with at_work(actor):
        found = agenda.current(actor)
        return found and found.text


def pins(actor):
    return [pin.words for pin in current(actor).pins]


def wrote(browser, body="The quarrel on Sunday", wish=""):
    return browser.get("/agenda").form("Keep private").fill(body=body, wish=wish).press("Keep private")


def added(page, words):
    return page.form("Add it, only for me").fill(pin=words).press("Add it, only for me")


def test_an_agenda_is_optional_and_private(sam, as_):
    browser = as_(sam)
    page = browser.get("/agenda")
    assert page.title == "Agenda"
    assert "Anything on your mind for it? Optional." in page.words
    assert "Only you can read this" in page.words
    page = page.form("Keep private").press("Keep private")
    assert "There is nothing here yet. One line is plenty, and none is fine too." in page.words
    page = wrote(browser, wish="To hear how it looks from outside")
    assert page.form("Keep private").values["body"] == ["The quarrel on Sunday"]
    assert page.form("Keep private").values["wish"] == ["To hear how it looks from outside"]


def test_what_is_too_long_comes_back_whole(sam, as_):
    page = wrote(as_(sam), body="x" * 4001, wish="Kept")
    assert page.title == "Problem: Agenda"
    assert "This can have 4,000 characters; it has 4,001." in page.words
    assert page.form("Keep private").values["body"] == ["x" * 4001]
    assert page.form("Keep private").values["wish"] == ["Kept"]


def test_two_windows_show_both_texts(sam, as_):
    browser = as_(sam)
    form = browser.get("/agenda").form("Keep private")
    wrote(browser, "The first window")
    page = form.fill(body="The second window").press("Keep private")
    assert (page.status, page.title) == (409, "Choose")
    assert "The first window" in page.words
    page.form("Keep this one, only for me").press("Keep this one, only for me")
    assert current(sam).words.body == "The second window"


def test_pins_in_words_are_added_moved_said_otherwise_and_taken_off_without_script(sam, as_):
    page = as_(sam).get("/agenda")
    for words in ("The bill", "My sister", "Sleep"):
        page = added(page, words)
    assert pins(sam) == ["The bill", "My sister", "Sleep"]
    assert not any(button.startswith("Add it") for form in page.forms for button in form.buttons)
    page = page.form("Up").press("Up")
    assert pins(sam) == ["My sister", "The bill", "Sleep"]
    form = page.form("Keep these words, only for me")
    name = f"{current(sam).pins[0].id}-pin"
    page = form.fill(**{name: "x" * 201}).press("Keep these words, only for me")
    assert page.title == "Problem: Agenda"
    assert page.form("Keep these words, only for me").values[name] == ["x" * 201]
    page = page.form("Keep these words, only for me").fill(**{name: "Family"}).press("Keep these words, only for me")
    assert pins(sam) == ["Family", "The bill", "Sleep"]
    page.form("Take off").press("Take off")
    assert pins(sam) == ["The bill", "Sleep"]


def test_no_button_of_the_page_loses_what_is_typed_elsewhere_on_it(sam, as_):
    """One form: lines and pins. What cannot be kept comes back whole, whichever button was pressed."""
    browser = as_(sam)
    form = browser.get("/agenda").form("Keep private").fill(body="A long thought", wish="Peace", pin="The bill")
    page = form.press("Add it, only for me")
    assert (current(sam).words, pins(sam)) == (agenda.Words("A long thought", "Peace"), ["The bill"])
    page = page.form("Keep private").fill(body="A longer thought", pin="Sleep").press("Keep private")
    first, second = (f"{pin.id}-pin" for pin in current(sam).pins)
    page = page.form("Up").fill(body="Its end", pin="Money", **{first: "The phone bill"}).press("Up")
    assert (current(sam).words.body, pins(sam)) == ("Its end", ["Sleep", "The phone bill", "Money"])
    late = browser.get("/agenda").form("Keep private")
    browser.get("/agenda").form("Keep private").fill(body="The other window", **{second: "Rest"}).press("Keep private")
    page = late.fill(body="x" * 4001, **{second: "Nights"}).press("Take off")
    assert (page.title, pins(sam)) == ("Problem: Agenda", ["The phone bill", "Money"])
    assert page.form("Keep private").values["body"] == ["x" * 4001]
    assert page.form("Keep private").fill(body="Late").press("Keep private").title == "Choose"


def test_a_note_and_a_goal_have_a_button_and_only_their_headline_goes_along(sam, as_):
    browser = as_(sam)
    note = write(sam, "Nobody else is to read this line.", "After we talked")
    with at_work(sam):
        goal = goals.write(sam, goals.Words("Speak up sooner"))
        mood.check_in(sam, 2)
    browser.get(f"/notes/{note}").form("Add to agenda").press("Add to agenda")
    page = browser.get(f"/goals/{goal}").form("Add to agenda").press("Add to agenda")
    assert pins(sam) == ["After we talked", "Speak up sooner"]
    assert "Nobody else" not in page.words
    assert "Only these words go on the agenda" in page.words
    page = added(page, "A third")
    page = browser.get(f"/goals/{goal}").form("Add to agenda").press("Add to agenda")
    assert page.title == "Agenda"  # it is on it already
    other = write(sam, "Another.", "Another")
    page = browser.get(f"/notes/{other}").form("Add to agenda").press("Add to agenda")
    assert "There are 3 pins. Take one off, and there is room for this one." in page.words


def test_what_can_be_pinned_is_offered_here_as_well(sam, as_):
    write(sam, "Some words.", "Sunday walk")
    with at_work(sam):
        mood.check_in(sam, 2)
    page = as_(sam).get("/agenda")
    assert "Sunday walk" in page.words
    page.form("Add to agenda").press("Add to agenda")
    assert pins(sam) == ["Sunday walk"]


def test_after_the_session_it_is_closed_and_the_rest_goes_along(sam, as_):
    browser = as_(sam)
    page = added(added(wrote(browser), "The bill"), "My sister")
    page = page.follow("After the session")
    form = page.form("Keep private, and close this agenda")
    bill = current(sam).pins[0]
    form.fill(takeaways="Silence is not peace.", next_step="Ask on Friday", heard="8", way="11", pins=[str(bill.id)])
    page = form.press("Keep private, and close this agenda")
    assert "Choose a number from 0 to 10, or none." in page.words
    form = page.form("Keep private, and close this agenda")
    assert form.values["takeaways"] == ["Silence is not peace."]
    assert form.values["pins"] == [str(bill.id)]
    page = form.fill(way="9").press("Keep private, and close this agenda")
    for said in ("Silence is not peace.", "Ask on Friday", "8 of 10", "9 of 10", "The quarrel on Sunday", "Only you"):
        assert said in page.words
    assert (pins(sam), current(sam).words.body) == (["The bill"], "")
    assert "The quarrel on Sunday" in browser.get("/agenda").words


def test_nothing_need_be_noted_and_it_can_be_changed_later_in_two_windows(sam, as_):
    browser = as_(sam)
    page = wrote(browser).follow("After the session")
    page = page.form("Keep private, and close this agenda").press("Keep private, and close this agenda")
    assert "Nothing noted. That is fine." in page.words
    assert current(sam) is None
    one, two = (page.follow("Note something").form("Keep private") for _ in range(2))
    page = one.fill(takeaways="The first window").press("Keep private")
    both = two.fill(takeaways="The second window").press("Keep private")
    assert both.status == 409
    assert "The first window" in both.words
    page = both.form("Keep private").press("Keep private")
    assert "The second window" in page.words


@pytest.mark.parametrize("path", ["", "/after"])
def test_somebody_elses_agenda_is_no_page(cast, as_, path):
    wrote(as_(cast.ana))
    with at_work(cast.ana):
        agenda_id = agenda.current(cast.ana).id
    for actor in (cast.ben, cast.mara):
        assert as_(actor).get(f"/agenda/{agenda_id}{path}").status == 404


def test_what_was_noted_afterwards_is_shared_by_itself_and_a_change_stays_private(sam, mara, as_):
    with at_work(sam):
        agenda_id = agenda.write(sam, agenda.Words("The quarrel."), uuid4())
    browser, keep = as_(sam), "Keep private, and close this agenda"
    closed = browser.get(f"/agenda/{agenda_id}/after").form(keep).fill(takeaways="Silence is not peace.").press(keep)
    noted = closed.follow("Share what you noted")
    assert "Only you can read this" in noted.words
    page = noted.follow("See it as Mara will").form("Share with Mara").press("Share with Mara")
    page = page.form("Open it now").press("Open it now")
    assert "You and Mara can read this" in page.words
    assert "Afterwards You and Mara" in browser.get(f"/agenda/{agenda_id}").words
    browser.get(f"/agenda/{agenda_id}/after").form("Keep private").fill(takeaways="Only mine.").press("Keep private")
    theirs = as_(mara).get(f"/desk/inbox/{agenda.after_of(agenda_id)}").words
    assert "Silence is not peace." in theirs
    assert "Only mine." not in theirs
    assert "The quarrel." not in theirs
    assert "Mara can open an earlier version" in browser.get(page.path).words
