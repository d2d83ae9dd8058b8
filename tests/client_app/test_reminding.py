"""Reminders on the page: set, refused with what was typed, ended; mail only where it is allowed."""

from portal.domain import contact, reminders
from tests.acts import at_work


def fill(page, **values):
    return page.form("Set it, only for me").fill(**{"about": "checkin", "weekdays": "1", "at": "20:30"} | values)


def test_one_is_set_and_ended(sam, as_):
    page = as_(sam).get("/me/reminders")
    assert page.title == "Reminders"
    assert "No reminders." in page.words
    assert "by_mail" not in page.form("Set it, only for me").names
    page = fill(page).press()
    assert "Tuesday at 20:30" in page.words
    assert "Check in" in page.words
    page = page.form("End").press()
    assert "That reminder comes no more." in page.words
    assert "No reminders." in page.words


def test_sent_twice_it_is_one(sam, as_):
    form = fill(as_(sam).get("/me/reminders"))
    form.press()
    form.press()
    with at_work(sam):
        assert len(reminders.mine(sam)) == 1


def test_a_problem_is_said_and_what_was_chosen_stays(sam, as_):
    browser = as_(sam)
    form = browser.get("/me/reminders").form("Set it, only for me")
    for changes, says in (
        ({"weekdays": "1", "at": "20:30"}, "Choose what for."),
        ({"about": "write", "weekdays": "1", "at": "25:00"}, "Enter a time of the day"),
        ({"about": "write", "weekdays": "9", "at": "20:30"}, "Choose at least one day."),
        ({"about": "write", "at": "20:30"}, "Choose at least one day."),
    ):
        page = browser.post("/me/reminders", {"csrf_token": form.values["csrf_token"]} | changes)
        assert says in page.words
        assert page.form("Set it, only for me").values["at"] == [changes["at"]]


def test_mail_is_offered_to_who_gets_any(sam, as_, box):
    with at_work(sam):
        contact.keep(sam, contact.Mode.PLAIN, "a@example.org", 0, 24, range(7), 0)
    page = fill(as_(sam).get("/me/reminders"), by_mail="y").press()
    assert "also by mail" in page.words
