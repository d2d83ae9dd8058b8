"""A conversation that is planned: what may be in it, coming back to it, and two windows."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.actor import Role
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import conversation
from portal.domain.conversation import TalkChanged
from portal.models.conversation import Conversation
from portal.models.vault import Item
from tests.acts import at_work
from tests.cast import add_person

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
