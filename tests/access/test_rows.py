"""Who may read which note: a table a clinician can read. "This one?" and "which ones?" must agree."""

from datetime import time
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Locked, NotFound
from portal.domain import (
    access,
    agenda,
    consent,
    contact,
    drafts,
    goals,
    journal,
    marks,
    measures,
    prompts,
    reminders,
    vault,
)
from portal.domain import help as help_numbers
from portal.domain.access import put_away, readable, writable
from portal.models.agenda import Agenda
from portal.models.caseload import Assignment
from portal.models.contact import Contact
from portal.models.drafts import Draft
from portal.models.goals import Goal, GoalRating
from portal.models.help import HelpLine
from portal.models.journal import Entry
from portal.models.mail import Message
from portal.models.marks import Mark
from portal.models.measures import Measure, MeasureAsked
from portal.models.people import Person
from portal.models.prompts import Asked, Prompt, PromptBook, PromptWording
from portal.models.reminders import Reminder
from portal.models.vault import Grant, Item, ItemKey
from tests.cast import look_after

#  who                   the shared note   the private note
READERS = {
    "ana": (True, True),  # she wrote both
    "mara": (True, False),  # looks after Ana; one was shared with her
    "ben": (False, False),  # another client
    "idris": (False, False),  # another client's therapist
    "vera": (False, False),  # looked after Ana once; Ana's consent still stands, the caseload clause holds
    "olga": (False, False),  # admin: never what people write
    "tova": (False, False),  # officer: helps people in, and reads nothing
    "foreign_client": (False, False),
    "foreign_therapist": (False, False),
    "foreign_admin": (False, False),
}


@pytest.mark.parametrize(("who", "shared", "private"), [(who, *may) for who, may in READERS.items()])
def test_who_may_read_which_note(cast, who, shared, private):
    actor = getattr(cast, who)
    with unit_of_work(actor.practice_id):
        listed = set(db.session.scalars(readable(Entry, actor)).all())
        ids = {entry.id for entry in listed}
        one = {
            id_
            for id_ in (cast.entry_id, cast.private_id)
            if db.session.scalar(readable(Entry, actor).where(Entry.id == id_))
        }
    expected = {id_ for id_, may in ((cast.entry_id, shared), (cast.private_id, private)) if may}
    assert ids == one == expected


@pytest.mark.parametrize("who", READERS)
def test_only_the_writer_may_change_a_note(cast, who):
    actor = getattr(cast, who)
    with unit_of_work(actor.practice_id):
        found = {entry.id for entry in db.session.scalars(writable(Entry, actor))}
    assert found == ({cast.entry_id, cast.private_id} if who == "ana" else set())


@pytest.mark.parametrize("who", READERS)
def test_a_deleted_note_is_nobodys_to_read_and_only_its_writers_to_bring_back(cast, who):
    with unit_of_work(cast.ana.practice_id):
        journal.delete_entry(cast.ana, cast.entry_id)
    actor = getattr(cast, who)
    with unit_of_work(actor.practice_id):
        for rows in (readable, writable):
            assert cast.entry_id not in {entry.id for entry in db.session.scalars(rows(Entry, actor))}
        found = {entry.id for entry in db.session.scalars(put_away(Entry, actor))}
    assert found == ({cast.entry_id} if who == "ana" else set())


def test_the_clause_alone_hides_a_deleted_note_from_its_reader(cast):
    """Somebody puts the deleted note's sharing back: the query still gives nothing."""
    with unit_of_work(cast.ana.practice_id):
        db.session.get(Entry, cast.entry_id).deleted_at = now()
    for actor in (cast.mara, cast.ana):
        with unit_of_work(actor.practice_id):
            assert db.session.scalars(readable(Entry, actor).where(Entry.id == cast.entry_id)).all() == []


def test_only_the_writer_may_read_or_change_a_draft(cast):
    with unit_of_work(cast.ana.practice_id):
        drafts.save(cast.ana, "entry", uuid4(), {"body": "On its way."}, drafts.Seen(0, uuid4()))
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                assert len(db.session.scalars(rows(Draft, actor)).all()) == (who == "ana"), who


def test_what_a_therapist_asks_is_read_by_the_two_and_a_book_of_questions_by_its_owner(cast):
    look_after(cast.ana, cast.idris)
    with unit_of_work(cast.ana.practice_id):
        prompts.ask(cast.mara, cast.ana.person_id, "What would you like to keep?")
        prompts.choose_topics(cast.ana, ["support"])
    may = {(readable, Asked): {"ana", "mara"}, (writable, Asked): {"mara"}}
    with unit_of_work(cast.ana.practice_id):
        prompts.compose(cast.mara, prompts.Wording("Only mine?"), is_common=False)
    may |= {(rows, PromptBook): {"ana"} for rows in (readable, writable)}
    may |= {(rows, Prompt): {"mara"} for rows in (readable, writable)}
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for (rows, model), those in may.items():
                assert len(db.session.scalars(rows(model, actor)).all()) == (who in those), (who, rows, model)


def test_what_a_therapist_has_marked_is_theirs_alone(cast):
    look_after(cast.ana, cast.idris)
    with unit_of_work(cast.ana.practice_id):
        item_id = db.session.scalars(select(Item.id).where(Item.thing_id == cast.entry_id)).one()
        marks.add(cast.mara, item_id, "talked at last")
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                assert len(db.session.scalars(rows(Mark, actor)).all()) == (who == "mara"), (who, rows)


def test_a_prompt_of_the_practice_is_its_therapists_to_read_and_to_word(cast):
    with unit_of_work(cast.ana.practice_id):
        prompts.compose(cast.mara, prompts.Wording("What grew?"), is_common=True)
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows, model in ((readable, Prompt), (readable, PromptWording), (writable, Prompt)):
                is_there = who in {"mara", "idris", "vera"}
                assert len(db.session.scalars(rows(model, actor)).all()) == is_there, (who, rows, model)


def test_only_the_writer_may_read_or_change_a_goal_a_look_at_it_or_an_agenda(cast):
    with unit_of_work(cast.ana.practice_id):
        goals.look(cast.ana, goals.write(cast.ana, goals.Words("Ask for ten minutes")), 4)
        agenda.write(cast.ana, agenda.Words("The quarrel"), uuid4())
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                for model in (Goal, GoalRating, Agenda):
                    assert len(db.session.scalars(rows(model, actor)).all()) == (who == "ana"), who


def test_only_the_client_reads_what_they_answered_and_a_therapist_what_they_gave_themselves(cast):
    with unit_of_work(cast.ana.practice_id):
        pack = measures.here().offered()[0]
        measures.keep(cast.ana, pack, {pack.items[0].id: 1}, gaps=True)
    with unit_of_work(cast.ana.practice_id):
        measures.ask(cast.mara, cast.ana.person_id, pack)
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                assert len(db.session.scalars(rows(Measure, actor)).all()) == (who == "ana"), who
            assert len(db.session.scalars(readable(MeasureAsked, actor)).all()) == (who in ("ana", "mara")), who
            assert len(db.session.scalars(writable(MeasureAsked, actor)).all()) == (who == "mara"), who


def test_a_safe_contact_mail_and_reminders_are_ones_own_and_the_practice_sees_the_name_of_a_setting(cast):
    with unit_of_work(cast.ana.practice_id):
        contact.keep(cast.ana, contact.Mode.PLAIN, "quiet@example.org", 0, 24, range(7), 0)
        reminders.set(cast.ana, reminders.About.WRITE, time(20), range(7))
        message = {"person_id": cast.ana.person_id, "kind": "reminder", "job_id": uuid4(), "not_before": now()}
        db.session.add(Message(practice_id=cast.ana.practice_id, **message))
    may = {(rows, model): {"ana"} for rows in (readable, writable) for model in (Contact, Reminder)}
    may |= {(readable, Contact): {"ana", "olga"}, (readable, Message): {"ana"}, (writable, Message): set()}
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for (rows, model), those in may.items():
                assert len(db.session.scalars(rows(model, actor)).all()) == (who in those), (who, rows, model)


def test_every_role_that_is_not_listed_reads_nothing(cast):
    listed = {role for role, _ in access.READ}
    assert listed <= set(Role)
    with unit_of_work(cast.olga.practice_id):
        assert db.session.scalars(readable(Entry, cast.olga)).all() == []
        assert db.session.scalars(readable(Item, cast.ana)).all() == []


def test_of_no_rules_at_all_nobody(cast):
    with unit_of_work(cast.ana.practice_id):
        assert db.session.scalars(select(Entry).where(access.all_of()(Entry, cast.ana))).all() == []


def item_of(entry_id):
    return db.session.scalars(select(Item.id).where(Item.thing_id == entry_id)).one()


@pytest.mark.parametrize("who", [who for who, may in READERS.items() if not may[0] and who != "vera"])
def test_the_key_alone_keeps_a_stranger_out(cast, who):
    """A broken query hands over the item's id: the vault still does not open it."""
    actor = getattr(cast, who)
    with unit_of_work(cast.ana.practice_id):
        item_id = item_of(cast.entry_id)
    with unit_of_work(cast.ana.practice_id), pytest.raises(Locked):
        vault.read_one(actor.keys, item_id)


def test_the_clause_alone_keeps_a_stranger_out(cast):
    """Vera's key still opens what Ana once shared; she no longer looks after Ana, so the query gives her nothing."""
    with unit_of_work(cast.ana.practice_id):
        assert b"We talked at last." in vault.read_one(cast.vera.keys, item_of(cast.entry_id))
        with pytest.raises(NotFound):
            consent.read_shared(cast.vera, cast.entry_id)


def test_a_therapist_reads_exactly_the_one_shared_note(cast):
    with unit_of_work(cast.mara.practice_id):
        assert consent.read_shared(cast.mara, cast.entry_id).shown.body == "We talked at last."
        with pytest.raises(NotFound):
            consent.read_shared(cast.mara, cast.private_id)


def test_an_expired_consent_opens_nothing_before_any_sweep(cast):
    """Its date alone closes it: the seal is intact and nobody has swept."""
    with unit_of_work(cast.ana.practice_id):
        consent.stop_person(cast.ana, cast.mara.person_id)
        grant = vault.give(
            cast.ana.keys,
            cast.mara.keys.principal_id,
            "chosen",
            "to read",
            "share-1",
            expires_at=now().replace(year=now().year + 1),
        )
        vault.share(cast.ana.keys, [item_of(cast.private_id)], grant)
    with unit_of_work(cast.mara.practice_id):
        assert db.session.scalars(readable(Entry, cast.mara)).all()
    with time_machine.travel(now().replace(year=now().year + 2)), unit_of_work(cast.mara.practice_id):
        assert db.session.scalars(readable(Entry, cast.mara)).all() == []
        with pytest.raises(Locked):
            vault.read_one(cast.mara.keys, item_of(cast.private_id))
        vault.sweep()


def test_a_share_by_somebody_else_does_not_make_a_note_readable(cast):
    """Rows forged to point Ben's consent at Ana's note are no consent of Ana's."""
    with unit_of_work(cast.ben.practice_id):
        db.session.add(
            Assignment(
                practice_id=cast.ben.practice_id, client_id=cast.ana.person_id, therapist_id=cast.idris.person_id
            )
        )
        grant = vault.give(cast.ben.keys, cast.idris.keys.principal_id, "chosen", "to read", "share-1")
        db.session.add(
            ItemKey(
                practice_id=cast.ben.practice_id, item_id=item_of(cast.private_id), grant_id=grant.id, box=b"forged"
            )
        )
        db.session.flush()
        assert db.session.scalars(readable(Entry, cast.idris)).all() == []
        db.session.query(ItemKey).filter_by(grant_id=grant.id).delete()
        assert db.session.scalar(select(Grant.id).where(Grant.id == grant.id))


def test_lists_of_people_stay_inside_each_room(cast):
    def names(actor):
        with unit_of_work(actor.practice_id):
            return {person.name for person in db.session.scalars(readable(Person, actor))}

    assert names(cast.ana) == {"Mara"}
    assert names(cast.mara) == {"Ana"}
    assert names(cast.vera) == set()
    assert names(cast.olga) == {"Ana", "Ben", "Mara", "Idris", "Vera", "Olga", "Tova"}
    assert names(cast.foreign_admin) == {"Foreign Client", "Foreign Therapist", "Foreign Admin"}


def test_a_practices_help_numbers_are_its_clients_to_read_and_its_admins_to_change(cast):
    with unit_of_work(cast.olga.practice_id):
        help_numbers.add_line(cast.olga, {"name": "N", "whom": "All", "hours": "Always", "call": "112"})
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            reads, changes = (len(db.session.scalars(rows(HelpLine, actor)).all()) for rows in (readable, writable))
        assert (reads, changes) == (who in {"ana", "ben", "olga"}, who == "olga"), who
