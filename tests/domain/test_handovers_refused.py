"""What stands in the way of a move: each a clear sentence, and nothing half done."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.domain import (
    accounts,
    caseload,
    handovers,
    rhythm,
)
from portal.domain.handovers import Choice, Terms
from portal.domain.rhythm import Away
from portal.models.caseload import Assignment
from portal.models.handovers import Handover, Stood
from portal.models.people import Membership, Person
from tests.acts import read_by
from tests.cast import add_person, look_after
from tests.handover_stories import MONDAY, NEXT, answer, ask, refused, team, there
from tests.summary_stories import here

__all__ = ["there"]


def test_each_thing_that_stands_in_the_way_is_said_and_nothing_is_half_done(there):
    olga, nobody = there.olga, add_person(there.olga.practice_id, "Una", Role.ADMIN)
    assert (
        refused(lambda: ask(there, there.mara), "therapist_id") == "Mara looks after Ana already. Choose somebody else."
    )
    assert "does not work here as a therapist" in refused(lambda: ask(there, nobody), "therapist_id")
    assert "This day has gone by" in refused(lambda: ask(there, last_day=MONDAY.date() - timedelta(days=1)), "last_day")
    assert "at most 365 days" in refused(lambda: ask(there, last_day=MONDAY.date() + timedelta(days=400)), "last_day")
    assert refused(lambda: ask(there, reason="because"), "reason") == "Choose why."
    assert "4000 characters" in refused(lambda: ask(there, letter="x" * 4001), "letter")
    look_after(there.ana, there.noor)
    assert "Noor looks after Ana, too" in refused(lambda: ask(there, there.noor), "therapist_id")
    away = Away(MONDAY.date(), NEXT + timedelta(days=3))
    here(there.idris, rhythm.keep, there.idris, (), (), None, away, 0)
    assert "Idris is away until 11 March" in refused(lambda: ask(there), "therapist_id")
    assert here(olga, handovers.waiting, olga) == []
    ask(there, last_day=NEXT + timedelta(days=3))
    assert "is under way already" in refused(lambda: ask(there), "therapist_id")
    for stranger in (there.ana, there.mara):
        with pytest.raises(NotFound):
            here(stranger, handovers.ask, stranger, there.pair, there.idris.person_id, Terms("leaving"), uuid4())
        assert here(stranger, handovers.waiting, there.mara) == []
    assert here(olga, lambda: db.session.scalar(select(func.count()).select_from(Handover))) == 1


def test_a_client_who_closed_their_account_meanwhile_is_not_asked(there):
    here(
        there.ana,
        lambda: db.session.execute(update(Person).where(Person.id == there.ana.person_id).values(closed_at=now())),
    )
    assert "Ana has closed their account meanwhile" in refused(lambda: ask(there), "therapist_id")


def test_an_account_that_goes_takes_its_moves_along_and_who_looked_after_whom_stays(there):
    ask(there, last_day=None)
    here(there.ana, accounts.close, there.ana)
    there.clock.shift(timedelta(days=8))
    here(there.ana, accounts.sweep_closings)

    def count(model):
        return here(there.olga, lambda: db.session.scalar(select(func.count()).select_from(model)))

    assert [count(Handover), count(Stood), count(Assignment)] == [0, 0, 2]


def test_sent_twice_is_asked_once(there):
    once_id = uuid4()
    ask(there, once_id=once_id)
    ask(there, once_id=once_id)
    assert len(here(there.olga, handovers.waiting, there.olga)) == 1


def test_taken_back_before_the_answer_everything_is_as_before(there):
    move = ask(there)
    asked = here(there.ana, handovers.question, there.ana)
    for _ in range(2):
        here(there.olga, handovers.take_back, there.olga, move)
    assert "has taken this question back" in refused(
        lambda: here(there.ana, handovers.answer, there.ana, asked.change.id, Choice.ALL), "choice"
    )
    there.clock.shift(timedelta(days=30))
    here(there.olga, handovers.sweep)
    assert (team(there.ana), read_by(there.mara, there.note)) == (["Mara"], "We talked at last.")
    assert read_by(there.idris, there.note) is None
    with pytest.raises(NotFound):
        here(there.olga, handovers.take_back, there.olga, uuid4())


def test_an_answer_is_given_once_and_not_taken_back_by_the_office(there):
    move = ask(there)
    answer(there, "nothing")

    def again():
        return here(there.ana, handovers.answer, there.ana, move, Choice.ALL)

    assert "You have answered this already" in refused(again, "choice")

    def taking_back():
        return here(there.olga, handovers.take_back, there.olga, move)

    assert "Ana has answered meanwhile" in refused(taking_back, "handover_id")
    assert "is under way already" in refused(lambda: ask(there, there.noor), "therapist_id")
    assert read_by(there.idris, there.note) is None
    ben = add_person(there.olga.practice_id, "Ben", Role.CLIENT)
    with pytest.raises(NotFound):
        here(ben, handovers.answer, ben, move, Choice.ALL)


def test_whoever_was_to_come_and_left_meanwhile_gets_nobody(there):
    move = ask(there, last_day=None)
    leaving = update(Membership).where(Membership.person_id == there.idris.person_id).values(ended_at=now())
    here(there.olga, lambda: db.session.execute(leaving))

    def late():
        return here(there.ana, lambda: handovers.answer(there.ana, handovers.waits(there.ana).id, Choice.ALL))

    assert move is None
    assert "does not work here any more" in refused(late, "choice")
    there.pair = here(there.olga, caseload.pairings, there.olga)[0].id
    ask(there, there.noor, last_day=None)  # and what was asked before is asked no longer
    assert len(here(there.olga, handovers.waiting, there.olga)) == 1
    answer(there, "nothing")
    assert team(there.ana) == ["Noor"]


def test_several_are_asked_together_or_nobody_is(there):
    """As on a page, where the problem is shown and the unit of work goes on: whoever comes last in order is refused."""
    ben = add_person(there.olga.practice_id, "Ben", Role.CLIENT)
    pairs = {there.ana.person_id: there.pair, ben.person_id: look_after(ben, there.mara)}
    *_, last = sorted(pairs)
    pairs = {pair: (there.mara if who == last else there.idris).person_id for who, pair in pairs.items()}
    terms = Terms("leaving", NEXT, "Mara is leaving us in spring.")
    problems = []

    def together():
        return here(there.olga, handovers.ask_all, there.olga, pairs, terms, uuid4())

    def shown():
        try:
            handovers.ask_all(there.olga, pairs, terms, uuid4())
        except Invalid as problem:
            problems.append(str(problem))

    here(there.olga, shown)
    name = "Ana" if last == there.ana.person_id else "Ben"
    assert problems == [f"Mara looks after {name} already. Choose somebody else."]
    assert here(there.olga, handovers.waiting, there.olga) == []
    pairs = dict.fromkeys(pairs, there.idris.person_id)
    assert len(together()) == 2
    for client in (there.ana, ben):
        change = here(client, handovers.waits, client)
        assert (change.why, change.letter) == ("Mara is leaving the practice.", "Mara is leaving us in spring.")


def test_of_two_admins_at_the_same_moment_the_second_is_told_and_nothing_is_half_done(house, there):
    una = add_person(there.olga.practice_id, "Una", Role.ADMIN)
    told, start = [], threading.Barrier(2)

    def act(admin, to):
        with house.app_context():
            start.wait(10)
            try:
                here(admin, handovers.ask, admin, there.pair, to.person_id, Terms("evenly", NEXT), uuid4())
            except Invalid as problem:
                told.append(str(problem))
            db.session.remove()

    both = [threading.Thread(target=act, args=pair) for pair in ((there.olga, there.idris), (una, there.noor))]
    [one.start() for one in both]
    [one.join(30) for one in both]
    assert told == ["A move of Ana is under way already. Nobody was asked a second time."]
    assert len(here(there.olga, handovers.waiting, there.olga)) == 1


# ------------------------------------------------------------------ of the security tests
