"""A practice and people with keys, without pages: what the vault's tests talk about."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID, uuid4

from portal.core.crypto import Keys
from portal.core.db import db, unit_of_work
from portal.domain import vault
from portal.models.people import Person
from portal.models.practices import Practice
from portal.models.vault import Grant


@dataclass(frozen=True)
class House:
    """A practice; `work()` opens a unit of work in it."""

    id: UUID
    recovery: Keys
    records: Keys

    def work(self, *, writes: bool = True) -> AbstractContextManager[None]:
        return unit_of_work(self.id, writes=writes)

    def person(self, name: str = "Ana", suite: int | None = None) -> Keys:
        """Somebody new, whose keys the practice's recovery key holds."""
        with self.work():
            row = Person(practice_id=self.id, name=name, sign_in_name=str(uuid4()))
            db.session.add(row)
            db.session.flush()
            _, keys = vault.new_principal(self.id, "person", row.id, suite)
            vault.let_hold(keys, vault.practice_principal("recovery"))
        return keys

    def write(self, keys: Keys, data: bytes = b"words", thing_id: UUID | None = None, version: int = 1) -> UUID:
        with self.work():
            return vault.write(keys, "note", data, thing_id or uuid4(), version)

    def give(self, keys: Keys, reader: Keys, scope: str = "chosen", purpose: str = "therapy", **terms) -> Grant:
        with self.work():
            return vault.give(keys, reader.principal_id, scope, purpose, "words-1", **terms)

    def share(self, keys: Keys, item_ids: list[UUID], grant: Grant, source: Grant | None = None) -> int:
        with self.work():
            return vault.share(keys, item_ids, grant, source)

    def shared(self, keys: Keys, reader: Keys, data: bytes = b"words") -> tuple[UUID, Grant]:
        """A text of one that the other may read."""
        item_id, grant = self.write(keys, data), self.give(keys, reader)
        assert self.share(keys, [item_id], grant) == 1
        return item_id, grant

    def read(self, keys: Keys, *item_ids: UUID) -> dict[UUID, bytes]:
        with self.work(writes=False):
            return vault.read(keys, item_ids)

    def end(self, grant: Grant) -> list[UUID]:
        with self.work():
            return vault.end(grant.id)


def found(slug: str) -> House:
    """A practice as setting it up makes it: recovery locked by a code on paper, records held by recovery."""
    practice = Practice(slug=slug, name=slug)
    with unit_of_work(None):
        db.session.add(practice)
    with unit_of_work(practice.id):
        recovery, recovery_keys = vault.new_principal(practice.id, "recovery")
        vault.new_code(recovery_keys)
        _, records_keys = vault.new_principal(practice.id, "records")
        vault.let_hold(records_keys, recovery)
    return House(practice.id, recovery_keys, records_keys)
