"""A client's questions: what is offered and why, what they do with each, their own; all of it in one sealed book."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
import time_machine
from flask import current_app
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import prompts
from portal.domain.prompts import book, library, suggesting
from portal.domain.prompts.library import ABUSE_RISK, DEEP
from portal.models.audit import AuditRow
from portal.models.prompts import PromptBook
from portal.models.vault import Item, ItemKey
from tests.acts import at_work
from tests.statements import counted

TUESDAY = datetime(2025, 11, 18, 20, 0, tzinfo=UTC)


def do(verb, actor, *args, at=TUESDAY, **more):
    with time_machine.travel(at, tick=False), at_work(actor):
        return verb(actor, *args, **more)


def shelf(actor, at=TUESDAY, topic=None):
    return do(prompts.shelf, actor, topic, at=at)


def offered(actor, at=TUESDAY):
    return [suggestion.question for suggestion in shelf(actor, at).suggested]


def days(count, start=TUESDAY):
    return [start + timedelta(days=n) for n in range(count)]


def of(actor, topic):
    return next(one for one in library(actor.person_id).topics if one.id == topic)


def some(actor, topic="self_care"):
    return library(actor.person_id).about(topic)[0]


def the_book(actor):
    with at_work(actor):
        return book.open_book(actor)


# ------------------------------------------------------------------ what is offered


def test_what_is_offered_stays_the_same_all_day_and_changes_with_the_days(sam):
    morning = offered(sam, TUESDAY.replace(hour=1))
    assert [question.id for question in morning] == [question.id for question in offered(sam)]
    assert len({offered(sam, day)[0].id for day in days(14)}) == 14


def test_two_people_are_offered_different_questions(cast):
    assert [one.id for one in offered(cast.ana)] != [one.id for one in offered(cast.ben)]


def test_chosen_themes_come_first_and_the_page_says_so(sam):
    do(prompts.choose_topics, sam, ["boundaries", "no such theme"])
    assert shelf(sam).topics == ("boundaries",)
    for day in days(10):
        found = shelf(sam, day).suggested
        assert {one.question.topic for one in found} == {"boundaries"}
        assert {one.because for one in found} == {"You chose the theme “Boundaries”."}


def test_what_helped_brings_more_of_its_theme_and_what_did_not_brings_none(sam):
    liked, disliked = some(sam, "support"), some(sam, "needs")
    do(prompts.answered, sam, liked.id)
    do(prompts.say_helped, sam, liked.id, "a-little")
    do(prompts.say_helped, sam, disliked.id, "not-for-me")
    found = shelf(sam, TUESDAY + timedelta(days=1)).suggested
    assert {one.because for one in found} == {"A question about “People and support” helped you."}
    assert disliked.id not in ever_offered(sam)


def ever_offered(actor, count=80):
    """Everything that would be offered in the next days as things stand; worked out, not asked for day by day."""
    kept = the_book(actor)
    return {one.question.id for day in days(count) for one in suggesting.suggest(kept, actor.person_id, day.date())}


def test_an_answered_question_rests_for_sixty_days(sam):
    question = offered(sam)[0]
    do(prompts.answered, sam, question.id)
    kept = the_book(sam)
    for ago, may in ((59, False), (60, True)):
        assert suggesting._may_be_suggested(question, kept, TUESDAY.date() + timedelta(days=ago)) is may


def test_deep_and_risky_questions_are_never_offered_unasked(sam):
    with_risk = {question.id for question in library(sam.person_id).questions.values() if question.risks}
    deep = {question.id for question in library(sam.person_id).questions.values() if question.depth == DEEP}
    assert with_risk
    assert deep
    assert not ever_offered(sam) & (with_risk | deep)


def test_somebody_who_is_sometimes_afraid_sees_nothing_that_urges_an_open_talk(sam):
    with_risk = {question.id for question in library(sam.person_id).questions.values() if ABUSE_RISK in question.risks}

    def listed():
        return {one.id for topic in library(sam.person_id).topics for one in shelf(sam, topic=topic).listed}

    assert with_risk <= listed()
    do(prompts.avoid_risk, sam, avoid=True)
    assert not with_risk & (listed() | ever_offered(sam))
    do(prompts.avoid_risk, sam, avoid=False)
    assert with_risk & ever_offered(sam)


def test_today_there_is_one_question_and_none_after_an_answer(sam):
    first = do(prompts.for_today, sam)
    assert (first.id, first.therapist) == (offered(sam)[0].id, "")
    do(prompts.answered, sam, first.id)
    assert do(prompts.for_today, sam) is None
    assert do(prompts.for_today, sam, at=TUESDAY + timedelta(days=1)).id != first.id


# ------------------------------------------------------------------ what becomes of a question


@pytest.mark.parametrize(("verb", "place"), [(prompts.set_aside, "aside"), (prompts.refuse, "refused")])
def test_what_is_put_away_is_offered_and_listed_no_more_until_it_is_brought_back(sam, verb, place):
    question = offered(sam)[0]
    do(verb, sam, question.id)
    found = shelf(sam, topic=of(sam, question.topic))
    assert getattr(found, place) == [question]
    assert question not in found.listed
    assert question.id not in ever_offered(sam)
    do(prompts.bring_back, sam, question.id)
    assert getattr(shelf(sam), place) == []
    assert question.id in ever_offered(sam)


def test_not_this_week_is_quiet_for_seven_days(sam):
    question = some(sam)
    do(prompts.not_this_week, sam, question.id)
    kept = the_book(sam)
    for ago, may in ((0, False), (6, False), (7, True)):
        assert suggesting._may_be_suggested(question, kept, TUESDAY.date() + timedelta(days=ago)) is may


def test_a_new_answer_takes_the_question_back_from_where_it_was_put(sam):
    question = some(sam)
    do(prompts.set_aside, sam, question.id)
    do(prompts.say_helped, sam, question.id, "yes")
    do(prompts.answered, sam, question.id)
    assert do(prompts.find, sam, question.id).mark == prompts.Mark(answered_on=date(2025, 11, 18))


def test_whether_it_helped_has_three_answers(sam):
    with pytest.raises(Invalid):
        do(prompts.say_helped, sam, some(sam).id, "very much")


VERBS = [prompts.answered, prompts.set_aside, prompts.refuse, prompts.not_this_week, prompts.bring_back]


@pytest.mark.parametrize("verb", [*VERBS, prompts.find], ids=lambda verb: verb.__name__)
def test_a_made_up_question_and_somebody_elses_are_not_found(cast, verb):
    theirs = do(prompts.add_own, cast.ana, "Whose garden is it?")
    for question_id in (uuid4(), theirs):
        with pytest.raises(NotFound):
            do(verb, cast.ben, question_id)


def test_only_clients_keep_a_book(cast):
    for actor in (cast.mara, cast.olga):
        with pytest.raises(Forbidden):
            do(prompts.choose_topics, actor, ["needs"])


# ------------------------------------------------------------------ one's own


def test_a_question_of_ones_own_is_made_worded_anew_and_removed(sam):
    own_id = do(prompts.add_own, sam, "  What did \n I plant? ")
    assert [(one.id, one.text) for one in shelf(sam).own] == [(own_id, "What did I plant?")]
    do(prompts.change_own, sam, own_id, 1, "What grew?")
    assert do(prompts.find, sam, own_id).own == prompts.Own(own_id, "What grew?", 2)
    do(prompts.answered, sam, own_id)
    do(prompts.remove_own, sam, own_id)
    assert the_book(sam) == replace(book.Book())
    with pytest.raises(NotFound):
        do(prompts.remove_own, sam, own_id)


def test_a_form_sent_twice_makes_one_question(sam):
    own_id = uuid4()
    for _ in range(2):
        do(prompts.add_own, sam, "Once?", own_id)
    assert len(shelf(sam).own) == 1


def test_of_two_windows_none_wins_silently(sam):
    own_id = do(prompts.add_own, sam, "First?")
    do(prompts.change_own, sam, own_id, 1, "Second?")
    with pytest.raises(prompts.ChangedElsewhere) as both:
        do(prompts.change_own, sam, own_id, 1, "Third?")
    assert both.value.kept.text == "Second?"
    do(prompts.change_own, sam, own_id, 1, "Second?")  # the same words: nothing to lose


@pytest.mark.parametrize("text", ["", " \n ", "\u200f", "x" * 281, "a\x00b", "half \ud83d"])
def test_what_cannot_be_a_question_is_refused(sam, text):
    own_id = do(prompts.add_own, sam, "Kept?")
    for verb, args in ((prompts.add_own, ()), (prompts.change_own, (own_id, 1))):
        with pytest.raises(Invalid) as problem:
            do(verb, sam, *args, text)
        assert problem.value.field == "text"
    assert [one.text for one in shelf(sam).own] == ["Kept?"]


# ------------------------------------------------------------------ the book


def test_the_book_is_one_item_and_only_its_owner_has_a_key(sam, mara):
    do(prompts.choose_topics, sam, ["support"])
    do(prompts.set_aside, sam, some(sam).id)
    with at_work(sam):
        row = db.session.scalars(select(PromptBook)).one()
        item = db.session.scalars(select(Item).where(Item.kind == prompts.KIND)).one()
        assert (item.thing_id, item.version, row.version) == (row.id, 2, 2)
        assert db.session.scalar(select(func.count()).select_from(ItemKey).where(ItemKey.item_id == item.id)) == 1
        assert db.session.scalar(select(func.count()).select_from(AuditRow)) == 0, "nothing tells what was done"
    with at_work(mara), pytest.raises(NotFound):
        prompts.find(mara, uuid4())


def test_the_book_does_not_grow_without_end():
    kept = book.Book()
    refused = uuid4()
    kept = kept.marked(refused, put=book.REFUSED)
    ids = [uuid4() for _ in range(book.MOST_MARKS + 20)]
    for known in ids:
        kept = kept.marked(known, answered_on=date(2025, 11, 18))
    assert len(kept.marks) == book.MOST_MARKS
    assert refused in kept.marks, "a refusal is not forgotten"
    assert ids[-1] in kept.marks
    assert ids[0] not in kept.marks
    assert len(kept.to_bytes()) < 60_000
    assert book.Book.from_bytes(kept.to_bytes()) == kept


def test_a_book_has_room_for_sixty_own_questions(sam):
    for number in range(book.MOST_OWN):
        do(prompts.add_own, sam, f"Number {number}?")
    with pytest.raises(Invalid):
        do(prompts.add_own, sam, "One more?")


@pytest.mark.parametrize("has_book", [False, True])
def test_two_windows_at_once_lose_nothing(sam, has_book):
    if has_book:
        do(prompts.choose_topics, sam, ["support"])
    app, problems = current_app._get_current_object(), []

    def work(number):
        try:
            with app.app_context(), at_work(sam):
                prompts.add_own(sam, f"Number {number}?")
        except Exception as problem:  # noqa: BLE001 - told by the test
            problems.append(problem)

    threads = [Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert {own.text for own in the_book(sam).own} == {f"Number {number}?" for number in range(6)}


def test_today_asks_as_much_for_a_full_book_as_for_a_thin_one(sam):
    def asked():
        with counted() as statements:
            do(prompts.for_today, sam)
        return sum(statement.startswith("SELECT") for statement in statements)

    do(prompts.choose_topics, sam, ["support"])
    few = asked()
    for question in list(library(sam.person_id).questions)[:20]:
        do(prompts.set_aside, sam, question)
    assert asked() == few <= 6
