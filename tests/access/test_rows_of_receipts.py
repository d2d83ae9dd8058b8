"""Who may read receipts of consent."""

from portal.core.db import db, unit_of_work
from portal.domain.access import readable, writable
from portal.models.receipts import Receipt
from tests.access.test_rows import READERS


def test_only_the_client_reads_their_receipts_and_nobody_changes_one(cast):
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            assert len(db.session.scalars(readable(Receipt, actor)).all()) == (2 if who == "ana" else 0), who
            assert db.session.scalars(writable(Receipt, actor)).all() == []
