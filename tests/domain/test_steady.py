"""Cards for hard moments: nobody can tell which was needed; two windows lose nothing."""

import json

import pytest
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid
from portal.domain import steady, vault
from portal.domain.steady import FIELDS, CardChanged, Slot
from portal.models.steady import Card
from portal.models.vault import Item
from tests.acts import at_work

PLAN = dict.fromkeys(FIELDS[Slot.SAFETY], "") | {"signs": "I stop answering.", "people": "Kim, next door\nMy sister"}


def keep(actor, slot=Slot.SAFETY, base=0, **words):
    with at_work(actor):
        return steady.keep(actor, slot, base, {**dict.fromkeys(FIELDS[slot], ""), **words})


def card(actor, slot=Slot.SAFETY):
    with at_work(actor):
        return steady.card(actor, slot)


def test_looking_at_a_card_makes_nothing(sam):
    assert card(sam).is_empty
    assert card(sam).version == 0
    with at_work(sam):
        assert db.session.scalar(select(func.count()).select_from(Card)) == 0


def test_what_was_kept_comes_back_as_it_was_typed(sam):
    keep(sam, **PLAN)
    assert dict(card(sam).words) == PLAN
    assert card(sam, Slot.COPING).is_empty


@pytest.mark.parametrize("slot", [Slot.COPING, Slot.SAFETY, Slot.CARE, Slot.MARKS])
def test_whichever_card_comes_first_all_of_them_are_made_and_none_tells_what_it_is_for(sam, slot):
    keep(sam, slot, **{FIELDS[slot][0]: "Some words."})
    with at_work(sam):
        rows = db.session.execute(select(Card.place, Item.kind).join(Item, Item.thing_id == Card.id)).all()
        lengths = set(db.session.scalars(select(func.length(Item.body))))
    assert sorted({place for place, _ in rows}) == [0, 1, 2, 3]
    assert {kind for _, kind in rows} == {"card"}
    assert len(lengths) == 1, "an empty card and a short one lie in boxes of one size"


def test_the_places_are_dealt_anew_for_each_client(sam):
    """With 4! orders, twenty clients with one and the same order would be a dealer who does not shuffle."""
    orders = set()
    for number in range(20):
        client = _another(sam, number)
        keep(client, **PLAN)
        with at_work(client):
            rows = db.session.execute(
                select(Card.place, Item.id).join(Item, Item.thing_id == Card.id).where(Item.version == 1)
            ).all()
            texts = vault.read(client.unlocked(), [item_id for _, item_id in rows])
            orders.add(tuple(json.loads(texts[item_id])["slot"] for _, item_id in sorted(rows) if item_id in texts))
    assert len(orders) > 1


def _another(sam, number):
    from portal.core.actor import Role  # noqa: PLC0415
    from tests.cast import add_person  # noqa: PLC0415

    return add_person(sam.practice_id, f"Client {number}", Role.CLIENT)


def test_the_same_words_again_add_no_version(sam):
    first = keep(sam, **PLAN)
    assert keep(sam, base=0, **PLAN) == first
    assert card(sam).version == first


def test_earlier_versions_stay(sam):
    keep(sam, signs="One")
    keep(sam, base=card(sam).version, signs="Two")
    with at_work(sam):
        held = select(Item.id, Item.version).where(Item.thing_id == card(sam).id).order_by(Item.version)
        texts = vault.read(sam.unlocked(), [item_id for item_id, _ in db.session.execute(held)])
    assert {json.loads(text)["words"]["signs"] for text in texts.values()} == {"", "One", "Two"}


def test_a_second_window_never_wins_silently(sam):
    keep(sam, signs="Mine")
    stale = card(sam).version
    keep(sam, base=stale, signs="Newer")
    with pytest.raises(CardChanged) as both:
        keep(sam, base=stale, signs="From the other window")
    assert both.value.kept.words["signs"] == "Newer"
    assert card(sam).words["signs"] == "Newer"


def mark(actor, name, what, known=("a-book", "another"), *, is_on=True):
    with at_work(actor):
        steady.mark(actor, name, what, known, is_on=is_on)


def test_marks_come_and_go_one_by_one(sam):
    for name, what, is_on in (
        ("saved", "a-book", True),
        ("saved", "another", True),
        ("saved", "another", True),
        ("saved", "a-book", False),
        ("done", "another", True),
    ):
        mark(sam, name, what, is_on=is_on)
    assert dict(card(sam, Slot.MARKS).words) == {"saved": "another", "done": "another"}
    with at_work(sam):
        kept = select(func.count()).select_from(Item).where(Item.thing_id == card(sam, Slot.MARKS).id)
        assert db.session.scalar(kept) == 1, "which marks there once were is not kept"


def test_marks_on_what_is_gone_go_with_the_next_mark(sam):
    mark(sam, "saved", "a-book")
    mark(sam, "saved", "newer", known=("newer",))
    assert card(sam, Slot.MARKS).words["saved"] == "newer"


def test_a_long_plan_lies_in_a_box_of_the_same_size_as_an_empty_card(sam):
    keep(sam, **dict.fromkeys(FIELDS[Slot.SAFETY], "word " * 199))
    with at_work(sam):
        assert len(set(db.session.scalars(select(func.length(Item.body))))) == 1


@pytest.mark.parametrize("words", ["x" * 1_001, "broken \x00 sign", "half \ud800 of one"])
def test_what_cannot_be_kept_is_said_at_its_field(sam, words):
    with pytest.raises(Invalid) as problem:
        keep(sam, people=words)
    assert problem.value.field == "people"


def test_only_a_client_has_cards(mara):
    with pytest.raises(Forbidden):
        keep(mara, signs="No")
    assert card(mara).is_empty
