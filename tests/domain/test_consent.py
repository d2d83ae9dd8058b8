"""Sharing a note with one reader, stopping, and the truth about who can read what."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, Locked, NotFound
from portal.domain import audit, caseload, consent, journal, vault
from portal.models.audit import AuditRow
from portal.models.people import Person
from portal.models.summaries import Quotation, Summary
from portal.models.vault import Grant, Item, ItemKey
from tests.cast import add_person, found_practice, look_after
from tests.statements import counted


@pytest.fixture
def sam(house):
    return add_person(found_practice("elm"), "Sam", Role.CLIENT)


@pytest.fixture
def mara(sam):
    return therapist_of(sam, "Mara")


def therapist_of(client, name):
    therapist = add_person(client.practice_id, name, Role.THERAPIST)
    look_after(client, therapist)
    return therapist


def at_work(actor):
    return unit_of_work(actor.practice_id)


def write(actor, body="Some words.", title=""):
    with at_work(actor):
        return journal.write(actor, body, title)


def edit(actor, entry_id, base, body):
    with at_work(actor):
        journal.edit(actor, entry_id, base, body)


def share(actor, entry_id, reader, **more):
    with at_work(actor):
        consent.share_entry(actor, entry_id, reader.person_id, **more)


def stop(actor, entry_id, reader):
    with at_work(actor):
        consent.stop_sharing(actor, entry_id, reader.person_id)


def read_by(reader, entry_id):
    """What this therapist gets to read of a note: the words, or None."""
    try:
        with at_work(reader):
            return journal.read_shared(reader, entry_id).body
    except NotFound:
        return None


def audience(actor, entry_id):
    with at_work(actor):
        return consent.audience(actor, [entry_id])[entry_id].readers


def events(actor, *kinds):
    with at_work(actor):
        rows = db.session.scalars(select(AuditRow.event).where(AuditRow.event.in_(kinds)))
        return [str(row) for row in rows]


# ------------------------------------------------------------------ sharing


def test_nothing_is_shared_by_default(sam, mara):
    entry_id = write(sam)
    assert audience(sam, entry_id) == ()
    assert read_by(mara, entry_id) is None
    with at_work(sam):
        assert db.session.scalar(select(func.count()).select_from(ItemKey)) == 1
        assert [card.count for card in consent.open_to(sam)] == [0]


def test_one_note_of_several_is_shared_with_one_reader(sam, mara):
    idris = therapist_of(sam, "Idris")
    shared, kept = write(sam, "For Mara."), write(sam, "For nobody.")
    share(sam, shared, mara)
    assert [read_by(mara, entry_id) for entry_id in (shared, kept)] == ["For Mara.", None]
    assert [read_by(idris, entry_id) for entry_id in (shared, kept)] == [None, None]
    assert [(access.name, access.version, access.is_earlier) for access in audience(sam, shared)] == [("Mara", 1, False)]


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
    with time_machine.travel(datetime(2025, 11, 19, 2, 0, tzinfo=UTC), tick=False), at_work(sam):  # still the 18th there
        assert consent.until_end_of(sam, 7) == datetime(2025, 11, 26, 5, 0, tzinfo=UTC)


def test_the_same_days_chosen_twice_on_a_day_are_the_same_consent(sam, mara):
    entry_id = write(sam)
    for hour in (9, 15):
        with time_machine.travel(datetime(2030, 5, 7, hour, tzinfo=UTC)), at_work(sam):
            consent.share_entry(sam, entry_id, mara.person_id, until=consent.until_end_of(sam, 7))
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


# ------------------------------------------------------------------ the truth

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["share", "share first", "share a week", "stop", "stop person", "edit", "a day goes by"]),
        st.integers(0, 1),
        st.integers(0, 1),
    ),
    max_size=12,
)


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
        assert {open_note.id for open_note in cards[reader.person_id].notes} == open_now
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
        first, older = consent.open_notes(sam, mara.person_id)
        assert (older, [note.headline for note in first]) == (None, [f"Title {number}" for number in range(6, -1, -1)])
        assert [card.count for card in consent.open_to(sam, most=0)] == [0, 7]
    assert (idris_card.name, idris_card.count, idris_card.notes) == ("Idris", 0, [])
    assert (mara_card.count, [note.headline for note in mara_card.notes]) == (7, [f"Title {n}" for n in (6, 5, 4, 3, 2)])
    assert [note.opened_at is not None for note in mara_card.notes] == [True, False, False, False, False]


def test_everything_open_to_a_person_comes_in_pages(sam, mara):
    notes = [write(sam, f"Body {number}") for number in range(23)]
    for entry_id in notes:
        share(sam, entry_id, mara)
    with at_work(sam):
        first, older = consent.open_notes(sam, mara.person_id)
        second, end = consent.open_notes(sam, mara.person_id, before=older)
        assert [note.id for note in first + second] == notes[::-1]
        assert end is None
        assert consent.open_notes(sam, uuid4()) == ([], None)


def test_the_cards_ask_as_much_for_many_notes_as_for_few(sam, mara):
    def asked():
        with at_work(sam), counted() as statements:
            consent.open_to(sam)
            consent.open_notes(sam, mara.person_id)
        return len(statements)

    share(sam, write(sam), mara)
    few = asked()
    for _ in range(30):
        share(sam, write(sam), mara)
    assert asked() == few


# ------------------------------------------------------------------ who opened what


def test_the_log_says_who_opened_what_and_when(sam, mara):
    titled, bare = write(sam, "One.", "After we talked"), write(sam, "A line without a title\nand more")
    moment = datetime(2030, 11, 18, 14, 2, tzinfo=UTC)
    for minutes, entry_id in enumerate((titled, bare)):
        share(sam, entry_id, mara)
        with time_machine.travel(moment + timedelta(minutes=minutes), tick=False):
            read_by(mara, entry_id)
    with at_work(sam):
        lines = consent.log(sam).lines
    assert [line.sentence.format(who=line.who, what=line.what) for line in lines] == [
        "Mara opened “A line without a title”",
        "Mara opened “After we talked”",
    ]
    assert [line.at for line in lines] == [moment + timedelta(minutes=1), moment]


def test_the_log_calls_a_note_what_it_was_called_when_it_was_opened(sam, mara):
    with at_work(sam):
        entry_id = journal.write(sam, "Words.", "Old title")
    share(sam, entry_id, mara)
    read_by(mara, entry_id)
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "Words.", "New title")
        assert [line.what for line in consent.log(sam).lines] == ["Old title"]


def test_the_log_holds_ones_own_matters_only_and_comes_in_pages(cast):
    for _ in range(52):
        read_by(cast.mara, cast.entry_id)
    with at_work(cast.ana):
        first = consent.log(cast.ana)
        second = consent.log(cast.ana, before=first.older)
        assert (len(first.lines), len(second.lines), second.older) == (50, 2, None)
        assert consent.log(cast.ben).lines == []


def test_each_event_of_the_log_has_a_sentence_for_who():
    assert all("{who}" in sentence for sentence in consent.SENTENCES.values())


@pytest.fixture
def a_summary(sam, mara):
    """A summary of Mara's that quotes one note of Sam's; its id."""

    def make(entry_id, made_at, **more):
        with at_work(sam):
            item_id = db.session.scalars(select(Item.id).where(Item.thing_id == entry_id)).first()
            grant_id = db.session.scalars(select(Grant.id).where(Grant.scope == "chosen")).first()
            summary = Summary(
                id=uuid4(), practice_id=sam.practice_id, client_id=sam.person_id, therapist_id=mara.person_id,
                period_from=made_at.date(), period_to=made_at.date(), made_at=made_at,
            )
            db.session.add(summary)
            db.session.flush()
            db.session.add(
                Quotation(
                    practice_id=sam.practice_id, summary_id=summary.id, item_id=item_id, grant_id=grant_id, place=1, **more
                )
            )
        return summary.id

    return make


def test_files_already_made_are_named_when_sharing_stops(sam, mara, a_summary):
    entry_id, other = write(sam), write(sam, "Another.")
    share(sam, entry_id, mara)
    november = datetime(2025, 11, 6, 10, tzinfo=UTC)
    a_summary(entry_id, november)
    a_summary(entry_id, november + timedelta(days=1), left_out_at=november)
    stop(sam, entry_id, mara)
    with at_work(sam):
        assert consent.files_made(sam, entry_id, mara.person_id) == [consent.File(november, "Mara")]
        assert consent.files_made_by(sam, mara.person_id) == [consent.File(november, "Mara")]
        assert consent.files_made(sam, other, mara.person_id) == []
    with at_work(mara):
        assert consent.files_made(mara, entry_id, mara.person_id) == []


def test_a_summary_made_or_opened_stands_in_the_log(sam, mara):
    with at_work(mara):
        for event in (audit.Event.SUMMARY_ASKED, audit.Event.SUMMARY_MADE, audit.Event.SUMMARY_OPENED):
            audit.record(mara, event, uuid4(), sam.person_id, notes=1)
    with at_work(sam):
        said = [line.sentence.format(who=line.who, what=line.what) for line in consent.log(sam).lines]
    assert said == ["Mara opened a summary made from your words", "Mara made a summary from your words"]
