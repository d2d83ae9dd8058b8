"""A conversation that is planned: what may be in it, coming back to it, and two windows."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4, uuid5

import pytest
import time_machine
from sqlalchemy import func, select

from portal import scheduler
from portal.core.actor import Role
from portal.core.clock import living_at
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import contact, conversation, reminders, vault
from portal.domain.conversation import TalkChanged, days
from portal.models.conversation import Conversation
from portal.models.reminders import Reminder
from portal.models.vault import Item
from tests.acts import at_work
from tests.cast import add_person
from tests.domain.test_mail import deliver
from tests.summary_stories import here

TUESDAY = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def plan(actor, *, at=TUESDAY, back_on=None, talk_id=None, **words):
    with time_machine.travel(at, tick=False), at_work(actor):
        return conversation.plan(actor, words or {"about": "The move."}, back_on, talk_id)


def read(actor, talk_id):
    with at_work(actor):
        return conversation.read(actor, talk_id)


def change(actor, talk_id, base, *, at=TUESDAY, back_on=None, **words):
    with time_machine.travel(at, tick=False), at_work(actor):
        return conversation.change(actor, talk_id, base, words, back_on)


def test_a_plan_comes_back_as_it_was_typed(sam):
    talk = read(sam, plan(sam, need="One evening a week.", stop="Later.\r\nI go for a walk."))
    assert talk.words["need"] == "One evening a week."
    assert talk.words["stop"] == "Later.\nI go for a walk."
    assert talk.headline == "One evening a week."
    assert not talk.was_had


@pytest.mark.parametrize("words", [{}, {"about": " \u200f\n"}])
def test_an_empty_plan_is_none(sam, words):
    with pytest.raises(Invalid, match="One line is plenty"), at_work(sam):
        conversation.plan(sam, words)


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(1, 1, 1), date(2028, 3, 4), date(9999, 12, 31)])
def test_a_day_that_cannot_be_come_back_to_is_said(sam, day):
    with pytest.raises(Invalid) as problem:
        plan(sam, back_on=day)
    assert problem.value.field == "back_on"


def test_the_same_form_twice_is_one_plan(sam):
    once = uuid4()
    assert plan(sam, talk_id=once) == plan(sam, talk_id=once)
    with at_work(sam):
        assert db.session.scalar(select(func.count()).select_from(Conversation)) == 1
    assert read(sam, once).version == 1


def test_an_id_of_somebody_else_is_not_found(sam):
    ben = add_person(sam.practice_id, "Ben", Role.CLIENT)
    talk_id = plan(sam)
    for act in (
        lambda: plan(ben, talk_id=talk_id),
        lambda: read(ben, talk_id),
        lambda: change(ben, talk_id, 1, about="x"),
    ):
        with pytest.raises(NotFound):
            act()


def test_only_a_client_plans(mara):
    with pytest.raises(Forbidden):
        plan(mara)


def test_what_came_of_it_leaves_the_plan_as_it_was(sam):
    talk_id = plan(sam, need="An evening.")
    change(sam, talk_id, 1, how="He listened.", learned="", next="Again in May.")
    talk = read(sam, talk_id)
    assert (talk.words["need"], talk.words["how"], talk.version) == ("An evening.", "He listened.", 2)
    assert talk.was_had


def test_a_second_window_never_wins_silently(sam):
    talk_id = plan(sam, need="First.")
    change(sam, talk_id, 1, need="Second.")
    with pytest.raises(TalkChanged) as both:
        change(sam, talk_id, 1, need="Third.")
    assert both.value.kept.words["need"] == "Second."


def test_it_comes_back_on_its_day_and_not_before_and_the_longest_waiting_first(sam):
    plan(sam, about="Later", back_on=date(2026, 3, 20))
    first = plan(sam, about="Sooner", back_on=date(2026, 3, 10))

    def due(day):
        with time_machine.travel(datetime(2026, 3, day, 12, tzinfo=UTC), tick=False), at_work(sam):
            found = conversation.to_come_back_to(sam)
        return found and found.headline

    assert [due(9), due(10), due(25)] == [None, "Sooner", "Sooner"]
    with at_work(sam):
        conversation.not_again(sam, first)
    assert due(25) == "Later"


def test_a_plan_kept_before_there_were_reminders_opens_and_comes_back_with_the_next(sam):
    """Its body and the days of all, as they were kept at first."""
    old = plan(sam, back_on=date(2026, 3, 10))
    with living_at(TUESDAY), at_work(sam):
        body = {"words": {"about": "The move."}, "back_on": "2026-03-10"}
        vault.forget([old, days._thing(sam)])
        vault.write(sam.unlocked(), "conversation", json.dumps(body).encode(), old)
    with time_machine.travel(TUESDAY + timedelta(days=8), tick=False), at_work(sam):
        assert conversation.read(sam, old).back_on == date(2026, 3, 10)
        conversation.plan(sam, {"about": "Another."})
        assert conversation.to_come_back_to(sam).id == old


def test_the_oldest_of_many_comes_back_and_one_that_was_removed_does_not(sam):
    first = plan(sam, at=TUESDAY - timedelta(days=400), about="Long ago", back_on=date(2026, 3, 1))
    with living_at(TUESDAY), at_work(sam):
        for number in range(55):
            conversation.plan(sam, {"about": str(number)})
        assert conversation.to_come_back_to(sam).headline == "Long ago"
        conversation.remove(sam, first)
        assert conversation.to_come_back_to(sam) is None


def test_a_reminder_of_its_day_comes_by_a_mail_that_says_nothing_and_goes_with_the_day(sam, box):
    def coming():
        with time_machine.travel(TUESDAY, tick=False):
            return [line.next_at for line in here(sam, reminders.mine, sam)]

    with time_machine.travel(TUESDAY, tick=False), at_work(sam):
        contact.keep(sam, contact.Mode.PLAIN, "a@example.org", 0, 24, range(7), 0)
        once = uuid4()
        for _ in range(2):
            conversation.plan(sam, {"about": "The move."}, date(2026, 3, 5), once, remind=True)
        assert conversation.is_reminded(sam, conversation.read(sam, once))
    ten = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
    assert coming() == [ten]
    assert change(sam, once, 1, back_on=date(2026, 3, 6)) == 2
    assert coming() == [ten + timedelta(days=1)]
    with time_machine.travel(ten + timedelta(days=1), tick=False):
        scheduler.sweep()
        deliver(sam)
        deliver(sam)
    assert box.subjects == ["A reminder you set"]
    assert "move" not in str(box.letters)
    again = change(sam, once, 2, at=ten + timedelta(days=2), back_on=date(2026, 3, 20))
    assert coming() == [], "one that came is not set again by itself"
    with time_machine.travel(TUESDAY, tick=False), at_work(sam):
        conversation.change(sam, once, again, {}, date(2026, 3, 20), remind=True)
    assert len(coming()) == 1
    with at_work(sam):
        conversation.remove(sam, once)
    assert coming() == []


def test_a_reminder_needs_a_day_and_an_hour_that_is_still_to_come(sam):
    for day, field in ((None, "back_on"), (TUESDAY.date(), "remind")):
        with pytest.raises(Invalid) as problem, time_machine.travel(TUESDAY, tick=False), at_work(sam):
            conversation.plan(sam, {"about": "The move."}, day, remind=True)
        assert problem.value.field == field


def test_a_day_that_is_refused_leaves_nothing_half_kept(sam):
    """As on a page, which commits what stands when it says what is to be put right."""
    talk_id, words = uuid4(), {"about": "The move."}
    with time_machine.travel(TUESDAY, tick=False):
        with at_work(sam), pytest.raises(Invalid):
            conversation.plan(sam, words, TUESDAY.date(), talk_id, remind=True)
        with at_work(sam):
            assert conversation.plan(sam, words, date(2026, 3, 5), talk_id, remind=True) == talk_id
        with at_work(sam), pytest.raises(Invalid):
            conversation.change(sam, talk_id, 1, {"need": "Rest."}, TUESDAY.date(), remind=True)
        with at_work(sam):
            assert (conversation.read(sam, talk_id).version, len(reminders.mine(sam))) == (1, 1)
            assert conversation.change(sam, talk_id, 1, {"need": "Rest."}, date(2026, 3, 6), remind=True) == 2
            assert len(list(db.session.scalars(select(Reminder)))) == 1


def test_neither_table_nor_ids_say_which_conversation_a_reminder_is_of(sam):
    talk_id = plan(sam, back_on=date(2026, 4, 1))
    with time_machine.travel(TUESDAY, tick=False), at_work(sam):
        conversation.change(sam, talk_id, 1, {}, date(2026, 4, 1), remind=True)
        [row] = db.session.scalars(select(Reminder))
        assert row.id not in {talk_id, uuid5(talk_id, "reminder")}
        kept = [item.body for item in db.session.scalars(select(Item))]
    assert not [body for body in kept if str(row.id).encode() in body or b"2026-04-01" in body]


def test_the_timeline_is_paged_newest_first(sam):
    for number in range(5):
        plan(sam, at=TUESDAY + timedelta(hours=number), about=str(number))
    with at_work(sam):
        page, older = conversation.timeline(sam, most=3)
        rest, end = conversation.timeline(sam, older, most=3)
    assert [talk.headline for talk in page + rest] == ["4", "3", "2", "1", "0"]
    assert end is None


def test_removed_is_gone_with_every_version(sam):
    talk_id = plan(sam)
    change(sam, talk_id, 1, about="Again.")
    with at_work(sam):
        conversation.remove(sam, talk_id)
    with at_work(sam):
        assert db.session.scalar(select(func.count()).select_from(Item).where(Item.thing_id == talk_id)) == 0
    with pytest.raises(NotFound):
        read(sam, talk_id)
