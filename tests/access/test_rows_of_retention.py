"""Who may see and change until when a record stays."""

from portal.core.db import db, unit_of_work
from portal.domain import retention
from portal.domain.access import readable, writable
from portal.models.retention import Retention
from tests.access.test_rows import READERS


def test_what_is_kept_until_when_is_the_offices_alone(cast):
    with unit_of_work(cast.olga.practice_id):
        retention.delete_client(cast.olga, cast.ana.person_id, "asked")
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                assert bool(db.session.scalars(rows(Retention, actor)).all()) == (who == "olga"), (who, rows)
