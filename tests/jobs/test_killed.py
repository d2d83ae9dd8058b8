"""Files, archives and access requests by the real worker, killed at every step: made once and whole, or tried again."""

import io
import json
import zipfile
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.core import jobs
from portal.core.clock import living_at, now
from portal.core.db import db
from portal.core.jobs import Job
from portal.core.keyring import ring
from portal.domain import disclosures, outbox
from portal.domain.audit import Event
from portal.domain.operators import archives
from portal.domain.outbox import Stage
from portal.models.audit import AuditRow
from portal.models.disclosures import Disclosure
from portal.models.outbox import JobRow
from tests.acts import write
from tests.duty import employ, on_duty
from tests.file_stories import ask_for_pages, row, words
from tests.jobs.worker_that_dies import OF_ARCHIVES, OF_FILES, OF_REQUESTS
from tests.summary_stories import here

pytestmark = pytest.mark.slow
CANARY = "The kettle was still warm when I came home"
MADE = (Event.DISCLOSURE_MADE, Event.PRACTICE_ARCHIVED)


def test_a_child_killed_outright_leaves_all_or_nothing_and_another_try_finishes(
    cast, house, side_queue, processes, tmp_path
):
    olga, practice_id = cast.olga, cast.olga.practice_id
    employ()
    who = on_duty(house)[1]
    archives.forget(practice_id)
    died, asked = {}, {}
    for minutes, moment in enumerate(OF_ARCHIVES):  # as if asked for one after the other
        with living_at(now() - timedelta(minutes=9 - minutes)):
            job_id = here(olga, outbox.later_for_operator, who.operator_id, practice_id, Job.ARCHIVE_PRACTICE)
        died[job_id] = moment
    for moment in OF_REQUESTS:
        asked[moment] = here(olga, disclosures.ask, olga, cast.ana.person_id, uuid4())
        died[here(olga, lambda made=asked[moment]: db.session.get(Disclosure, made).job_id)] = moment
    write(cast.ana, CANARY)
    pages = {moment: ask_for_pages(cast.ana) for moment in list(OF_FILES)[:3]}
    died |= {row(cast.ana, file_id).job_id: moment for moment, file_id in pages.items()}
    env = {
        "HARBOUR_DIES": json.dumps({"folder": str(tmp_path), "moments": {str(each): died[each] for each in died}}),
        "PORTAL_QUEUE_NAME": side_queue.name,
    }
    said = processes.burst("tests.jobs.worker_that_dies", **env)
    assert {mark.name for mark in tmp_path.iterdir()} == {str(job_id) for job_id in died}
    assert events(olga) == {Event.DISCLOSURE_MADE: 1, Event.PRACTICE_ARCHIVED: 1}, "those killed after the commit"
    assert len(archives.of(practice_id)) == 2, "and one lay in its place"
    for job_id, state in states(olga).items():
        assert state == ("ready" if died[job_id] == "after the commit" else "waiting"), died[job_id]
        for _ in range(2):
            jobs.send(practice_id, job_id)
    said += processes.burst("tests.jobs.worker_that_dies", **env)
    assert set(states(olga).values()) == {"ready"}
    for moment, file_id in pages.items():
        assert CANARY in words(cast.ana, file_id), moment
    assert CANARY not in said
    assert events(olga) == {Event.DISCLOSURE_MADE: len(OF_REQUESTS), Event.PRACTICE_ARCHIVED: len(OF_ARCHIVES)}
    lie_here = [path.name for path in (ring().data_dir / archives.FOLDER / str(practice_id)).iterdir()]
    assert sorted(lie_here) == sorted(made.name for made in archives.of(practice_id))
    assert len(lie_here) == len(OF_ARCHIVES)
    whole = [archives.path_of(practice_id, made.number).read_bytes() for made in archives.of(practice_id)]
    for moment, disclosure_id in asked.items():
        assert here(olga, disclosures.card, olga, disclosure_id).stage is Stage.READY, moment
        whole.append(here(olga, disclosures.fetch, olga, disclosure_id).data)
    for data in whole:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            assert {"manifest.json", "about.json"} & set(archive.namelist())


def events(actor):
    """How many archives of each kind the trail says were made."""
    return Counter(
        here(actor, lambda: db.session.scalars(select(AuditRow.event).where(AuditRow.event.in_(MADE))).all())
    )


def states(actor):
    return dict(here(actor, lambda: db.session.execute(select(JobRow.id, JobRow.state)).all()))
