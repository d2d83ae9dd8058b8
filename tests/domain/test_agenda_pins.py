"""Pins of an agenda: a note, a goal, a check-in or words; two windows; and deleting an agenda for good."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.core.errors import Invalid, Locked, NotFound
from portal.domain import agenda, consent, goals, journal, mood, receipts, vault
from portal.domain.agenda import After, Words
from portal.models.agenda import AfterSession
from portal.models.vault import Item
from tests.acts import at_work, write
from tests.domain.test_agenda import begin, do, pin_words, pins


def test_a_note_a_goal_a_check_in_and_words_can_be_pinned_by_their_headline(sam):
    note = write(sam, "We talked at last.\nA lot.", "")
    goal = do(sam, goals.write, goals.Words("Ask for ten minutes"))
    checkin = do(sam, mood.check_in, 2)
    do(sam, agenda.pin, "note", note)
    do(sam, agenda.pin, "goal", goal)
    do(sam, agenda.pin, "check-in", checkin)
    assert pins(sam) == ["We talked at last.", "Ask for ten minutes", "Tuesday 18 November: low"]
    do(sam, agenda.pin, "note", note)
    with pytest.raises(Invalid) as problem:
        do(sam, agenda.pin, "words", None, "A fourth")
    assert problem.value.field == "pin"
    assert len(pins(sam)) == 3
    with at_work(sam):
        assert b"A lot." not in vault.read_one(sam.keys, agenda.current(sam).item_id)


def test_pins_are_put_in_order_said_otherwise_and_taken_off(sam):
    one, two, three = pin_words(sam, "One", "Two", "Three")
    do(sam, agenda.move_pin, three, earlier=True)
    do(sam, agenda.move_pin, one, earlier=True)
    do(sam, agenda.reword, two, "The second thing", 4)
    assert pins(sam) == ["One", "Three", "The second thing"]
    do(sam, agenda.unpin, one)
    do(sam, agenda.unpin, one)
    assert pins(sam) == ["Three", "The second thing"]
    for verb, more in ((agenda.move_pin, {"earlier": True}), (agenda.reword, {"words": "x", "base_version": 4})):
        with pytest.raises(NotFound):
            do(sam, verb, one, **more)


def test_a_pin_said_in_other_words_in_two_windows_is_never_a_silent_winner(sam):
    [one] = pin_words(sam, "One")
    do(sam, agenda.reword, one, "First window", 1)
    with pytest.raises(Invalid) as problem:
        do(sam, agenda.reword, one, "Second window", 1)
    assert (problem.value.field, pins(sam)) == ("pin", ["First window"])
    for unchanged in ("One", "First window"):  # as it stood on the page, and as it stands
        do(sam, agenda.reword, one, unchanged, 1)
    assert pins(sam) == ["First window"]
    do(sam, agenda.reword, one, "Second window", 2)
    assert pins(sam) == ["Second window"]


def test_a_late_form_on_a_closed_agenda_sent_twice_begins_one(sam):
    agenda_id = begin(sam)
    do(sam, agenda.close, agenda_id, After())
    for _ in range(2):
        do(sam, agenda.write, Words("Written late."), agenda_id, 1)
    assert do(sam, agenda.current).text.words.body == "Written late."
    with pytest.raises(agenda.BothChanged):
        do(sam, agenda.write, Words("Other words."), agenda_id, 1)


def test_words_go_on_an_open_agenda_that_has_only_pins(sam):
    pin_words(sam, "One")
    begin(sam, "Typed in another window.")
    assert (do(sam, agenda.current).text.words.body, pins(sam)) == ("Typed in another window.", ["One"])


def test_a_deleted_agenda_is_gone_with_its_pins_and_what_was_noted_afterwards(sam, mara):
    kept = write(sam, "A note.")
    agenda_id = begin(sam)
    do(sam, agenda.pin, "note", kept)
    do(sam, consent.share, agenda_id, mara.person_id)
    do(sam, agenda.close, agenda_id, After("Silence is not peace."))
    with pytest.raises(NotFound):
        do(mara, agenda.delete_one, agenda_id)
    acts = len(do(sam, receipts.item_ids))
    do(sam, agenda.delete_one, agenda_id)
    with at_work(sam):
        kinds = {agenda.KIND, agenda.PINS_KIND, agenda.AFTER_KIND}
        assert not kinds & set(db.session.scalars(select(Item.kind)))
        assert agenda.shelf(sam).agendas == db.session.scalars(select(AfterSession)).all() == []
        assert journal.read(sam, kept).body == "A note."
    assert len(do(sam, receipts.item_ids)) == acts == 1
    with pytest.raises(NotFound):
        do(sam, agenda.read, agenda_id)


def test_a_reader_of_an_agenda_learns_no_id_of_what_its_pins_lead_to(sam, mara):
    note = write(sam, "We talked at last.", "")
    begin(sam)
    do(sam, agenda.pin, "note", note)
    with at_work(sam):
        found = agenda.current(sam)
        grant = vault.give(sam.keys, mara.keys.principal_id, "chosen", "to read", "share-1")
        vault.share(sam.keys, [found.item_id], grant)
        assert str(note).encode() not in vault.read_one(mara.keys, found.item_id)
        assert agenda.leads(sam, found.id) == {found.text.pins[0].id: note}
        for item_id in db.session.scalars(select(Item.id).where(Item.kind == agenda.PINS_KIND)):
            with pytest.raises(Locked):
                vault.read_one(mara.keys, item_id)
    do(sam, agenda.close, found.id, After(), 0, (True, [found.text.pins[0].id]))
    assert list(do(sam, agenda.leads, do(sam, agenda.current).id).values()) == [note]


@pytest.mark.parametrize("words", ["", " \u200e", "x" * 201, "a\nb", "a\x00"])
def test_a_pin_that_cannot_be_kept_is_refused(sam, words):
    with pytest.raises(Invalid) as problem:
        do(sam, agenda.pin, "words", None, words)
    assert problem.value.field == "pin"
    assert do(sam, agenda.current) is None


def test_nothing_of_somebody_else_can_be_pinned(cast):
    goal = do(cast.ana, goals.write, goals.Words("Ask for ten minutes"))
    for kind, about_id in (("note", cast.entry_id), ("goal", goal), ("check-in", uuid4())):
        with pytest.raises(NotFound):
            do(cast.ben, agenda.pin, kind, about_id)
    with pytest.raises(Invalid):
        do(cast.ben, agenda.pin, "summary", None, "x")


def test_a_pin_sent_twice_is_one(sam):
    pin_id = uuid4()
    for _ in range(2):
        do(sam, agenda.pin, "words", None, "Once", pin_id)
    assert pins(sam) == ["Once"]
