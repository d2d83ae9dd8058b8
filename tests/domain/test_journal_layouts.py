"""Layouts: made, chosen, changed and taken away by their maker alone."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import journal
from portal.models.vault import Item
from tests.acts import at_work


def make(actor, name="After an argument", text="What happened:\r\n\nWhat I felt:", layout_id=None):
    with at_work(actor):
        return journal.make_layout(actor, name, text, layout_id)


def test_a_layout_is_read_back_changed_and_gone(sam):
    layout_id = make(sam)
    with at_work(sam):
        journal.change_layout(sam, layout_id, 1, "Shorter", "What now?")
        journal.change_layout(sam, layout_id, 1, "Shorter", "What now?")  # pressed twice
        assert [(found.name, found.text, found.version) for found in journal.layouts(sam)] == [
            ("Shorter", "What now?", 2)
        ]
        with pytest.raises(journal.LayoutChanged) as problem:
            journal.change_layout(sam, layout_id, 1, "Longer", "And then?")
        assert problem.value.kept.name == "Shorter"
        journal.remove_layout(sam, layout_id)
        assert journal.layouts(sam) == []
        assert db.session.scalar(select(func.count()).select_from(Item)) == 0


def test_a_form_sent_twice_makes_one_layout(sam):
    layout_id = uuid4()
    assert make(sam, layout_id=layout_id) == make(sam, layout_id=layout_id) == layout_id
    with pytest.raises(journal.LayoutChanged):
        make(sam, text="Another.", layout_id=layout_id)
    with at_work(sam):
        assert len(journal.layouts(sam)) == 1


BAD = {
    "no name": (" ", "Text.", "name"),
    "no text": ("Name", "\n \u200b", "text"),
    "a long name": ("n" * 81, "Text.", "name"),
    "a name in two lines": ("a\nb", "Text.", "name"),
    "a long text": ("Name", "t" * 10_001, "text"),
    "a sign that is none": ("Name", "half \ud83d", "text"),
}


@pytest.mark.parametrize(("name", "text", "field"), BAD.values(), ids=BAD)
def test_what_cannot_be_a_layout_is_refused(sam, name, text, field):
    with pytest.raises(Invalid) as problem:
        make(sam, name, text)
    assert problem.value.field == field


def test_there_is_room_for_thirty(sam):
    ids = [make(sam, f"Name {number}") for number in range(30)]
    with pytest.raises(Invalid):
        make(sam)
    assert make(sam, "Name 0", layout_id=ids[0]) == ids[0]


def test_a_layout_is_its_makers_alone(cast):
    layout_id = make(cast.ana)
    acts = (
        journal.read_layout,
        journal.remove_layout,
        lambda actor, id_: journal.change_layout(actor, id_, 1, "Mine", "Now?"),
    )
    for actor in (cast.ben, cast.mara, cast.olga, cast.foreign_client):
        with at_work(actor):
            assert journal.layouts(actor) == []
        for act in acts:
            with pytest.raises(NotFound), at_work(actor):
                act(actor, layout_id)
    with pytest.raises(Forbidden):
        make(cast.mara)
    with pytest.raises(NotFound):
        make(cast.ben, layout_id=layout_id)
