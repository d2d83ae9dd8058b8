"""Agendas, cards and check-ins are shared like notes: looked at first, just as the reader will, by their own pages."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.core.clock import living_at, now
from portal.core.errors import NotFound
from portal.domain import agenda, consent, mood, steady
from tests.acts import at_work, read_by, share, trust


def on_a_card(actor, slot, **words):
    with at_work(actor):
        steady.keep(actor, slot, 0, words)
        return steady.card(actor, slot).id


def an_agenda(actor):
    with at_work(actor):
        return agenda.write(actor, agenda.Words("The quarrel."), uuid4())


def a_checkin(actor):
    with at_work(actor):
        return mood.check_in(actor, 2, mood.Words("Only mine."))


MADE = {
    "agenda": (an_agenda, "The quarrel."),
    "coping": (lambda actor: on_a_card(actor, steady.Slot.COPING, helps="Tea."), "Tea."),
    "plan": (lambda actor: on_a_card(actor, steady.Slot.SAFETY, alone="A walk."), "A walk."),
    "check-in": (a_checkin, "Low"),
}


@pytest.mark.parametrize(("make", "said"), MADE.values(), ids=MADE)
def test_each_is_shared_by_its_own_preview_and_stopped_on_its_own_page(sam, mara, as_, make, said):
    thing_id = make(sam)
    browser, desk = as_(sam), as_(mara)
    preview = browser.get(f"/sharing/{thing_id}/preview/{mara.person_id}")
    assert said in preview.words
    assert desk.get(f"/desk/inbox/{thing_id}").status == 404
    page = preview.form("Share with Mara").press("Share with Mara").form("Open it now").press("Open it now")
    assert "You and Mara can read this" in page.words
    assert said in desk.get(f"/desk/inbox/{thing_id}").words
    assert "Only mine." not in desk.get(f"/desk/inbox/{thing_id}").text
    assert "Only you can read this" in page.form("Stop sharing with Mara").press("Stop sharing with Mara").words
    assert desk.get(f"/desk/inbox/{thing_id}").status == 404


def test_lists_of_ones_own_and_empty_cards_are_nobody_elses(sam, mara, as_):
    care = on_a_card(sam, steady.Slot.CARE, own="Swim.")
    with at_work(sam):
        empty = steady.card(sam, steady.Slot.COPING).id
    for card_id in (care, empty):
        with pytest.raises(NotFound):
            share(sam, card_id, mara)
        assert as_(sam).get(f"/sharing/{card_id}/preview/{mara.person_id}").status == 404


def test_the_words_of_a_check_in_go_along_only_by_choice_and_leave_with_it(sam, mara):
    checkin_id = a_checkin(sam)
    for beside, said in ((False, None), (True, "Only mine."), (False, None)):
        share(sam, checkin_id, mara, beside=beside)
        with at_work(mara):
            words = consent.read_shared(mara, checkin_id).shown.words
        assert (words and words.line) == said
    share(sam, checkin_id, mara, beside=True)
    with at_work(sam):
        consent.stop(sam, checkin_id, mara.person_id)
        assert consent.who_reads_some(sam, [checkin_id, mood.words_of(checkin_id)]) == []


@pytest.mark.parametrize("then", ["open_now", "undo"])
def test_words_that_wait_beside_an_open_level_are_told_and_leave_the_level_as_it_is(sam, mara, as_, then):
    checkin_id = a_checkin(sam)
    share(sam, checkin_id, mara)
    share(sam, checkin_id, mara, beside=True, opens_at=consent.after_hold())
    page = as_(sam).get(f"/check-ins/{checkin_id}")
    assert "Until then you can take it back unseen." in page.words
    button = {"open_now": "Open it now", "undo": "Undo"}[then]
    page.form(button).press(button)
    with at_work(mara):
        shown = consent.read_shared(mara, checkin_id).shown
    assert (shown.level, bool(shown.words)) == (2, then == "open_now")


def test_somebody_trusted_gets_cards_and_neither_agendas_nor_check_ins(sam, house):
    jo = trust(sam)
    share(sam, on_a_card(sam, steady.Slot.SAFETY, alone="A walk."), jo)
    for thing_id in (an_agenda(sam), a_checkin(sam)):
        with pytest.raises(NotFound):
            share(sam, thing_id, jo)
        assert read_by(jo, thing_id) is None


def test_a_button_says_who_sees_it_where_it_opens_by_itself(sam, mara, as_):
    browser, before = as_(sam), a_checkin(sam)
    assert browser.get("/check-ins").form("Save, only for me")
    with at_work(sam):
        consent.give_stream(sam, mara.person_id, "levels", 30)
    page = browser.get("/check-ins").form("Save and show Mara").fill(level="3").press("Save and show Mara")
    assert "Mara can see the level." in page.words
    assert "You, and in part Mara" in browser.get("/check-ins/all").words
    assert "The words stay with you." in browser.get("/check-ins/new").words
    page = browser.get(f"/check-ins/{before}").form("Save, only for me").press("Save, only for me")
    assert "only for you" in page.words  # correcting what is older than the consent opens nothing
    home = browser.get("/home")
    assert "Save, only for me" not in home.text
    assert "Your last seven days You, and in part Mara" in home.words


def test_a_picture_of_check_ins_says_who_sees_some_of_what_it_shows(sam, mara, as_):
    with living_at(now() - timedelta(days=20)):
        checkin_id = a_checkin(sam)
    share(sam, checkin_id, mara)
    browser, seen = as_(sam), "You, and in part Mara"
    assert seen not in browser.get("/check-ins?days=14").words
    assert all(seen in browser.get(f"/check-ins{path}").words for path in ("?days=30", "?days=365", "/all"))
