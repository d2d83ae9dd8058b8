"""Whose rows of the inbox and whose answers: the reader's own, and answers also the client's they went to."""

from uuid import uuid4

from portal.core.db import db, unit_of_work
from portal.domain import consent, inbox
from portal.domain.access import readable, writable
from portal.models.confidants import Reply
from portal.models.inbox import Triage
from tests.access.test_rows import READERS
from tests.cast import look_after
from tests.summary_stories import lose_client


def test_what_a_reader_put_away_and_answered_is_theirs_and_an_answer_is_the_clients(cast):
    look_after(cast.ana, cast.idris)
    with unit_of_work(cast.ana.practice_id):
        inbox.read(cast.mara, cast.entry_id, uuid4())
        consent.reply(cast.mara, cast.entry_id, consent.PHRASES[cast.mara.role][0])
    may = {(readable, Triage): {"mara"}, (writable, Triage): {"mara"}}
    may |= {(readable, Reply): {"ana", "mara"}, (writable, Reply): {"mara"}}
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for (rows, model), those in may.items():
                assert len(db.session.scalars(rows(model, actor)).all()) == (who in those), (who, rows, model)
    lose_client(cast.mara)
    with unit_of_work(cast.ana.practice_id):
        assert db.session.scalars(readable(Reply, cast.mara)).all() == []
