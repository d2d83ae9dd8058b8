"""Who may read which mark that waits, and whose rhythm."""

from datetime import UTC, datetime, timedelta

import time_machine

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.domain import rhythm, signals
from portal.domain.access import readable, writable
from portal.models.people import Membership
from portal.models.rhythm import Rhythm
from portal.models.signals import Signal
from tests.access.test_rows import READERS


def test_a_mark_is_for_its_client_its_therapist_and_once_passed_on_whoever_covers(cast):
    """And a rhythm for its therapist, their clients and whoever covers; colleagues know each other's names."""
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False) as clock:
        with unit_of_work(cast.ana.practice_id):
            rhythm.keep(cast.mara, [0], [], cast.idris.person_id, None, 0)
            signals.ask(cast.ana, cast.entry_id, cast.mara.person_id)
        for reach in ({"ana", "mara"}, {"ana", "mara", "idris"}):
            may = {(rows, Signal): reach for rows in (readable, writable)}
            may |= {(readable, Rhythm): {"ana", "mara", "idris"}, (writable, Rhythm): {"mara"}}
            for who in READERS:
                actor = getattr(cast, who)
                with unit_of_work(actor.practice_id):
                    for (rows, model), those in may.items():
                        assert len(db.session.scalars(rows(model, actor)).all()) == (who in those), (who, rows, model)
                    colleagues = len(db.session.scalars(readable(Membership, actor)).all())
                    here = 0 if actor.role is not Role.THERAPIST else 1 if who.startswith("foreign") else 3
                    assert colleagues == here, who
            clock.shift(timedelta(hours=25))
            with unit_of_work(cast.ana.practice_id):
                signals.sweep()
