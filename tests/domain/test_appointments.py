"""Appointments: by the clock on the wall, once however often a form is sent, undone for a day, gone with the client."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal import scheduler
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.domain import accounts, appointments, caseload
from portal.domain.appointments import MOST, Kind, Repeat, Slot
from portal.models.appointments import Appointment
from tests.acts import at_once
from tests.cast import add_person, look_after
from tests.summary_stories import here

MONDAY = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
THURSDAY = date(2026, 10, 15)
WEEK = timedelta(days=7)


@pytest.fixture
def mara(mara):
    """Where the clocks go back on 25 October."""
    with time_machine.travel(MONDAY, tick=False):
        here(mara, accounts.be_called, mara, "Mara", "", "Europe/Berlin")
        yield mara


@pytest.fixture
def tom(mara):
    """Another client of hers."""
    tom = add_person(mara.practice_id, "Tom", Role.CLIENT)
    look_after(tom, mara)
    return tom


def slot(day=THURSDAY, at="14:10", minutes=50, kind="room"):
    return Slot.checked(day, time.fromisoformat(at), minutes, kind, MONDAY.date())


def add(mara, client, when=None, act=None, repeat=None, **more):
    return here(mara, appointments.add, mara, client.person_id, when or slot(), act or uuid4(), repeat, **more)


def listed(mara, days=400):
    """(day, time of the clock, client) of everything that stands."""
    rows = here(mara, appointments.of_days, mara, MONDAY.date(), MONDAY.date() + timedelta(days=days))
    return [(one.starts_at.date(), f"{one.starts_at:%H:%M}", one.client) for one in rows]


def standing(mara):
    return here(mara, appointments.of_days, mara, MONDAY.date(), MONDAY.date() + timedelta(days=400))


def test_a_weekly_ten_past_two_stays_ten_past_two_when_the_clocks_go_back(mara, sam):
    add(mara, sam, repeat=Repeat(times=3))
    assert listed(mara) == [(THURSDAY + week * WEEK, "14:10", "Sam Okoro") for week in range(3)]
    assert [one.starts_at.astimezone(UTC).hour for one in standing(mara)] == [12, 12, 13]
    with pytest.raises(Invalid, match="leave out 02:30") as problem:
        add(mara, sam, slot(date(2027, 3, 21), "02:30"), repeat=Repeat(until=date(2027, 3, 28)))
    assert problem.value.field == "at"
    assert len(listed(mara)) == 3


def test_next_and_last_are_of_each_client_and_a_client_sees_their_own_by_their_own_clock(mara, sam, tom):
    add(mara, sam, repeat=Repeat(until=THURSDAY + 2 * WEEK))
    add(mara, tom, slot(at="16:00", kind="video"))
    with time_machine.travel(MONDAY + timedelta(days=4), tick=False):
        add(mara, sam, slot(THURSDAY + timedelta(days=1), "08:00"))
        begun = here(mara, appointments.last_of, mara)
        coming = here(mara, appointments.next_of, mara)
        assert {one.client: f"{one.starts_at:%a %H:%M}" for one in begun.values()} == {
            "Sam Okoro": "Thu 14:10",  # the one of this morning is not last time until the day is over
            "Tom": "Thu 16:00",
        }
        assert [(one.client_id, one.starts_at.date()) for one in coming.values()] == [
            (sam.person_id, date(2026, 10, 22))
        ]
        mine = here(sam, appointments.next_for_me, sam)
        assert (mine.starts_at.hour, mine.id) == (12, coming[sam.person_id].id)
        assert here(sam, appointments.next_for_me, sam, uuid4()) is None
        assert here(tom, appointments.next_for_me, tom) is None
        today = here(mara, appointments.of_day, mara, THURSDAY)
    assert [(one.client, f"{one.ends_at:%H:%M}", one.how) for one in today] == [
        ("Sam Okoro", "15:00", "In the room"),
        ("Tom", "16:50", "By video"),
    ]


def test_a_form_sent_twice_at_the_same_moment_arranges_once(house, mara, sam):
    act = uuid4()
    assert at_once(house, lambda: add(mara, sam, act=act, repeat=Repeat(times=2))) == []
    [first, _] = standing(mara)
    moved, later = uuid4(), slot(THURSDAY, "15:00")
    assert at_once(house, lambda: here(mara, appointments.move, mara, first.id, later, moved)) == []
    assert [when for _, when, _ in listed(mara)] == ["15:00", "14:10"]


def test_one_or_this_and_later_are_moved_and_cancelled_and_each_act_is_undone_once(mara, sam):
    add(mara, sam, repeat=Repeat(times=4))
    before = listed(mara)
    second = standing(mara)[1]
    one, rest, gone = uuid4(), uuid4(), uuid4()
    here(mara, appointments.move, mara, second.id, slot(THURSDAY + WEEK, "10:00", 30, "phone"), one)
    assert [when for _, when, _ in listed(mara)] == ["14:10", "10:00", "14:10", "14:10"]
    second = standing(mara)[1]
    friday = slot(THURSDAY + WEEK + timedelta(days=1), "11:00")
    assert here(mara, appointments.move, mara, second.id, friday, rest, later=True) == 3
    assert [day.weekday() for day, _, _ in listed(mara)] == [3, 4, 4, 4]
    third = standing(mara)[2]
    for _ in range(2):
        assert here(mara, appointments.cancel, mara, third.id, gone, later=True) == third.starts_at.date()
    assert len(listed(mara)) == 2
    with pytest.raises(Conflict, match="changed once more"):
        here(mara, appointments.undo, mara, rest)
    for act in (gone, gone, rest, one):
        here(mara, appointments.undo, mara, act)
    assert listed(mara) == before
    here(mara, appointments.cancel, mara, standing(mara)[0].id, gone)
    scheduler.sweep()
    add(mara, sam)
    with pytest.raises(Conflict, match="at that time already"):
        here(mara, appointments.undo, mara, gone)


def test_after_a_day_an_act_is_not_taken_back_for_what_it_ended_may_be_gone(mara, sam):
    add(mara, sam)
    act = uuid4()
    here(mara, appointments.move, mara, standing(mara)[0].id, slot(at="15:00"), act)
    with time_machine.travel(now() + timedelta(days=1, minutes=1), tick=False):
        add(mara, sam, slot(THURSDAY + WEEK))
        with pytest.raises(Conflict, match="more than a day ago"):
            here(mara, appointments.undo, mara, act)
    assert [when for _, when, _ in listed(mara)] == ["15:00", "14:10"]


def test_what_was_cancelled_is_forgotten_after_a_day(mara, sam):
    act = uuid4()
    add(mara, sam)
    here(mara, appointments.cancel, mara, standing(mara)[0].id, act)
    with time_machine.travel(MONDAY + timedelta(hours=25), tick=False):
        scheduler.sweep()
        assert not here(mara, appointments.undo, mara, act)
        assert standing(mara) == here(mara, lambda: db.session.scalars(select(Appointment)).all()) == []


def test_two_windows_the_second_is_told(mara, sam):
    add(mara, sam)
    [one] = standing(mara)
    here(mara, appointments.move, mara, one.id, slot(at="15:00"), uuid4())
    for late in (
        lambda: here(mara, appointments.move, mara, one.id, slot(at="16:00"), uuid4()),
        lambda: here(mara, appointments.cancel, mara, one.id, uuid4()),
    ):
        with pytest.raises(Conflict, match="in another window"):
            late()
    assert [when for _, when, _ in listed(mara)] == ["15:00"]


def test_nobody_is_met_twice_at_a_time_and_two_only_when_it_is_meant(mara, sam, tom):
    add(mara, sam, repeat=Repeat(times=3))
    clash = slot(THURSDAY + WEEK, "14:59")
    with pytest.raises(Invalid, match="a session with Sam Okoro at that time already: Thursday 22 October, 14:10"):
        add(mara, sam, clash, beside=True)
    with pytest.raises(Invalid, match="overlaps with Sam Okoro") as problem:
        add(mara, tom, clash)
    assert problem.value.field == "beside"
    add(mara, tom, clash, beside=True)
    add(mara, tom, slot(at="15:00"))
    with pytest.raises(Invalid, match="overlaps with Tom"):
        here(mara, appointments.move, mara, standing(mara)[0].id, slot(at="14:20"), uuid4(), later=True)
    assert [when for _, when, _ in listed(mara)] == ["14:10", "15:00", "14:10", "14:59", "14:10"], (
        "nothing is half done"
    )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"day": None}, "day"),
        ({"day": date(2026, 10, 11)}, "day"),
        ({"day": date(2029, 1, 1)}, "day"),
        ({"at": None}, "at"),
        ({"minutes": None}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"kind": "moon"}, "kind"),
    ],
)
def test_what_cannot_be_arranged_is_said(said, field):
    asked = {"day": THURSDAY, "at": time(14), "minutes": 50, "kind": Kind.ROOM, "today": MONDAY.date()} | said
    with pytest.raises(Invalid) as problem:
        Slot.checked(**asked)
    assert problem.value.field == field


@pytest.mark.parametrize(
    ("repeat", "field"),
    [
        (Repeat(), "times"),
        (Repeat(times=0), "times"),
        (Repeat(times=MOST + 1), "times"),
        (Repeat(until=THURSDAY - WEEK), "until"),
        (Repeat(until=THURSDAY + MOST * WEEK), "until"),
    ],
)
def test_a_series_has_an_end_within_a_year(repeat, field):
    with pytest.raises(Invalid) as problem:
        repeat.days_from(THURSDAY)
    assert problem.value.field == field


def test_what_has_begun_stays_where_it_was_but_can_be_cancelled(mara, sam):
    add(mara, sam)
    [one] = standing(mara)
    with time_machine.travel(MONDAY + timedelta(days=4), tick=False):
        with pytest.raises(Invalid, match="begun already"):
            here(mara, appointments.move, mara, one.id, slot(THURSDAY + WEEK), uuid4())
        here(mara, appointments.cancel, mara, one.id, uuid4())
        assert here(mara, appointments.last_of, mara) == {}


def test_with_a_client_who_leaves_the_sessions_to_come_go_and_nobody_is_shown_the_others(mara, sam):
    olga = add_person(sam.practice_id, "Olga", Role.ADMIN)
    add(mara, sam, slot(date(2026, 10, 12), "11:30"), repeat=Repeat(times=3))
    [first, second, _] = standing(mara)
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        [pairing] = here(olga, caseload.pairings, olga)
        here(olga, caseload.end, olga, pairing.id)
        kept = here(mara, lambda: set(db.session.scalars(select(Appointment.id))))
        assert kept == {first.id}
        assert here(sam, appointments.next_for_me, sam) is None
        for act in (appointments.last_of, appointments.next_of):
            assert here(mara, act, mara) == {}
        with pytest.raises(Invalid, match="one of your clients"):
            add(mara, sam)
        for gone in (first.id, second.id):
            with pytest.raises(NotFound):
                here(mara, appointments.cancel, mara, gone, uuid4())
    idris = add_person(sam.practice_id, "Idris", Role.THERAPIST)
    look_after(sam, idris)
    assert here(idris, appointments.last_of, idris) == {}


def test_only_a_therapist_arranges_and_only_their_own(mara, sam):
    act = uuid4()
    add(mara, sam, act=act)
    [one] = standing(mara)
    idris = add_person(sam.practice_id, "Idris", Role.THERAPIST)
    look_after(sam, idris)
    with pytest.raises(NotFound):
        here(idris, appointments.one, idris, one.id)
    with pytest.raises(NotFound):
        here(idris, appointments.cancel, idris, one.id, uuid4())
    with pytest.raises(NotFound):
        add(idris, sam, act=act)
    here(idris, appointments.undo, idris, act)
    for deed in (lambda: add(sam, sam), lambda: here(sam, appointments.undo, sam, act)):
        with pytest.raises(Forbidden):
            deed()
    assert len(standing(mara)) == 1
