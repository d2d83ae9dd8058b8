"""Agendas: a few lines, up to three pins in an order, one open at a time; and what one takes away afterwards."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import inspect, select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.domain import agenda, vault
from portal.domain.agenda import After, Words
from portal.models.agenda import Agenda
from portal.models.vault import Item
from tests.acts import at_work
from tests.statements import counted

TUESDAY = datetime(2025, 11, 18, 20, 0, tzinfo=UTC)
NOTHING = (None, None, None, None)


def do(actor, verb, *args, at=TUESDAY, **more):
    with time_machine.travel(at, tick=False), at_work(actor):
        return verb(actor, *args, **more)


def begin(actor, body="The quarrel on Sunday", wish="", **more):
    return do(actor, agenda.write, Words.checked(body, wish), uuid4(), **more)


def pins(actor):
    return [pin.words for pin in do(actor, agenda.current).text.pins]


def pin_words(actor, *said):
    for words in said:
        do(actor, agenda.pin, "words", None, words)
    return [pin.id for pin in do(actor, agenda.current).text.pins]


# ------------------------------------------------------------------ the open one


def test_an_agenda_comes_back_as_it_was_written_and_nobody_else_has_it(sam, mara):
    assert do(sam, agenda.current) is do(sam, agenda.open_line) is None
    agenda_id = begin(sam, "The quarrel on Sunday\r\nand after", " To hear how it looks from outside ")
    found = do(sam, agenda.current)
    assert found.text.words == Words("The quarrel on Sunday\nand after", "To hear how it looks from outside")
    assert do(sam, agenda.open_line) == agenda.OpenLine(agenda_id, "The quarrel on Sunday")
    assert do(mara, agenda.current) is None
    with at_work(sam), pytest.raises(Locked):
        vault.read_one(mara.keys, found.item_id)
    with pytest.raises(Forbidden):
        begin(mara)


def test_in_clear_lie_ids_moments_and_a_version_only(sam):
    columns = {column.key for column in inspect(Agenda).columns}
    assert columns == {"id", "practice_id", "client_id", "made_at", "closed_at", "version"}


@pytest.mark.parametrize(
    ("field", "body", "wish"),
    [("body", "x" * 4001, ""), ("body", "a\x00", ""), ("wish", "", "x" * 201), ("wish", "", "two\nlines")],
)
def test_what_cannot_be_kept_is_said_in_a_sentence(field, body, wish):
    with pytest.raises(Invalid) as problem:
        Words.checked(body, wish)
    assert problem.value.field == field


def test_nothing_at_all_begins_no_agenda_and_may_be_left_of_one(sam):
    with pytest.raises(Invalid) as problem:
        begin(sam, " \u200f", "")
    assert problem.value.field == "body"
    agenda_id = begin(sam)
    do(sam, agenda.write, Words(""), agenda_id, 1)
    assert do(sam, agenda.current).text.is_empty


def test_sent_twice_it_is_one_and_somebody_elses_id_is_not_found(cast):
    agenda_id = uuid4()
    for _ in range(2):
        assert do(cast.ana, agenda.write, Words("Sunday"), agenda_id) == agenda_id
    assert do(cast.ana, agenda.current).version == 1
    for actor in (cast.ben, cast.foreign_client):
        with pytest.raises(NotFound):
            do(actor, agenda.write, Words("Mine"), agenda_id)
    for actor in (cast.ben, cast.mara):
        for verb, args in ((agenda.read, ()), (agenda.after, ()), (agenda.close, (After(),))):
            with pytest.raises(NotFound):
                do(actor, verb, agenda_id, *args)


def test_two_windows_have_no_silent_winner_and_a_pin_is_no_quarrel(sam):
    agenda_id = begin(sam)
    pin_words(sam, "The bill")
    assert do(sam, agenda.write, Words("One"), agenda_id, 1) == agenda_id
    with pytest.raises(agenda.BothChanged) as both:
        do(sam, agenda.write, Words("Two"), agenda_id, 1)
    assert (both.value.kept.body, both.value.typed.body, both.value.version) == ("One", "Two", 3)
    with pytest.raises(agenda.BothChanged) as both:
        begin(sam, "Begun in a window that knew of none")
    assert (both.value.agenda_id, both.value.kept.body) == (agenda_id, "One")


def test_words_for_an_agenda_that_was_closed_meanwhile_begin_another(sam):
    agenda_id = begin(sam)
    do(sam, agenda.close, agenda_id, After())
    assert do(sam, agenda.write, Words("The quarrel on Sunday"), agenda_id) == agenda_id
    assert do(sam, agenda.current) is None
    other = do(sam, agenda.write, Words("Something new"), agenda_id, 1)
    assert other != agenda_id
    assert do(sam, agenda.read, agenda_id).text.words.body == "The quarrel on Sunday"


# ------------------------------------------------------------------ afterwards


def test_what_was_not_talked_about_goes_along(sam):
    agenda_id = begin(sam, "The quarrel", "A plan")
    one, two = pin_words(sam, "One", "Two")
    do(sam, agenda.close, agenda_id, After("It went well."), 0, (False, [two, uuid4()]))
    assert do(sam, agenda.read, agenda_id).closed_at == TUESDAY
    stands = do(sam, agenda.current)
    assert (stands.text.words, pins(sam)) == (Words(""), ["Two"])
    do(sam, agenda.close, agenda_id, After("It went well."), 0, (True, [one]))
    assert do(sam, agenda.current) == stands
    do(sam, agenda.close, stands.id, After(), 0, (True, []))
    assert do(sam, agenda.current) is None


def test_what_is_noted_afterwards_is_an_item_of_its_own_under_no_other_key(sam, mara):
    agenda_id = begin(sam)
    said = After.checked("Silence is not peace.", "Ask on Friday", (7, None, 10, 0))
    do(sam, agenda.close, agenda_id, said)
    assert do(sam, agenda.after, agenda_id) == (said, 1)
    with at_work(sam):
        things = dict(list(db.session.execute(select(Item.kind, Item.thing_id))))
        assert things["agenda"] == agenda_id != things[agenda.AFTER_KIND]
        grant = vault.give(sam.keys, mara.keys.principal_id, "chosen", "to read", "share-1")
        vault.share(sam.keys, [agenda.read(sam, agenda_id).item_id], grant)
        item_id = db.session.scalars(select(Item.id).where(Item.kind == agenda.AFTER_KIND)).one()
        with pytest.raises(Locked):
            vault.read_one(mara.keys, item_id)


def test_what_was_noted_can_be_changed_and_two_windows_notice(sam):
    agenda_id = begin(sam)
    do(sam, agenda.close, agenda_id, After("One"))
    do(sam, agenda.close, agenda_id, After("Two"), 1)
    with pytest.raises(agenda.AfterChanged) as both:
        do(sam, agenda.close, agenda_id, After("Three"), 1)
    assert (both.value.kept.takeaways, both.value.typed.takeaways, both.value.version) == ("Two", "Three", 2)
    do(sam, agenda.close, agenda_id, After("Two"), 1)
    assert do(sam, agenda.after, agenda_id) == (After("Two"), 2)


@pytest.mark.parametrize(
    ("field", "takeaways", "step", "pulse"),
    [
        ("takeaways", "x" * 4001, "", NOTHING),
        ("next_step", "", "x" * 201, NOTHING),
        ("heard", "", "", (11, None, None, None)),
        ("overall", "", "", (None, None, None, -1)),
    ],
)
def test_an_answer_outside_its_scale_is_refused(field, takeaways, step, pulse):
    with pytest.raises(Invalid) as problem:
        After.checked(takeaways, step, pulse)
    assert problem.value.field == field


def test_closed_agendas_are_paged_and_cost_as_many_questions_as_one(sam):
    def asked(before=None):
        with counted() as statements:
            shelf = do(sam, agenda.shelf, before)
        return len(statements), shelf

    def closed(number):
        at = TUESDAY + timedelta(days=number)
        do(sam, agenda.close, begin(sam, f"Agenda {number}", at=at), After(), at=at)

    closed(0)
    few, _ = asked()
    for number in range(1, 23):
        closed(number)
    many, shelf = asked()
    assert many == few
    assert [found.text.words.body for found in shelf.agendas] == [f"Agenda {at}" for at in range(22, 2, -1)]
    _, rest = asked(shelf.older)
    assert [found.text.words.body for found in rest.agendas] == ["Agenda 2", "Agenda 1", "Agenda 0"]
    assert rest.older is None
