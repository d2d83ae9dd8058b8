"""A note and the check-in that went along with it are one act; what is open by a standing consent stays open by it."""

from datetime import timedelta

import time_machine

from portal.core.clock import now
from portal.domain import consent, goals, journal, mood, receipts
from tests.acts import at_work, audience, share, write


def made(sam):
    """A note and its check-in, by their ids."""
    with at_work(sam):
        checkin_id = mood.check_in(sam, 2, mood.Words("Beside it."))
    return write(sam, margin=journal.Margin(checkin_id=checkin_id)), checkin_id


def share_both(sam, mara, *things):
    with at_work(sam):
        opens_at = consent.after_hold()
        for each in things:
            consent.share(sam, each, mara.person_id, opens_at=opens_at, beside=True)


def together(verb, sam, thing_id, mara):
    with at_work(sam):
        return verb(sam, thing_id, mara.person_id)


def reads(sam, *things):
    """Whether somebody can open each of these."""
    with at_work(sam):
        return [bool(consent.who_reads_some(sam, [each])) for each in things]


def test_stopping_a_note_stops_what_went_along_and_names_what_was_open_before(sam, mara, as_):
    for open_first in (True, False):
        entry_id, checkin_id = made(sam)
        both = entry_id, checkin_id, mood.words_of(checkin_id)
        share_both(sam, mara, entry_id, checkin_id)
        if open_first:
            together(consent.open_together, sam, entry_id, mara)
        together(consent.stop_together, sam, entry_id, mara)
        with time_machine.travel(now() + timedelta(minutes=11)):
            assert reads(sam, *both) == [False, False, False]
    share(sam, checkin_id, mara)
    share_both(sam, mara, entry_id, checkin_id)
    together(consent.open_together, sam, entry_id, mara)
    share(sam, entry_id, mara, until=now() + timedelta(days=3))
    page = as_(sam).get(f"/notes/{entry_id}").form("Stop sharing with Mara").press("Stop sharing with Mara")
    assert "Mara can still open the check-in beside this note." in page.words
    page = page.form("Stop sharing the check-in").press("Stop sharing the check-in")
    assert "From now on Mara can\u2019t open this check-in." in page.words
    assert reads(sam, *both) == [False, False, False]


def test_deleting_a_note_closes_what_went_along_and_not_what_a_standing_consent_opens(sam, mara):
    with at_work(sam):
        consent.give_stream(sam, mara.person_id, "levels", 30)
    entry_id, checkin_id = made(sam)
    share_both(sam, mara, entry_id, checkin_id)
    together(consent.open_together, sam, entry_id, mara)
    assert reads(sam, entry_id, checkin_id, mood.words_of(checkin_id)) == [True, True, True]
    with at_work(sam):
        journal.delete_entry(sam, entry_id)
    assert reads(sam, entry_id, checkin_id, mood.words_of(checkin_id)) == [False, True, False]


def test_on_its_own_page_a_check_in_is_opened_and_taken_back_alone(sam, mara):
    entry_id, checkin_id = made(sam)
    share_both(sam, mara, entry_id, checkin_id)
    together(consent.open_together, sam, checkin_id, mara)
    assert reads(sam, entry_id, checkin_id) == [False, True]
    entry_id, checkin_id = made(sam)
    share_both(sam, mara, entry_id, checkin_id)
    assert together(consent.undo_together, sam, checkin_id, mara)
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert reads(sam, entry_id, checkin_id) == [True, False]


def test_words_that_alone_wait_with_a_note_are_taken_back_with_it(sam, mara):
    entry_id, checkin_id = made(sam)
    share(sam, checkin_id, mara)
    share_both(sam, mara, entry_id, checkin_id)
    assert together(consent.undo_together, sam, entry_id, mara)
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert reads(sam, entry_id, checkin_id, mood.words_of(checkin_id)) == [False, True, False]


def test_a_choice_takes_nothing_out_of_a_standing_consent(sam, mara):
    with at_work(sam):
        for what in ("words", "goals"):
            consent.give_stream(sam, mara.person_id, what, 90)
        goal_id = goals.write(sam, goals.Words("A goal"))
    _, checkin_id = made(sam)
    things = goal_id, checkin_id, mood.words_of(checkin_id)
    [by_rule] = {access.until for access in audience(sam, goal_id)}
    for thing_id in (goal_id, checkin_id):
        share(sam, thing_id, mara, until=now() + timedelta(days=7))
        assert [access.until for access in audience(sam, thing_id)] == [by_rule]
    assert reads(sam, *things) == [True, True, True]
    with time_machine.travel(now() + timedelta(days=8)):
        assert reads(sam, *things) == [True, True, True]
        with at_work(sam):
            goals.edit(sam, goal_id, 1, goals.Words("A goal, later"))
        assert [access.version for access in audience(sam, goal_id)] == [2]
        for thing_id in (goal_id, checkin_id):
            together(consent.stop_together, sam, thing_id, mara)
        assert reads(sam, *things) == [False, False, False]


def test_the_preview_and_its_receipt_promise_nothing_that_is_not_so(sam, mara, as_):
    entry_id, checkin_id = made(sam)
    browser, where = as_(sam), f"/preview/{mara.person_id}"
    promise = "Any check-in that is not shown here"
    assert promise in browser.get(f"/sharing/{entry_id}{where}").words
    with at_work(sam):
        consent.give_stream(sam, mara.person_id, "words", 30, earlier=True)
    page = browser.get(f"/sharing/{entry_id}{where}")
    assert "Mara can open a check-in of yours already." in page.words
    bare = browser.get(f"/sharing/{checkin_id}{where}")
    assert "Mara can open its words already, by what opens by itself." in bare.words
    assert "Beside it." in bare.words
    for preview in (page, bare):
        preview.form("Share with Mara").press("Share with Mara")
    with at_work(sam):
        told = [one.wording for one in receipts.index(sam).receipts if one.kind in {"entry", "checkin"}]
    assert len(told) == 2
    for words in told:
        assert not [one for one in words.will_not_see if "not shown here" in one]
