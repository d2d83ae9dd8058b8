"""What the cards and lists of the Sharing page hold; that they say what the keys open is test_consent_walk.py."""

from uuid import uuid4

from portal.domain import consent
from tests.acts import at_work, audience, read_by, share, therapist_of, write
from tests.statements import counted


def test_an_audience_tells_nobody_about_somebody_elses_notes(cast):
    for actor in (cast.ben, cast.mara, cast.olga, cast.foreign_client):
        assert audience(actor, cast.entry_id) == ()


def test_a_card_stands_for_each_person_and_everything_open_to_them(sam, mara):
    therapist_of(sam, "Idris")
    notes = [write(sam, f"Body {number}", f"Title {number}") for number in range(7)]
    for entry_id in notes:
        share(sam, entry_id, mara)
    read_by(mara, notes[6])
    with at_work(sam):
        idris_card, mara_card = consent.open_to(sam)
        first, older = consent.open_things(sam, mara.person_id)
        assert (older, [note.headline for note in first]) == (None, [f"Title {number}" for number in range(6, -1, -1)])
        assert [card.count for card in consent.open_to(sam, most=0)] == [0, 7]
    assert (idris_card.name, idris_card.count, idris_card.things) == ("Idris", 0, [])
    assert (mara_card.count, [note.headline for note in mara_card.things]) == (
        7,
        [f"Title {n}" for n in (6, 5, 4, 3, 2)],
    )
    assert [note.opened_at is not None for note in mara_card.things] == [True, False, False, False, False]


def test_everything_open_to_a_person_comes_in_pages(sam, mara):
    notes = [write(sam, f"Body {number}") for number in range(23)]
    for entry_id in notes:
        share(sam, entry_id, mara)
    with at_work(sam):
        first, older = consent.open_things(sam, mara.person_id)
        second, end = consent.open_things(sam, mara.person_id, before=older)
        assert [note.id for note in first + second] == notes[::-1]
        assert end is None
        assert consent.open_things(sam, uuid4()) == ([], None)


def test_the_cards_ask_as_much_for_many_notes_as_for_few(sam, mara):
    def asked():
        with at_work(sam), counted() as statements:
            consent.open_to(sam)
            consent.open_things(sam, mara.person_id)
        return len(statements)

    share(sam, write(sam), mara)
    few = asked()
    for _ in range(30):
        share(sam, write(sam), mara)
    assert asked() == few
