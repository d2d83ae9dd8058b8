"""Every badge and every card says what the keys open, in whatever order people share, change and stop."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.actor import Role
from portal.core.clock import now
from portal.domain import consent
from tests.acts import at_work, audience, edit, read_by, share, stop, therapist_of, write
from tests.cast import add_person, found_practice
from tests.statements import counted

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["share", "share first", "share a week", "stop", "stop person", "edit", "a day goes by"]),
        st.integers(0, 1),
        st.integers(0, 1),
    ),
    max_size=12,
)


@pytest.mark.slow
@given(steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_badge_says_what_the_keys_open(house, steps):
    sam = add_person(found_practice(f"p{uuid4().hex[:8]}"), "Sam", Role.CLIENT)
    readers = [therapist_of(sam, name) for name in ("Mara", "Idris")]
    notes, versions, expected = [write(sam, "0 at 1"), write(sam, "1 at 1")], [1, 1], {}
    clock = now()
    for verb, note, who in steps:
        entry_id, reader = notes[note], readers[who]
        clock += timedelta(days=1) if verb == "a day goes by" else timedelta(seconds=1)
        with time_machine.travel(clock):
            if verb == "edit":
                edit(sam, entry_id, versions[note], f"{note} at {versions[note] + 1}")
                versions[note] += 1
            elif verb == "stop":
                stop(sam, entry_id, reader)
                expected.pop((note, who), None)
            elif verb == "stop person":
                with at_work(sam):
                    consent.stop_person(sam, reader.person_id)
                expected = {place: held for place, held in expected.items() if place[1] != who}
            elif verb.startswith("share"):
                version = 1 if verb == "share first" else versions[note]
                until = clock + timedelta(days=2) if verb == "share a week" else None
                share(sam, entry_id, reader, version=version, until=until)
                expected[note, who] = (version, until)
            expected = {place: held for place, held in expected.items() if held[1] is None or held[1] > now()}
            check_all(sam, readers, notes, versions, expected)


def check_all(sam, readers, notes, versions, expected):
    with at_work(sam):
        told = consent.audience(sam, notes)
        cards = {card.person_id: card for card in consent.open_to(sam)}
    for who, reader in enumerate(readers):
        open_now = {notes[note] for (note, whose) in expected if whose == who}
        assert {open_note.id for open_note in cards[reader.person_id].things} == open_now
        assert cards[reader.person_id].count == len(open_now)
        for note, entry_id in enumerate(notes):
            access = told[entry_id].of(reader.person_id)
            version, until = expected.get((note, who), (None, None))
            assert read_by(reader, entry_id) == (f"{note} at {version}" if version else None)
            assert (access and (access.version, access.until)) == ((version, until) if version else None)
            assert not access or access.is_earlier == (version < versions[note])


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
