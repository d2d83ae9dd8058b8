"""Who may read what a therapist writes: whoever wrote it, while they look after the client."""

from uuid import uuid4

from portal.core.db import db, unit_of_work
from portal.domain import emergency, process_notes, progress_notes
from portal.domain.access import readable, writable
from portal.domain.emergency import Covers, Reason
from portal.models.emergency import Emergency
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


def test_an_officer_reads_what_an_open_case_of_their_own_covers_and_an_admin_reads_the_case_alone(cast):
    with unit_of_work(cast.ana.practice_id):
        process_notes.write(cast.mara, cast.ana.person_id, "Mine alone.")
        progress_notes.sign(cast.mara, cast.ana.person_id, progress_notes.write(cast.mara, cast.ana.person_id, "A."), 1)
    cases = {Covers.RECORD: None, Covers.OWN_NOTES: cast.mara.person_id}
    for (covers, whose), expected in zip(cases.items(), ([0, 1, 0], [1, 1, 0]), strict=True):
        case_id = uuid4()
        with unit_of_work(cast.ana.practice_id):
            emergency.ask(cast.tova, cast.ana.person_id, covers, Reason.LAW, 1, case_id, whose)
            before = [len(db.session.scalars(readable(model, cast.tova)).all()) for model in MODELS]
            emergency.allow(cast.olga, case_id)
        assert before != expected
        assert counts(cast.tova) == expected
        assert counts(cast.tova, writable) == counts(cast.olga) == counts(cast.vera) == [0, 0, 0]
    for who in READERS:
        seen = {"tova": 2, "olga": 2, "mara": 1}.get(who, 0)
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            assert len(db.session.scalars(readable(Emergency, actor)).all()) == seen, who
