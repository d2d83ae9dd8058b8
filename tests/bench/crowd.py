"""A crowd of other clients in the same practice, whose thousands of notes must cost nobody else anything."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, insert, select

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import vault
from portal.models.audit import AuditRow
from portal.models.caseload import Assignment
from portal.models.consent import Opening
from portal.models.journal import Entry
from portal.models.people import Membership, Person
from portal.models.vault import Grant, Item, ItemKey, Principal

CLIENTS, NOTES = 200, 60  # of each client
FIRST_LINE = 1_000_000  # of theirs: far behind the chain, which goes on meanwhile
WORDS = b"\x01" * 300  # nobody can open them: only their number matters


def arrive(practice_id, therapist):
    """They come, and write: every other of their notes is shared with this therapist, every other of these opened."""
    write(come(practice_id, therapist))


def come(practice_id, therapist):
    """The people alone: `write` adds what they write."""
    with unit_of_work(practice_id):
        reader_id = vault.principal_of(therapist.person_id).id
        people = [_Client(practice_id, therapist.person_id, reader_id) for _ in range(CLIENTS)]
        _insert(people, (Person, Membership, Principal, Grant, Assignment))
    db.session.remove()
    return people


def write(people):
    with unit_of_work(people[0].practice_id):
        _insert(people, (Entry, Item, ItemKey, Opening))
        trail = (row for person in people for row in person.rows[AuditRow])
        last = db.session.scalar(select(func.max(AuditRow.seq)).where(AuditRow.practice_id == people[0].practice_id))
        first = max(FIRST_LINE, last + 1)
        lines = [{**row, "seq": seq, "place": seq} for seq, row in enumerate(trail, first)]
        db.session.execute(insert(AuditRow), lines)
    db.session.remove()


def _insert(people, models):
    for model in models:
        db.session.execute(insert(model), [row for person in people for row in person.rows[model]])


class _Client:
    def __init__(self, practice_id, therapist_id, reader_id):
        self.practice_id, self.id, self.principal_id = practice_id, uuid4(), uuid4()
        self.own_id, self.given_id, self.moment = uuid4(), uuid4(), now()
        self.rows = {
            Person: [self._row(id=self.id, name="Someone", sign_in_name=self.id.hex, joined_at=self.moment)],
            Membership: [self._row(person_id=self.id, role="client")],
            Principal: [
                self._row(id=self.principal_id, person_id=self.id, kind="person", suite=2, public_key=b"-", stamp=b"-")
            ],
            Grant: [
                self._grant(self.own_id, self.principal_id, "own"),
                self._grant(self.given_id, reader_id, "chosen"),
            ],
            Assignment: [self._row(client_id=self.id, therapist_id=therapist_id)],
            **{model: [] for model in (Entry, Item, ItemKey, Opening, AuditRow)},
        }
        for number in range(NOTES):
            self._write(number, therapist_id)

    def _write(self, number, therapist_id):
        item_id, entry_id, at = uuid4(), uuid4(), self.moment - timedelta(days=number)
        about = {"client_id": self.id, "on_day": at.date(), "zone": "UTC", "written_at": at, "version": 1}
        self.rows[Entry].append(self._row(id=entry_id, **about))
        about = {"owner_id": self.principal_id, "kind": "entry", "thing_id": entry_id, "version": 1, "created_at": at}
        self.rows[Item].append(self._row(id=item_id, body=WORDS, **about))
        for grant_id in (self.own_id, self.given_id)[: 1 + number % 2]:
            self.rows[ItemKey].append(self._row(item_id=item_id, grant_id=grant_id, given_at=at, box=b"-"))
        if number % 4 == 1:
            self.rows[Opening].append(self._row(item_id=item_id, reader_id=therapist_id))
        line = {"actor_id": self.id, "event": "consent:share:given", "subject_id": entry_id, "about_id": self.id}
        line["kind"] = "sharing"  # the office sees it
        self.rows[AuditRow].append(self._row(at=at, detail={}, mac=b"-", **line))

    def _grant(self, grant_id, reader_id, scope):
        terms = {"scope": scope, "purpose": "", "wording": ""}
        return self._row(id=grant_id, owner_id=self.principal_id, reader_id=reader_id, given_at=self.moment, **terms)

    def _row(self, **columns):
        return {"practice_id": self.practice_id, **columns}
