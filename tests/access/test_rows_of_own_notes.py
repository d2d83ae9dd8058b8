"""Who may read what a therapist writes: whoever wrote it, while they look after the client."""

from portal.core.db import db, unit_of_work
from portal.domain import process_notes, progress_notes
from portal.domain.access import readable, writable
from portal.models.process_notes import ProcessNote
from portal.models.progress_notes import ProgressAddendum, ProgressNote
from tests.access.test_rows import READERS
from tests.cast import look_after
from tests.summary_stories import lose_client

MODELS = (ProcessNote, ProgressNote, ProgressAddendum)


def counts(actor, rows=readable):
    with unit_of_work(actor.practice_id):
        return [len(db.session.scalars(rows(model, actor)).all()) for model in MODELS]


def test_only_the_therapist_who_wrote_them_reads_them_and_nobody_changes_an_addendum(cast):
    with unit_of_work(cast.ana.practice_id):
        process_notes.write(cast.mara, cast.ana.person_id, "Mine alone.")
        note_id = progress_notes.write(cast.mara, cast.ana.person_id, "The record.")
        progress_notes.sign(cast.mara, cast.ana.person_id, note_id, 1)
        progress_notes.add(cast.mara, cast.ana.person_id, note_id, "Added.")
    look_after(cast.ana, cast.idris)  # another therapist of the same client: for cover, say
    for who in READERS:
        actor = getattr(cast, who)
        assert counts(actor) == ([1, 1, 1] if who == "mara" else [0, 0, 0]), who
        assert counts(actor, writable) == ([1, 1, 0] if who == "mara" else [0, 0, 0]), who
    lose_client(cast.mara)
    assert counts(cast.mara) == [0, 0, 0]
