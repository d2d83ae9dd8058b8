"""Today: what concerns this day, each thing once and absent when there is none; and few questions to the database."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import time_machine

from portal.core.clock import living_at, now
from portal.domain import agenda, consent, conversation, goals, measures, mood, prompts, reminders, today
from portal.domain.goals import Words
from portal.domain.reminders import About
from portal.domain.today import Concern
from tests.acts import at_work, share, write
from tests.domain.test_measures_packs import pack
from tests.statements import counted

MORNING = datetime.fromisoformat("2026-11-24T08:00+00:00")  # a Tuesday
DAYS = range(7)


def do(act, actor, *said, **more):
    with at_work(actor):
        return act(actor, *said, **more)


def look(actor):
    return do(today.gather, actor)


def concerns(actor):
    return [line.concern for line in look(actor).lines]


def begin_everything(sam, mara):
    """Something of each kind that can stand on the page, but the support card."""
    entry_id = write(sam, "A note.")
    share(sam, write(sam, "A shared note."), mara)
    do(consent.decide_tomorrow, sam, entry_id, mara.person_id, 1)
    do(mood.check_in, sam, 3)
    do(measures.ask, mara, sam.person_id, pack("phq9"))
    do(prompts.ask, mara, sam.person_id, "What was it like?")
    goal_id = do(goals.write, sam, Words.checked("A walk", "", "yes", "", "", None))
    do(goals.add_step, sam, goal_id, "Shoes by the door")
    do(conversation.plan, sam, {"about": "The summer"}, now().date())
    do(agenda.write, sam, agenda.Words("The weekend"), uuid4())
    do(reminders.set, sam, About.WRITE, time(0, 1), DAYS)


def test_on_a_first_day_there_is_the_check_in_and_one_question(sam, mara):
    found = look(sam)
    assert found.question is not None
    assert not found.has_week
    assert (found.support, found.step, found.lines, found.notes, found.cards) == (None, None, (), (), ())


def test_lines_stand_in_their_order_and_the_later_ones_wait(sam, mara):
    with time_machine.travel(MORNING - timedelta(days=1)):
        begin_everything(sam, mara)
    with time_machine.travel(MORNING):
        found = look(sam)
        assert [line.concern for line in found.lines] == [
            Concern.DECIDE,
            Concern.MEASURE,
            Concern.TALK,
            Concern.REMINDER,
        ]
        do(consent.let_it_be, sam)
        assert concerns(sam)[-1] is Concern.AGENDA
        do(conversation.not_again, sam, found.lines[2].about.id)
        assert concerns(sam)[-1] is Concern.STILL_OPEN
    assert found.question.text == "What was it like?"
    assert found.step.words == "Shoes by the door"
    assert found.has_week
    assert (len(found.notes), [card.name for card in found.cards]) == (2, ["Mara Lindqvist"])


def test_a_reminder_is_a_line_unless_the_thing_itself_stands_there(sam, mara):
    with time_machine.travel(MORNING - timedelta(days=1)):
        begin_everything(sam, mara)
        do(consent.let_it_be, sam)
    with time_machine.travel(MORNING):
        for about in (About.CHECKIN, About.GOALS, About.SESSION, About.REVISIT):
            do(reminders.set, sam, about, time(8, 1), DAYS)
    with time_machine.travel(MORNING + timedelta(minutes=2)), at_work(sam):
        lines = list(today._lines(sam, []))
    assert {line.about for line in lines if line.concern is Concern.REMINDER} == {*About} - {About.REVISIT}
    assert Concern.AGENDA not in {line.concern for line in lines}
    assert Concern.TALK in {line.concern for line in lines}


def test_the_support_card_comes_when_it_is_due(sam):
    for _ in range(2):
        do(mood.check_in, sam, 1)
    assert look(sam).support is not None
    do(mood.put_away, sam)
    assert look(sam).support is None


def test_years_of_writing_ask_no_more_of_the_database_than_a_day(sam, mara):
    def asked():
        look(sam)
        with at_work(sam), counted() as statements:
            today.gather(sam)
        return len(statements)

    empty = asked()
    with time_machine.travel(MORNING - timedelta(days=1)):
        begin_everything(sam, mara)
    with time_machine.travel(MORNING):
        full = asked()
        for ago in range(1, 21):
            with living_at(now() - timedelta(days=91 * ago)):
                do(mood.check_in, sam, 2)
                share(sam, write(sam, "Long ago."), mara)
                goal_id = do(goals.write, sam, Words.checked("Long ago", "", "yes", "", "", None))
                do(goals.add_step, sam, goal_id, "One step")
                do(conversation.plan, sam, {"about": "Long ago"})
        assert asked() == full
    assert empty <= 17  # two of them: whether a change of therapist waits for an answer, whether an offer does
    assert full <= 39
