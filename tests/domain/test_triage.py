"""The inbox: what is to be read, later or read; undoing; and when a look is an opening."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.domain import agenda, appointments, consent, inbox, journal
from portal.domain.inbox import Pile
from portal.models.consent import Opening
from portal.models.inbox import Triage
from tests.acts import at_once, at_work, edit, share, stop, therapist_of, write
from tests.cast import add_person, look_after
from tests.summary_stories import lose_client

SOON = timedelta(hours=3)


def of(actor, pile=Pile.TO_READ, **more):
    with at_work(actor):
        return inbox.listed(actor, pile, **more)


def to_read(actor):
    with at_work(actor):
        counted = inbox.count(actor)
    found = of(actor)
    assert counted == len(found.order) == sum(group.count for group in found.groups)
    return [header.title for group in found.groups for header in group.headers]


def do(actor, verb, *args):
    with at_work(actor):
        return verb(actor, *args)


def openings(actor):
    with at_work(actor):
        return db.session.scalar(select(func.count()).select_from(Opening))


def lines(client):
    with at_work(client):
        return [line.sentence.format(who=line.who, what=line.what) for line in consent.log(client).lines]


@pytest.fixture
def shared(sam, mara):
    """Three notes of Sam's that Mara can read, oldest first."""
    made = [write(sam, f"Words of {title} that go on for a while.", title) for title in ("One", "Two", "Three")]
    for thing_id in made:
        share(sam, thing_id, mara)
    return made


# ------------------------------------------------------------------ piles


def test_what_is_shared_is_to_be_read_newest_first_until_it_is_put_away(sam, mara, shared):
    assert to_read(mara) == ["Three", "Two", "One"]
    assert {header.length < 60 for group in of(mara).groups for header in group.headers} == {True}, "words, no padding"
    do(mara, inbox.read, shared[2], uuid4())
    do(mara, inbox.later, shared[1], now() + SOON, uuid4())
    assert to_read(mara) == ["One"]
    assert of(mara, Pile.LATER).order == [shared[1]]
    assert of(mara, Pile.READ).order == [shared[2]]
    with time_machine.travel(now() + SOON + timedelta(minutes=1), tick=False):
        assert to_read(mara) == ["Two", "One"]


def test_clients_come_in_the_order_of_their_next_sessions_and_then_by_name(sam, mara, shared):
    for name, days in (("Priya", 2), ("Abel", None), ("Tom", 1)):
        client = add_person(sam.practice_id, name, Role.CLIENT)
        look_after(client, mara)
        share(client, write(client, "Something.", name), mara)
        if days:
            meet(mara, client, now() + timedelta(days=days))
    assert [group.client for group in of(mara).groups] == ["Tom", "Priya", "Abel", "Sam Okoro"]
    assert [group.session is None for group in of(mara).groups] == [False, False, True, True]


def meet(therapist, client, moment):
    slot = appointments.Slot(moment.date(), moment.time().replace(second=0, microsecond=0), 50, appointments.Kind.ROOM)
    do(therapist, appointments.add, client.person_id, slot, uuid4())


def test_a_newer_version_is_to_be_read_again_and_is_one_thing(sam, mara, shared):
    do(mara, inbox.read, shared[2], uuid4())
    edit(sam, shared[2], 1, "Other words.", "Three again")
    assert to_read(mara) == ["Two", "One"]
    share(sam, shared[2], mara)
    assert to_read(mara) == ["Three again", "Two", "One"]
    assert of(mara, Pile.READ).order == []


def test_a_pile_is_bounded_and_goes_on_and_knows_what_comes_next(sam, mara):
    with time_machine.travel(now(), tick=False) as clock:
        made = []
        for number in range(inbox.PAGE + 1):
            clock.shift(1)
            made.append(write(sam, "x", f"{number}"))
            share(sam, made[-1], mara)
        first = of(mara)
        assert (len(first.groups[0].headers), first.goes_on, first.minutes) == (inbox.PAGE, True, None)
        assert of(mara, around=made[0]).number == of(mara, number=2).number == of(mara, number=99).number == 2
        assert of(mara, number=2).goes_on is False
        assert (first.place(made[-1]), first.beside(made[-1], 1), first.beside(made[-1], -1)) == (1, made[-2], None)
        assert first.beside(uuid4(), 1) == made[-1]


def test_nothing_is_counted_that_cannot_be_opened(sam, mara, shared):
    stop(sam, shared[0], mara)
    do(sam, journal.delete_entry, shared[1])
    waits = write(sam, "Soon.", "Soon")
    share(sam, waits, mara, opens_at=now() + timedelta(minutes=10))
    write(sam, "Mine.", "Mine")
    assert to_read(mara) == ["Three"]
    assert to_read(therapist_of(sam, "Vera")) == []
    lose_client(mara)
    assert to_read(mara) == []


def test_only_a_therapist_has_a_number(sam, mara, shared):
    assert do(sam, inbox.count) == 0


# ------------------------------------------------------------------ acts


def test_each_act_is_undone_by_its_id_and_twice_is_once(sam, mara, shared):
    later, read = uuid4(), uuid4()
    do(mara, inbox.later, shared[0], now() + SOON, later)
    for _ in range(2):
        do(mara, inbox.read, shared[0], read)
    assert do(mara, inbox.undo, read) == [shared[0]]
    assert of(mara, Pile.LATER).order == [shared[0]]
    assert do(mara, inbox.undo, read) == []
    do(mara, inbox.to_read, shared[0], uuid4())
    assert to_read(mara) == ["Three", "Two", "One"]


def test_all_of_a_client_is_put_away_without_opening_any_and_comes_back(sam, mara, shared):
    act, newest = uuid4(), of(mara).groups[0].newest
    new = write(sam, "Newer.", "Newer")
    share(sam, new, mara)
    assert do(mara, inbox.read_all, sam.person_id, newest, act) == 3
    assert to_read(mara) == ["Newer"]
    assert (openings(sam), lines(sam)) == (0, [])
    assert len(do(mara, inbox.undo, act)) == 3
    assert len(to_read(mara)) == 4


def test_putting_off_ends_before_the_next_session_or_tomorrow_and_is_never_far(sam, mara, shared):
    morning = do(mara, inbox.when, None)
    assert (morning.date(), morning.hour) == (now().date() + timedelta(days=1), 6)
    meet(mara, sam, now() + timedelta(days=4))
    session = do(mara, appointments.next_of)[sam.person_id]
    ends = do(mara, inbox.when, session)
    assert timedelta(days=3, hours=22) < ends - now() < timedelta(days=3, hours=23, minutes=1)
    assert do(mara, inbox.when, session, date(2031, 1, 2)).date() == date(2031, 1, 2)
    for until in (now(), now() + timedelta(days=91)):
        with pytest.raises(Invalid):
            do(mara, inbox.later, shared[0], until, uuid4())


@pytest.mark.parametrize("verb", [inbox.read, inbox.to_read])
def test_what_is_withdrawn_between_list_and_act_is_not_there_and_nothing_is_kept(sam, mara, shared, verb):
    stop(sam, shared[0], mara)
    with pytest.raises(NotFound):
        do(mara, verb, shared[0], uuid4())
    with at_work(mara):
        assert db.session.scalar(select(Triage)) is None


def test_two_acts_at_the_same_moment_make_one_row(house, sam, mara, shared):
    assert at_once(house, lambda: do(mara, inbox.read, shared[0], uuid4())) == []
    with at_work(mara):
        assert db.session.scalar(select(func.count()).select_from(Triage)) == 1


# ------------------------------------------------------------------ looks


def test_a_look_is_an_opening_when_it_is_told_and_only_once(sam, mara, shared):
    assert do(mara, inbox.look, shared[0]).shown.title == "One"
    assert (openings(sam), lines(sam)) == (0, [])
    for _ in range(2):
        do(mara, inbox.opened, shared[0])
    assert (openings(sam), lines(sam)) == (1, ["Mara Lindqvist opened “One”"])


def test_going_on_at_once_is_no_opening_but_after_three_seconds_it_is(sam, mara, shared):
    with time_machine.travel(now(), tick=False) as clock:
        do(mara, inbox.look, shared[0])
        clock.shift(2)
        do(mara, inbox.left, shared[0])
        assert openings(sam) == 0
        do(mara, inbox.look, shared[0])
        clock.shift(3)
        do(mara, inbox.left, shared[0])
        assert openings(sam) == 1


def test_with_two_windows_open_leaving_one_does_not_hide_the_other(sam, mara, shared):
    with time_machine.travel(now(), tick=False) as clock:
        for thing_id in shared[:2]:
            do(mara, inbox.look, thing_id)
        clock.shift(20)
        do(mara, inbox.look, shared[0])
        assert openings(sam) == 1, "the first window had it before somebody for twenty seconds"
        do(mara, inbox.look, shared[2])
        clock.shift(1)
        do(mara, inbox.left, shared[2])  # a page shown anew says goodbye after its successor has said hello
        clock.shift(2)
        for _ in range(2):
            do(mara, inbox.opened, shared[2])
    assert lines(sam) == ["Mara Lindqvist opened “Three”", "Mara Lindqvist opened “One”"]


def test_what_was_stopped_and_is_shared_once_more_is_to_be_read_once_more(sam, mara, shared):
    with time_machine.travel(now(), tick=False) as clock:
        do(mara, inbox.read, shared[0], uuid4())
        item_id = do(mara, consent.version_of, shared[0]).item_id
        stop(sam, shared[0], mara)
        clock.shift(3600)
        share(sam, shared[0], mara)
        clock.shift(3600)
        assert to_read(mara) == ["One", "Three", "Two"]
        assert do(mara, inbox.pile_of, item_id) is Pile.TO_READ
        assert of(mara, Pile.READ).groups == []
        do(mara, inbox.read, shared[0], uuid4())
        assert do(mara, inbox.pile_of, item_id) is Pile.READ


def test_until_a_session_that_is_far_away_something_is_put_off_as_long_as_it_can_be(sam, mara, shared):
    slot = appointments.Slot(now().date() + timedelta(days=200), time(10), 50, appointments.Kind.ROOM)
    do(mara, appointments.add, sam.person_id, slot, uuid4())
    session = do(mara, appointments.next_of)[sam.person_id]
    do(mara, inbox.later, shared[0], do(mara, inbox.when, session), uuid4())
    assert to_read(mara) == ["Three", "Two"]


def test_a_look_that_nobody_settled_is_counted_even_when_it_was_withdrawn_meanwhile(sam, mara, shared):
    with time_machine.travel(now(), tick=False) as clock:
        do(mara, inbox.look, shared[0])
        stop(sam, shared[0], mara)
        clock.shift(31)
        with at_work(mara):
            assert inbox.sweep() == 1
            assert inbox.sweep() == 0
    assert lines(sam) == ["Mara Lindqvist opened “One”"]


@pytest.mark.parametrize("looks", [True, False])
def test_an_act_opens_what_it_is_done_to_once(sam, mara, shared, looks):
    if looks:
        do(mara, inbox.look, shared[0])
    do(mara, inbox.read, shared[0], uuid4())
    do(mara, inbox.opened, shared[0])
    do(mara, inbox.to_read, shared[0], uuid4())
    assert lines(sam) == ["Mara Lindqvist opened “One”"]


# ------------------------------------------------------------------ since


def test_what_was_shared_since_a_moment_is_told_opened_or_not_and_as_numbers(sam, mara, shared):
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        moment = now()
        new = write(sam, "New.", "New")
        share(sam, new, mara)
        with at_work(sam):
            plan = agenda.write(sam, agenda.Words("The letter."), uuid4())
        share(sam, plan, mara)
        do(mara, inbox.read, new, uuid4())
        assert {one.id for one in do(mara, inbox.since, sam.person_id, moment, 5)} == {new, plan}
        assert do(mara, inbox.counts, sam.person_id, moment) == {"note": 1, "agenda": 1}
        assert len(do(mara, inbox.since, sam.person_id, moment, 1)) == 1
