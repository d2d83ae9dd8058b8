"""Who may see and answer that a client asks for what they had shared."""

from uuid import uuid4

from portal.core.db import db, unit_of_work
from portal.domain.access import readable, writable
from portal.models.consent import HandBack
from tests.access.test_rows import READERS


def test_a_wish_is_its_clients_and_of_the_reader_who_is_asked_while_they_look_after_them(cast):
    """Mara looks after Ana; Vera did once: her row is nobody's but Ana's."""
    with unit_of_work(cast.ana.practice_id):
        for reader in (cast.mara, cast.vera):
            about = {"practice_id": cast.ana.practice_id, "client_id": cast.ana.person_id}
            db.session.add(HandBack(id=uuid4(), reader_id=reader.person_id, **about))
    seen = {}
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                if found := db.session.scalars(rows(HandBack, actor)).all():
                    seen[who, rows.__name__] = len(found)
    assert seen == {("ana", "readable"): 2, ("ana", "writable"): 2, ("mara", "readable"): 1, ("mara", "writable"): 1}
