"""The vault's work, called in this process: opening a session, sharing thousands of notes, stopping, searching."""

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import event
from sqlalchemy.engine import Engine

from portal.bench.people import TAG, Cast
from portal.bench.rounds import Case, Clock
from portal.bench.words import ABSENT, texts
from portal.core.clock import now
from portal.core.db import unit_of_work
from portal.core.errors import NotFound
from portal.domain import consent, imports, journal, sessions, vault
from portal.domain.journal import Filters

BRING = "bring a journal along"
JOURNAL = 3_415  # entries of it, as many as Pepys wrote
UNLOCK, SEARCH, NARROWED = "open a session", "search, absent word", "the same, with filters"
SHARE, STOP = "share past notes", "stop sharing with a person"
REVOKING = "UPDATE grant_ "


class Sharing:
    """Sharing the past with one person and stopping again, by turns; counts the UPDATEs that the stopping takes."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.updates = 0

    def share(self) -> None:
        cast, keys = self.cast, self.cast.searcher.unlocked()
        with unit_of_work(cast.practice_id):
            reader_id = vault.principal_of(cast.therapist.person_id).id
            until = now() + timedelta(days=30)  # terms of its own, so that the consent is a new one
            grant = vault.give(keys, reader_id, "chosen", consent.PURPOSE, consent.WORDING, until)
            vault.share(keys, cast.past, grant)

    def stop(self) -> None:
        with unit_of_work(self.cast.practice_id):
            consent.stop_person(self.cast.searcher, self.cast.therapist.person_id)

    def stop_counted(self) -> None:
        self.updates = 0
        event.listen(Engine, "before_cursor_execute", self._count)
        try:
            self.stop()
        finally:
            event.remove(Engine, "before_cursor_execute", self._count)

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.updates += statement.startswith(REVOKING)


class Bringing:
    """A journal of Day One, read and brought in part by part; a new one each time, the one before is taken back."""

    def __init__(self, cast: Cast, entries: int = JOURNAL) -> None:
        self.cast, self.batch_id = cast, uuid4()
        said = [
            {"uuid": str(number), "creationDate": f"{2020 - number % 9}-06-01T12:00:00Z", "text": text, "tags": ["old"]}
            for number, text in enumerate(texts(entries))
        ]
        self.data = json.dumps({"metadata": {"version": "1.0"}, "entries": said}).encode()

    def ready(self) -> None:
        with suppress(NotFound), unit_of_work(self.cast.practice_id):
            imports.take_back(self.cast.writer, self.batch_id)
        self.batch_id = uuid4()

    def bring(self) -> None:
        here, actor = self.cast.practice_id, self.cast.writer
        with unit_of_work(here):
            imports.take(actor, self.data, "", self.batch_id)
        with unit_of_work(here):
            imports.choose(actor, self.batch_id, {})
            card = imports.go_on(actor, self.batch_id, 0)
        while card.stage is imports.Stage.UNDER_WAY:
            with unit_of_work(here):
                card = imports.go_on(actor, self.batch_id, card.done)


def cases(cast: Cast, sharing: Sharing, clock: Clock) -> list[Case]:
    """Each is one unit of work, its commit included."""
    with unit_of_work(cast.practice_id):
        cookie = sessions.start(cast.practice_id, cast.writer.person_id, cast.writer.unlocked())

    bringing = Bringing(cast)

    def unlock() -> None:
        with unit_of_work(cast.practice_id, writes=False):
            sessions.open_with(cookie)

    def search() -> None:
        with unit_of_work(cast.practice_id, writes=False):
            journal.search(cast.searcher, ABSENT)

    def narrowed() -> None:
        with unit_of_work(cast.practice_id, writes=False):
            journal.search(cast.searcher, ABSENT, Filters(tag=TAG, is_shared=False, has_checkin=False))

    return [
        Case(UNLOCK, unlock, clock),
        Case(SHARE, sharing.share, clock, once=True),
        Case(STOP, sharing.stop_counted, clock, once=True),
        Case(SEARCH, search, clock),
        Case(BRING, bringing.bring, clock, once=True, ready=bringing.ready),
        Case(NARROWED, narrowed, clock),
    ]
