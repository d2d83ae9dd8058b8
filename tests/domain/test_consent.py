"""Sharing a note with one reader, and stopping."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, Locked, NotFound
from portal.domain import caseload, consent, vault
from portal.models.audit import AuditRow
from portal.models.people import Person
from portal.models.vault import Grant, Item, ItemKey
from tests.acts import at_work, audience, edit, read_by, share, stop, therapist_of, write
from tests.cast import add_person


def events(actor, *kinds):
    with at_work(actor):
        rows = db.session.scalars(select(AuditRow.event).where(AuditRow.event.in_(kinds)).order_by(AuditRow.seq))
        return [str(row) for row in rows]


# ------------------------------------------------------------------ sharing


def test_nothing_is_shared_by_default(sam, mara):
    entry_id = write(sam)
    assert audience(sam, entry_id) == ()
    assert read_by(mara, entry_id) is None
    with at_work(sam):
        keys = select(func.count()).select_from(ItemKey).join(Item, Item.id == ItemKey.item_id)
        assert db.session.scalar(keys.where(Item.thing_id == entry_id)) == 1
        assert [card.count for card in consent.open_to(sam)] == [0]


def test_one_note_of_several_is_shared_with_one_reader(sam, mara):
    idris = therapist_of(sam, "Idris")
    shared, kept = write(sam, "For Mara."), write(sam, "For nobody.")
    share(sam, shared, mara)
    assert [read_by(mara, entry_id) for entry_id in (shared, kept)] == ["For Mara.", None]
    assert [read_by(idris, entry_id) for entry_id in (shared, kept)] == [None, None]
    assert [(access.name, access.version, access.is_earlier) for access in audience(sam, shared)] == [
        ("Mara Lindqvist", 1, False)
    ]


def test_sharing_twice_is_sharing_once(sam, mara):
    entry_id = write(sam)
    share(sam, entry_id, mara)
    before = audience(sam, entry_id)
    share(sam, entry_id, mara)
    assert audience(sam, entry_id) == before
    assert events(sam, "consent:share:given") == ["consent:share:given"]
    with at_work(sam):
        assert db.session.scalar(select(func.count()).select_from(Grant).where(Grant.scope == "chosen")) == 1


def test_later_words_stay_private_until_they_are_shared(sam, mara):
    entry_id = write(sam, "First.")
    share(sam, entry_id, mara)
    edit(sam, entry_id, 1, "Second.")
    assert read_by(mara, entry_id) == "First."
    assert [(access.version, access.is_earlier) for access in audience(sam, entry_id)] == [(1, True)]
    share(sam, entry_id, mara)
    assert read_by(mara, entry_id) == "Second."
    assert [(access.version, access.is_earlier) for access in audience(sam, entry_id)] == [(2, False)]


def test_a_shown_version_takes_the_place_of_the_one_before(sam, mara):
    entry_id = write(sam, "With a name in it.")
    share(sam, entry_id, mara)
    edit(sam, entry_id, 1, "Without it.")
    share(sam, entry_id, mara)
    with at_work(sam):
        first = db.session.scalars(select(Item.id).where(Item.thing_id == entry_id, Item.version == 1)).one()
    with at_work(mara), pytest.raises(Locked):
        vault.read_one(mara.keys, first)


def test_what_was_on_the_page_is_what_is_shared(sam, mara):
    entry_id = write(sam, "Previewed.")
    edit(sam, entry_id, 1, "Written since in another window.")
    share(sam, entry_id, mara, version=1)
    assert read_by(mara, entry_id) == "Previewed."


def test_a_share_with_an_end_ends_by_itself(sam, mara):
    entry_id = write(sam)
    until = now() + timedelta(days=7)
    share(sam, entry_id, mara, until=until)
    assert [access.until for access in audience(sam, entry_id)] == [until]
    with time_machine.travel(until + timedelta(seconds=1)):
        assert read_by(mara, entry_id) is None
        assert audience(sam, entry_id) == ()


def test_the_last_choice_of_an_end_holds(sam, mara):
    entry_id, until = write(sam), now() + timedelta(days=7)
    share(sam, entry_id, mara)
    share(sam, entry_id, mara, until=until)
    assert [access.until for access in audience(sam, entry_id)] == [until]
    share(sam, entry_id, mara)
    assert [access.until for access in audience(sam, entry_id)] == [None]


def test_an_end_in_the_past_is_refused(sam, mara):
    entry_id = write(sam)
    with pytest.raises(Invalid) as problem:
        share(sam, entry_id, mara, until=now() - timedelta(seconds=1))
    assert problem.value.field == "until"
    assert audience(sam, entry_id) == ()


def test_so_many_days_end_with_the_day_of_the_client(sam):
    with at_work(sam):
        db.session.get(Person, sam.person_id).time_zone = "America/New_York"
    with (
        time_machine.travel(datetime(2025, 11, 19, 2, 0, tzinfo=UTC), tick=False),
        at_work(sam),
    ):
        assert consent.until_end_of(sam, 7) == datetime(2025, 11, 26, 5, 0, tzinfo=UTC)


def test_the_same_days_chosen_twice_on_a_day_are_the_same_consent(sam, mara):
    entry_id = write(sam)
    for hour in (9, 15):
        with time_machine.travel(datetime(2030, 5, 7, hour, tzinfo=UTC)), at_work(sam):
            consent.share(sam, entry_id, mara.person_id, until=consent.until_end_of(sam, 7))
    assert events(sam, "consent:share:given") == ["consent:share:given"]


def test_readers_are_those_who_look_after_the_client_now(cast):
    with at_work(cast.ana):
        assert [known.name for known in consent.readers(cast.ana)] == ["Mara"]


@pytest.mark.parametrize("who", ["vera", "idris", "olga", "ben", "ana", "foreign_therapist"])
def test_nothing_is_shared_with_anybody_else(cast, who):
    with pytest.raises(NotFound):
        share(cast.ana, cast.private_id, getattr(cast, who))
    assert audience(cast.ana, cast.private_id) == ()


def test_only_ones_own_notes_and_versions_are_shared(cast):
    for actor, entry_id in ((cast.ana, uuid4()), (cast.ben, cast.private_id), (cast.mara, cast.entry_id)):
        with pytest.raises(NotFound):
            share(actor, entry_id, cast.mara)
    for version in (0, 2, -1):
        with pytest.raises(NotFound):
            share(cast.ana, cast.private_id, cast.mara, version=version)
    assert audience(cast.ana, cast.private_id) == ()


# ------------------------------------------------------------------ stopping


def test_stopping_is_at_once_and_for_every_version(sam, mara):
    entry_id = write(sam, "First.")
    share(sam, entry_id, mara)
    edit(sam, entry_id, 1, "Second.")
    with at_work(sam):  # as a standing consent would: two versions under two consents
        second = db.session.scalars(select(Item.id).where(Item.thing_id == entry_id, Item.version == 2)).one()
        other = vault.give(sam.keys, mara.keys.principal_id, "chosen", "another purpose", "share-note-1")
        vault.share(sam.keys, [second], other)
    assert read_by(mara, entry_id) == "Second."
    stop(sam, entry_id, mara)
    assert read_by(mara, entry_id) is None
    assert audience(sam, entry_id) == ()


def test_stopping_needs_no_key_and_twice_is_once(sam, mara):
    entry_id, other = write(sam), write(sam, "Another.")
    share(sam, entry_id, mara)
    share(sam, other, mara)
    without_keys = Actor(sam.person_id, sam.practice_id, Role.CLIENT)
    stop(without_keys, entry_id, mara)
    stop(without_keys, entry_id, mara)
    assert [read_by(mara, note) for note in (entry_id, other)] == [None, "Another."]
    assert events(sam, "consent:share:ended") == ["consent:share:ended"]


def test_stopping_for_one_reader_leaves_the_other(sam, mara):
    idris, entry_id = therapist_of(sam, "Idris"), write(sam)
    share(sam, entry_id, mara)
    share(sam, entry_id, idris)
    stop(sam, entry_id, mara)
    assert [access.name for access in audience(sam, entry_id)] == ["Idris"]
    assert read_by(idris, entry_id) == "Some words."


def test_a_note_can_be_shared_again_after_stopping(sam, mara):
    entry_id = write(sam)
    for _ in range(2):
        share(sam, entry_id, mara)
        stop(sam, entry_id, mara)
    share(sam, entry_id, mara)
    assert read_by(mara, entry_id) == "Some words."


def test_stopping_with_strangers_notes_or_readers_is_not_found(cast):
    for actor, entry_id, reader in (
        (cast.ben, cast.entry_id, cast.mara),
        (cast.mara, cast.entry_id, cast.mara),
        (cast.ana, uuid4(), cast.mara),
        (cast.ana, cast.entry_id, cast.idris),
        (cast.ana, cast.entry_id, cast.foreign_therapist),
        (cast.ana, cast.entry_id, cast.ana),
    ):
        with pytest.raises(NotFound):
            stop(actor, entry_id, reader)
    assert [access.name for access in audience(cast.ana, cast.entry_id)] == ["Mara", "Vera"]


def test_sharing_can_be_stopped_with_somebody_who_left(cast):
    stop(cast.ana, cast.entry_id, cast.vera)
    assert [access.name for access in audience(cast.ana, cast.entry_id)] == ["Mara"]


def test_stopping_a_person_ends_everything_for_them_alone(sam, mara):
    idris, notes = therapist_of(sam, "Idris"), [write(sam, f"Note {number}") for number in range(3)]
    for entry_id in notes:
        share(sam, entry_id, mara)
    share(sam, notes[0], idris)
    for _ in range(2):
        with at_work(sam):
            consent.stop_person(Actor(sam.person_id, sam.practice_id, Role.CLIENT), mara.person_id)
    assert [read_by(mara, entry_id) for entry_id in notes] == [None] * 3
    assert read_by(idris, notes[0]) == "Note 0"
    assert events(sam, "consent:person:ended") == ["consent:person:ended"]
    share(sam, notes[1], mara)
    assert [read_by(mara, entry_id) for entry_id in notes] == [None, "Note 1", None]


def test_nobody_stops_a_stranger(cast):
    for reader in (cast.idris.person_id, cast.foreign_therapist.person_id, uuid4(), cast.ana.person_id):
        with at_work(cast.ana), pytest.raises(NotFound):
            consent.stop_person(cast.ana, reader)


def test_the_badge_forgets_a_therapist_whose_work_with_the_client_ended(sam, mara):
    entry_id, olga = write(sam), add_person(sam.practice_id, "Olga", Role.ADMIN)
    share(sam, entry_id, mara)
    with at_work(olga):
        caseload.end(olga, caseload.pairings(olga)[0].id)
    assert audience(sam, entry_id) == ()
