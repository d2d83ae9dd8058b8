"""What the tests of jobs have in common: asking for a summary, seeing how it stands, reading what came of it."""

import io
from uuid import uuid4

from pypdf import PdfReader

from portal.core.db import db, unit_of_work
from portal.domain import consent, journal, summaries
from portal.models.outbox import JobRow
from portal.models.summaries import Summary

CANARY = "Tamsin does not sleep when the phone lights up"


def here(actor, call, *args, **more):
    with unit_of_work(actor.practice_id):
        found = call(*args, **more)
    db.session.remove()  # the test must not hold what another process waits for
    return found


def share(client, reader, body=CANARY, title="After we talked"):
    entry_id = here(client, journal.write, client, body, title)
    here(client, consent.share_entry, client, entry_id, reader.person_id)
    return entry_id


def stop(client, entry_id, reader):
    here(client, consent.stop_sharing, client, entry_id, reader.person_id)


def ask(therapist, client, note="Ask about the phone."):
    days = here(therapist, summaries.last_four_weeks, therapist)
    offered = here(therapist, summaries.choices, therapist, client.person_id, days)
    items = [header.item_id for header in offered.notes]
    return here(therapist, summaries.ask, therapist, client.person_id, days, items, note, uuid4())


def stage(therapist, summary_id):
    return here(therapist, summaries.card, therapist, summary_id).stage


def job(therapist, summary_id):
    return here(therapist, lambda: db.session.get(JobRow, db.session.get(Summary, summary_id).job_id))


def words(therapist, summary_id):
    """All that stands in the finished PDF, in one line."""
    file = here(therapist, summaries.fetch, therapist, summary_id)
    pages = PdfReader(io.BytesIO(file.pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
