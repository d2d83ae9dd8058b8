"""Pausing everything, choosing what opens again, deciding tomorrow, and what is still open after a month."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import consent, mood
from portal.models.vault import Grant, ItemKey
from tests.acts import at_work, audience, edit, read_by, share, therapist_of, trust, write
from tests.statements import counted


def pause(actor):
    with at_work(actor):
        consent.pause(actor)


def paused(actor):
    with at_work(actor):
        return {(one.headline, one.name): (one.place.thing_id, one.place.reader_id) for one in consent.paused(actor)}


def test_one_act_ends_reading_for_everybody_at_once(sam, mara):
    jo, idris, notes = trust(sam), therapist_of(sam, "Idris"), [write(sam, f"Note {number}") for number in range(3)]
    share(sam, notes[0], mara)
    share(sam, notes[1], jo)
    share(sam, notes[2], idris, opens_at=now() + timedelta(minutes=10))
    with at_work(sam):
        consent.give_stream(sam, mara.person_id, "levels", 30)
        mood.check_in(sam, 3)
    pause(sam)
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert [read_by(reader, note) for reader, note in zip((mara, jo, idris), notes, strict=True)] == [None] * 3
    with at_work(sam):
        given = select(func.count()).select_from(ItemKey).join(Grant, Grant.id == ItemKey.grant_id)
        assert db.session.scalar(given.where(Grant.scope != "own")) == 0
        assert consent.streams(sam) == []


def test_only_what_is_chosen_opens_again_in_the_version_it_had(sam, mara):
    kept, let_go = write(sam, "As shared.", "Kept"), write(sam, "Another.", "Let go")
    until = now() + timedelta(days=9)
    share(sam, kept, mara, until=until)
    share(sam, let_go, mara)
    edit(sam, kept, 1, "Later.", "Kept")
    for _ in range(2):
        pause(sam)
    waiting = paused(sam)
    assert set(waiting) == {("Kept", "Mara Lindqvist"), ("Let go", "Mara Lindqvist")}
    with at_work(sam):
        consent.resume(sam, {waiting["Kept", "Mara Lindqvist"]})
    assert [read_by(mara, note) for note in (kept, let_go)] == ["As shared.", None]
    assert [access.until for access in audience(sam, kept)] == [until]
    assert paused(sam) == {}


def test_it_is_counted_by_one_question_and_says_what_goes_along_and_what_had_not_opened(sam, mara, as_):
    with at_work(sam):
        checkins = [mood.check_in(sam, 2, mood.Words("Beside it.")) for _ in range(3)]
    asked = []
    for checkin_id in checkins:
        share(sam, checkin_id, mara, beside=True, opens_at=now() + timedelta(minutes=10))
        pause(sam)
        with at_work(sam), counted() as statements:
            asked.append((consent.how_many_paused(sam), len(statements)))
    assert [count for count, _ in asked] == [1, 2, 3]
    assert len({number for _, number in asked}) == 1
    browser = as_(sam)
    assert browser.get("/sharing/pause").words.count("with its words. It was about to open") == 3
    with at_work(sam):
        consent.resume(sam, {(checkins[0], mara.person_id)})
    pause(sam)
    words = browser.get("/sharing/pause").words
    assert "To Mara Lindqvist, with its words" in words
    assert "It was about to open" not in words


def test_each_writing_of_the_book_waits_for_the_one_before(sam, mara):
    entry_id = write(sam)
    share(sam, entry_id, mara)
    for act in (
        lambda: consent.decide_tomorrow(sam, entry_id, mara.person_id, 1),
        lambda: consent.let_it_be(sam),
        lambda: consent.settle(sam, entry_id, mara.person_id, stays=True),
        lambda: consent.looked(sam),
    ):
        with at_work(sam), counted() as asked:
            act()
        held = next(at for at, said in enumerate(asked) if said.split()[1:4] == ["person.id", "FROM", "person"])
        assert held < next(at for at, said in enumerate(asked) if "FROM item" in said)


def test_what_has_ended_meanwhile_does_not_come_back(sam, mara):
    jo, entry_id, other = trust(sam), write(sam), write(sam)
    share(sam, entry_id, mara, until=now() + timedelta(days=1))
    share(sam, other, jo)
    pause(sam)
    with time_machine.travel(now() + timedelta(days=20)):
        assert paused(sam) == {}


def test_it_is_asked_about_once_on_the_next_day(sam, mara):
    entry_id = write(sam, "For Mara, perhaps.")
    with time_machine.travel(now(), tick=False) as clock:
        with at_work(sam):
            consent.decide_tomorrow(sam, entry_id, mara.person_id, 1)
            assert consent.of_this_day(sam, [])[0] is None
        clock.shift(timedelta(days=1))
        with at_work(sam):
            found = consent.of_this_day(sam, [])[0]
            assert (found.headline, found.name, found.kind) == ("For Mara, perhaps.", "Mara Lindqvist", "entry")
        clock.shift(timedelta(days=1))
        with at_work(sam):
            assert consent.of_this_day(sam, [])[0] is None
    assert audience(sam, entry_id) == ()


def test_it_can_be_let_be(sam, mara):
    entry_id = write(sam)
    with at_work(sam):
        consent.decide_tomorrow(sam, entry_id, mara.person_id, 1)
    with time_machine.travel(now() + timedelta(days=1)):
        for _ in range(2):
            with at_work(sam):
                consent.let_it_be(sam)
        with at_work(sam):
            assert consent.of_this_day(sam, [])[0] is None


def test_nobody_puts_aside_what_is_not_theirs(cast):
    for who, reader in ((cast.ben, cast.idris), (cast.ana, cast.idris)):
        with at_work(who), pytest.raises(NotFound):
            consent.decide_tomorrow(who, cast.private_id, reader.person_id, 1)


def test_what_is_still_open_is_told_once_a_month(sam, mara):
    def told():
        with at_work(sam):
            return consent.of_this_day(sam, consent.open_to(sam, most=0))[1]

    assert told() == 0
    for number in range(2):
        share(sam, write(sam, f"Note {number}"), mara)
    assert told() == 2
    with at_work(sam):
        consent.looked(sam)
    assert told() == 0
    with time_machine.travel(now() + timedelta(days=31)):
        assert told() == 2


def test_pausing_and_resuming_through_the_pages(sam, mara, as_):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    share(sam, entry_id, mara)
    page = browser.get("/sharing").form("Pause everything").press("Pause everything")
    assert "Everything is paused." in page.words
    assert read_by(mara, entry_id) is None
    form = page.follow("Choose what opens again").form("Open what is ticked")
    assert "again" not in form.values
    page = form.fill(again=f"{entry_id} {mara.person_id}").press("Open what is ticked")
    assert "After we talked" in page.words
    assert read_by(mara, entry_id) == "Some words."


def test_deciding_tomorrow_through_the_page(sam, mara, as_):
    entry_id, browser = write(sam), as_(sam)
    page = browser.get(f"/sharing/{entry_id}/preview/{mara.person_id}").form("Decide tomorrow").press("Decide tomorrow")
    assert "Today asks once tomorrow" in page.words
    assert audience(sam, entry_id) == ()
    with time_machine.travel(now() + timedelta(days=1)), at_work(sam):
        assert consent.of_this_day(sam, [])[0] is not None
