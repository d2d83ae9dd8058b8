"""One row to read, one row to hold: whose it is, and as it stands now."""

from uuid import uuid4

import pytest
from sqlalchemy import update

from portal.core.db import db, unit_of_work
from portal.core.errors import NotFound
from portal.domain.access import find, hold
from portal.models.journal import Entry
from tests.acts import write


def test_a_row_that_is_held_is_read_anew_and_is_nobody_elses(cast):
    note_id = write(cast.ana, "Ana wrote.")
    with unit_of_work(cast.ana.practice_id):
        before = find(Entry, cast.ana, note_id)
        elsewhere = update(Entry).where(Entry.id == note_id).values(version=7)  # as another window would, meanwhile
        db.session.execute(elsewhere, execution_options={"synchronize_session": False})
        assert find(Entry, cast.ana, note_id).version == 1
        assert hold(Entry, cast.ana, note_id) is before
        assert before.version == 7
    with unit_of_work(cast.ana.practice_id):
        for verb, whoever, thing_id in (
            (find, cast.ben, note_id),
            (hold, cast.mara, note_id),
            (find, cast.ana, uuid4()),
        ):
            with pytest.raises(NotFound):
                verb(Entry, whoever, thing_id)
