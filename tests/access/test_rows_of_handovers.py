"""Who may see and change which move, what stood, and how many places a therapist has."""

from portal.core.db import db, unit_of_work
from portal.domain import caseload
from portal.domain.access import readable, writable
from portal.models.caseload import Places
from portal.models.handovers import Handover, Stood
from tests.access.test_rows import READERS
from tests.handover_stories import move


def test_a_move_is_for_its_client_and_the_office_and_what_stood_for_the_client_alone(cast):
    """A place is the office's; neither therapist has anything of it."""
    move(cast)
    with unit_of_work(cast.olga.practice_id):
        caseload.set_places(cast.olga, cast.mara.person_id, 12)
    may = {Handover: {"ana", "olga"}, Stood: {"ana"}, Places: {"olga"}}
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for model, those in may.items():
                for rows in (readable, writable):
                    assert bool(db.session.scalars(rows(model, actor)).all()) == (who in those), (who, rows, model)
