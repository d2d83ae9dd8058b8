"""Who may read cards, planned conversations and the library."""

from portal.core.db import db, unit_of_work
from portal.domain import conversation, resources, steady
from portal.domain.access import readable, writable
from portal.models.conversation import Conversation
from portal.models.resources import Resource
from portal.models.steady import Card
from tests.access.test_rows import READERS

READS_THE_SHELF = ("ana", "ben", "olga", "mara", "idris", "vera")  # not a stranger's practice


def test_only_the_client_reads_or_changes_their_cards_and_conversations(cast):
    with unit_of_work(cast.ana.practice_id):
        steady.keep(cast.ana, steady.Slot.COPING, 0, {"helps": "Tea."})
        conversation.plan(cast.ana, {"need": "Rest."})
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                assert len(db.session.scalars(rows(Card, actor)).all()) == (len(steady.Slot) if who == "ana" else 0)
                assert len(db.session.scalars(rows(Conversation, actor)).all()) == (who == "ana"), who


def test_everybody_here_reads_the_library_of_their_practice_and_only_the_office_changes_it(cast):
    with unit_of_work(cast.olga.practice_id):
        resources.add(cast.olga, "book", "A book")
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            assert len(db.session.scalars(readable(Resource, actor)).all()) == (who in READS_THE_SHELF), who
            assert len(db.session.scalars(writable(Resource, actor)).all()) == (who == "olga"), who
