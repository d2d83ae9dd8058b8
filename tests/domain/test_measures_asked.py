"""Questionnaires a therapist gives: sealed between the two, in a rhythm, and silent about any answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select, update

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.domain import caseload, measures, vault
from portal.domain.prompts import Rhythm
from portal.models.caseload import Assignment
from portal.models.measures import MeasureAsked
from portal.models.vault import Item
from tests.acts import at_work
from tests.domain.test_measures import MONDAY, take
from tests.domain.test_measures_packs import pack


def ask(actor, client, name="phq9", rhythm=Rhythm(), at=MONDAY, **more):  # noqa: B008 - it never changes
    with time_machine.travel(at, tick=False), at_work(actor):
        return measures.ask(actor, client.person_id, pack(name), rhythm, **more)


def asked(actor, at=MONDAY):
    with time_machine.travel(at, tick=False), at_work(actor):
        return [(one.short, one.rhythm, one.due_on, one.is_open) for one in measures.asked(actor)]


def for_today(actor, at=MONDAY):
    with time_machine.travel(at, tick=False), at_work(actor):
        found = measures.for_today(actor)
    return found and found.short


def test_what_is_given_waits_until_it_is_answered_and_comes_back_in_its_rhythm(sam, mara):
    assert for_today(sam) is None
    ask(mara, sam, "who5")
    ask(mara, sam, "phq9", Rhythm(days=14), at=MONDAY + timedelta(hours=1))
    later = MONDAY + timedelta(days=1)
    assert asked(sam, later) == [("PHQ-9", "every 14 days", None, True), ("WHO-5", "once", None, True)]
    take(sam, "phq9", *[0] * 9, at=later)
    take(sam, "who5", *[3] * 5, at=later)
    assert asked(sam, later) == [
        ("PHQ-9", "every 14 days", later.date() + timedelta(days=14), False),
        ("WHO-5", "once", None, False),
    ]
    assert for_today(sam, later) is None
    assert for_today(sam, later + timedelta(days=14)) == "PHQ-9"


def test_an_answer_from_before_it_was_given_does_not_count(sam, mara):
    take(sam, "phq9", *[0] * 9, at=MONDAY - timedelta(hours=1))
    ask(mara, sam)
    assert for_today(sam) == "PHQ-9"


def test_which_one_was_given_is_sealed_and_both_can_read_it_and_nobody_else(cast):
    asked_id = ask(cast.mara, cast.ana)
    with at_work(cast.ana):
        item = db.session.scalars(select(Item).where(Item.thing_id == asked_id)).one()
        for who in (cast.mara, cast.ana):
            assert b"phq9" in vault.read_one(who.keys, item.id)
        for who in (cast.ben, cast.idris, cast.vera, cast.olga):
            with pytest.raises(Locked):
                vault.read_one(who.keys, item.id)
    assert {column.name for column in MeasureAsked.__table__.columns} == {
        "id", "practice_id", "client_id", "therapist_id", "at", "ended_at", "paused_at",
    }  # fmt: skip


def test_the_therapist_sees_what_was_given_and_not_whether_it_was_answered(sam, mara):
    ask(mara, sam)
    with at_work(mara):
        before = measures.given(mara)
    take(sam, "phq9", *[3] * 9, at=MONDAY + timedelta(hours=1))
    with at_work(mara):
        assert measures.given(mara) == before
    assert [(one.client, one.short, one.rhythm) for one in before] == [("Sam Okoro", "PHQ-9", "once")]


def test_only_their_own_clients_and_only_once_for_a_form_sent_twice(cast):
    asked_id = uuid4()
    for client in (cast.ben, cast.mara, cast.foreign_client):
        with pytest.raises(Invalid):
            ask(cast.mara, client)
    for _ in range(2):
        assert ask(cast.mara, cast.ana, asked_id=asked_id) == asked_id
    assert len(asked(cast.ana)) == 1
    with pytest.raises(NotFound):
        ask(cast.idris, cast.ben, asked_id=asked_id)
    with pytest.raises(Forbidden):
        ask(cast.ana, cast.ana)


def test_what_is_ended_or_was_given_by_somebody_who_left_is_not_asked_any_more(cast):
    asked_id = ask(cast.mara, cast.ana)
    with at_work(cast.mara), pytest.raises(NotFound):
        measures.end(cast.idris, asked_id)
    for _ in range(2):
        with at_work(cast.mara):
            measures.end(cast.mara, asked_id)
    assert asked(cast.ana) == []
    ask(cast.mara, cast.ana)
    with at_work(cast.olga):
        caseload.end(cast.olga, next(one.id for one in caseload.pairings(cast.olga) if one.client == "Ana"))
    assert asked(cast.ana) == []


def test_a_row_left_standing_by_mistake_asks_nothing_once_its_therapist_has_gone(cast):
    ask(cast.mara, cast.ana)
    with at_work(cast.olga):
        db.session.execute(update(Assignment).where(Assignment.client_id == cast.ana.person_id).values(ended_at=now()))
    assert asked(cast.ana) == []


def test_it_does_not_wake_up_with_the_next_assignment(cast):
    ask(cast.mara, cast.ana)
    with at_work(cast.olga):
        caseload.end(cast.olga, next(one.id for one in caseload.pairings(cast.olga) if one.client == "Ana"))
    with at_work(cast.olga):
        caseload.assign(cast.olga, cast.ana.person_id, cast.mara.person_id)
    assert asked(cast.ana) == []
    with at_work(cast.mara):
        assert measures.given(cast.mara) == []


def test_a_form_sent_again_with_another_choice_gives_that_one_too(sam, mara):
    asked_id = uuid4()
    assert ask(mara, sam, "phq9", asked_id=asked_id) == asked_id
    for _ in range(2):
        ask(mara, sam, "gad7", asked_id=asked_id)
    assert sorted(short for short, *_ in asked(sam)) == ["GAD-7", "PHQ-9"]


def test_there_is_a_limit_to_how_many_are_open(sam, mara):
    for _ in range(measures.MOST_OPEN):
        ask(mara, sam)
    with pytest.raises(Invalid, match="10 questionnaires open"):
        ask(mara, sam)
