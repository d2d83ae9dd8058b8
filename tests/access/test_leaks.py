"""Four ways in which other portals have let private words out. Each is a named test here."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Locked, NotFound
from portal.domain import caseload, consent, goals, mood, vault
from portal.models.vault import Item
from tests.acts import at_work, read_by, share, therapist_of, trust, write
from tests.cast import add_person


def test_leak_1_an_end_is_enforced_and_not_only_written_down(sam, mara):
    """An expiry that is stored while nobody asks for it."""
    jo, entry_id, until = trust(sam), write(sam), now() + timedelta(days=1)
    for reader in (mara, jo):
        share(sam, entry_id, reader, until=until)
    with at_work(sam):
        item_id = db.session.scalars(select(Item.id).where(Item.thing_id == entry_id)).one()
    with time_machine.travel(until, tick=False):  # no sweep has run
        for reader in (mara, jo):
            assert read_by(reader, entry_id) is None
            with at_work(reader):
                assert consent.shelf(reader).headers == []
            with at_work(reader), pytest.raises(Locked):
                vault.read_one(reader.keys, item_id)


def test_leak_2_the_relationship_is_asked_for_and_not_only_the_role(sam, mara):
    """Any clinician opens any client by id. Here each role is tried by somebody else who holds it."""
    jo, entry_id = trust(sam), write(sam)
    for reader in (mara, jo):
        share(sam, entry_id, reader)
    strangers = [
        therapist_of(add_person(sam.practice_id, "Ben", Role.CLIENT), "Idris"),
        trust(add_person(sam.practice_id, "Ana", Role.CLIENT), "Kim"),
        add_person(sam.practice_id, "Nobody's", Role.THERAPIST),
        add_person(sam.practice_id, "Nobody's friend", Role.CONFIDANT),
    ]
    for stranger in strangers:
        assert read_by(stranger, entry_id) is None
        with at_work(stranger), pytest.raises(NotFound):
            mood.look_at(stranger, sam.person_id)


def test_leak_3_what_is_derived_is_as_private_as_what_it_comes_from(sam, mara, as_):
    """Private switches that do not cover moods, charts, counts. Here they are byte for byte what they were."""
    jo, entry_id = trust(sam), write(sam, "The one that is shared.")
    for reader in (mara, jo):
        share(sam, entry_id, reader)
    places = [
        (as_(mara), ("/desk/inbox", f"/desk/clients/{sam.person_id}/check-ins", "/desk/clients")),
        (as_(jo), ("/with?all=1", f"/with/{entry_id}")),
    ]
    for browser, paths in places:
        browser.get(paths[-1])
    before = [browser.get(path).words for browser, paths in places for path in paths]
    for number in range(5):
        write(sam, f"Private {number}.")
        with at_work(sam):
            mood.check_in(sam, 1, mood.Words("Not for anyone."))
        with at_work(sam):
            goals.write(sam, goals.Words(f"Private goal {number}"))
    assert [browser.get(path).words for browser, paths in places for path in paths] == before


def test_leak_4_a_new_therapist_sees_nothing_before_the_client_says_so(sam, mara):
    """Staff reassign a client, and the new therapist simply sees everything."""
    entry_id, olga = write(sam), add_person(sam.practice_id, "Olga", Role.ADMIN)
    share(sam, entry_id, mara)
    with at_work(sam):
        consent.give_stream(sam, mara.person_id, "words", 30)
        mood.check_in(sam, 2, mood.Words("For Mara."))
    with at_work(olga):
        caseload.end(olga, caseload.pairings(olga)[0].id)
    idris = add_person(sam.practice_id, "Idris", Role.THERAPIST)
    for therapist in (idris, mara):  # Mara comes back, and still nothing wakes up by itself
        with at_work(olga):
            caseload.assign(olga, sam.person_id, therapist.person_id)
        with at_work(therapist):
            assert consent.shelf(therapist).headers == []
            assert mood.look_at(therapist, sam.person_id)[1].is_new
        assert read_by(therapist, entry_id) is None
    assert read_by(idris, uuid4()) is None
