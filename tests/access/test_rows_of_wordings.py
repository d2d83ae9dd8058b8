"""Who may read a practice's own words for consent, and what somebody agreed to on joining."""

from portal.core.db import db, unit_of_work
from portal.domain import wordings
from portal.domain.access import readable, writable
from portal.models.wordings import Agreement, Wording
from tests.access.test_rows import READERS


def test_clients_and_admins_read_the_words_and_nobody_changes_them_and_an_agreement_is_its_clients_alone(cast):
    with unit_of_work(cast.ana.practice_id):
        wordings.write(cast.olga, wordings.SHARING, "en", "Ours.", 0)
        wordings.ask_at_joining(cast.ana)
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            is_here = actor.practice_id == cast.ana.practice_id and str(actor.role) in ("client", "admin")
            assert len(db.session.scalars(readable(Wording, actor)).all()) == is_here, who
            assert db.session.scalars(writable(Wording, actor)).all() == []
            for rule in (readable, writable):
                assert len(db.session.scalars(rule(Agreement, actor)).all()) == (who == "ana"), who
