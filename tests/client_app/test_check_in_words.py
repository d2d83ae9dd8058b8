"""One check-in on the page: a tap, words, another time, a change, gone; and the card that may come."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.core.clock import living_at, now
from portal.domain import consent, mood
from tests.acts import at_work, write

SAVE = "Save, only for me"


def mine(actor):
    with at_work(actor):
        return [line.reading for line in mood.shelf(actor).lines]


def check_in(actor, level, words=mood.Words(), hours=0):  # noqa: B008 - it never changes
    with living_at(now() - timedelta(hours=hours)), at_work(actor):
        return mood.check_in(actor, level, words)


def ticked(page, name):
    return [
        node.get("value") for node in page.tree.iter("input") if node.get("name") == name and "checked" in node.attrib
    ]


def test_one_tap_is_kept_and_words_can_follow(sam, as_):
    page = as_(sam).get("/check-ins").form(SAVE).fill(level=4).press("Add words, only for me")
    assert page.title == "Check-ins"
    assert [reading.level for reading in mine(sam)] == [4]
    form = page.form(SAVE).fill(feelings=["calm", "proud"], own_feelings="Weltschmerz, , calm ", energy=4)
    done = form.fill(activities=["outside"], own_activities="choir", line="<b>Sang.</b>").press(SAVE)
    assert "Your check-in is here, only for you." in done.words
    [reading] = mine(sam)
    assert reading.words == mood.Words("<b>Sang.</b>", ("calm", "proud", "Weltschmerz"), 4, ("outside", "choir"))


def test_own_words_are_offered_next_time_until_they_are_not_wanted(sam, as_):
    check_in(sam, 3, mood.Words(feelings=("Weltschmerz",), activities=("choir",)))
    page = as_(sam).get("/check-ins/new")
    assert {"Weltschmerz", "choir", "calm", "outside"} <= {node.get("value") for node in page.tree.iter("input")}
    page = page.follow("Words of your own").form("Stop offering").fill(feelings=["Weltschmerz"]).press("Stop offering")
    assert "are not offered any more" in page.words
    assert "Weltschmerz" not in as_(sam).get("/check-ins/new").text
    assert mine(sam)[0].words.feelings == ("Weltschmerz",)


def test_one_for_another_day_stands_on_that_day(sam, as_):
    day = now().date() - timedelta(days=3)
    page = as_(sam).get("/check-ins").follow("Add one for another time")
    page.form(SAVE).fill(level=2, day=day.isoformat(), clock="07:30").press(SAVE)
    assert [(reading.level, reading.on_day) for reading in mine(sam)] == [(2, day)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"level": ""}, "Choose one of the five."),
        ({"day": "2999-01-01"}, "Look at the year again."),
        ({"day": "yesterday"}, "Write the day like this"),
        ({"clock": "25:99"}, "Write the time like this"),
        ({"line": "x" * 281}, "A note has more room."),
        ({"own_feelings": "y" * 41}, "A word of your own can have 40"),
        ({"own_activities": "bell \x07"}, "cannot be kept"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_every_word_and_a_sentence(sam, as_, wrong, sentence):
    said = {"level": 3, "line": "Stays.", "own_feelings": "mine", "feelings": ["calm"], "clock": "00:00"}
    page = as_(sam).get("/check-ins/new").form(SAVE).fill(**(said | wrong)).press(SAVE)
    assert page.title == "Problem: Check-ins"
    assert sentence in page.words
    assert ticked(page, "feelings") == ["calm"]
    values = page.form(SAVE).values
    assert {name: values[name][0] for name in ("line", "own_feelings") if name not in wrong} == {
        name: said[name] for name in ("line", "own_feelings") if name not in wrong
    }
    assert mine(sam) == []


def test_a_form_sent_twice_is_one_check_in(sam, as_):
    form = as_(sam).get("/check-ins/new").form(SAVE).fill(level=3, line="Once.")
    form.press(SAVE)
    form.press(SAVE)
    assert len(mine(sam)) == 1


def test_two_windows_both_see_what_the_other_kept(sam, as_):
    checkin_id = check_in(sam, 2)
    first, second = (as_(sam).get(f"/check-ins/{checkin_id}").form(SAVE) for _ in range(2))
    first.fill(level=4, line="First.").press(SAVE)
    page = second.fill(line="Second.").press(SAVE)
    assert page.status == 409
    assert "This was changed in another window" in page.words
    assert "First." in page.words
    assert page.form(SAVE).values["line"] == ["Second."]
    page.form(SAVE).press(SAVE)
    assert [(reading.level, reading.words.line) for reading in mine(sam)] == [(2, "Second.")]


def test_a_level_sent_again_after_words_were_added_writes_nothing_over(sam, as_):
    quick = as_(sam).get("/check-ins").form(SAVE).fill(level=4)
    quick.press("Add words").form(SAVE).fill(line="More.").press(SAVE)
    page = quick.fill(level=1).press(SAVE)
    assert page.status == 409
    assert [(reading.level, reading.words.line) for reading in mine(sam)] == [(4, "More.")]


def test_taking_one_away_needs_one_button_and_is_for_good(sam, as_):
    checkin_id = check_in(sam, 1, mood.Words("Away with it."))
    page = as_(sam).get("/check-ins/all").follow("Change it").form("Take it away").press("Take it away")
    assert "That check-in is gone." in page.words
    assert "Away with it." not in page.words
    assert as_(sam).get(f"/check-ins/{checkin_id}").status == 404


def test_a_strangers_check_in_and_a_made_up_one_are_the_same_page(cast, as_):
    theirs = check_in(cast.ana, 2)
    assert as_(cast.ben).get(f"/check-ins/{theirs}").text == as_(cast.ben).get(f"/check-ins/{uuid4()}").text


def test_the_year_says_the_same_in_squares_a_sentence_and_a_table(sam, as_):
    for hours, level in ((0, 4), (24, 2), (24 * 40, 5)):
        check_in(sam, level, hours=hours)
    page = as_(sam).get("/check-ins?days=365")
    assert "In these 365 days you checked in on 3." in page.words
    cells = ["".join(row[1].itertext()) for body in page.tree.iter("tbody") for row in body.iter("tr")]
    assert sum(int(cell.split(" of ")[0]) for cell in cells) == 3
    assert page.follow("What goes together").words.count("Not enough days yet.") == 1


# ------------------------------------------------------------------ the card


def test_after_the_lowest_level_twice_the_card_comes_before_anything_else_and_sends_nothing(sam, mara, as_):
    check_in(sam, 1, hours=5)
    page = as_(sam).get("/check-ins").form(SAVE).fill(level=1).press(SAVE)
    assert page.path.endswith("/check-ins/now")
    assert "If this is too much to carry alone" in page.words
    assert "Mara does not see messages here at night." in page.words
    assert "Only you can read it." in page.words
    assert "Shall I let Mara know? This one check-in, and nothing else of yours." in page.words
    assert "Nobody watches this. Mara reads when at work" in page.words
    with at_work(sam):
        assert consent.open_to(sam, most=0)[0].count == 0  # nothing goes by itself
    gone = page.form("Put this away").press("Put this away")
    assert gone.title == "Today"
    assert "Put this away" not in as_(sam).get("/check-ins/now").words


def test_from_the_card_that_one_check_in_is_opened_by_the_usual_way_and_nothing_else(sam, mara, as_):
    first = check_in(sam, 1, hours=5)
    last = check_in(sam, 1, mood.Words("Only mine."))
    page = as_(sam).get("/check-ins/now")
    preview = page.follow("See it as Mara will")
    assert preview.path.endswith(f"/sharing/{last}/preview/{mara.person_id}")
    assert "Nobody watches this between sessions." in preview.words
    held = preview.form("Share with Mara").press("Share with Mara")
    assert "Mara can open this from" in as_(sam).get("/check-ins/now").words
    held.form("Open it now").press("Open it now")
    assert "Mara can open this already." in as_(sam).get("/home").words
    desk = as_(mara)
    assert desk.get(f"/desk/inbox/{last}").status == 200
    assert "Only mine." not in desk.get(f"/desk/inbox/{last}").text
    assert desk.get(f"/desk/inbox/{first}").status == 404


def test_one_very_low_check_in_brings_no_card(sam, as_):
    page = as_(sam).get("/check-ins").form(SAVE).fill(level=1).press(SAVE)
    assert page.title == "Today"
    assert "too much to carry alone" not in page.words


def test_where_one_checks_in_or_writes_it_says_that_nobody_watches(sam, as_):
    for path in ("/check-ins", "/check-ins/new", "/notes/new", f"/notes/{write(sam)}/edit"):
        assert "Nobody watches this between sessions." in as_(sam).get(path).words
