"""What tests of summaries have in common: sharing, asking, making, and reading what came of it."""

import io
from functools import cache
from uuid import uuid4

from pypdf import PdfReader
from sqlalchemy import select

from portal import jobs
from portal.core import pdf
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import consent, journal, outbox, summaries
from portal.domain.summaries import Stage
from portal.domain.summaries.draft import example
from portal.models.audit import AuditRow
from portal.models.caseload import Assignment
from portal.models.outbox import JobRow
from portal.models.summaries import Addendum, Summary
from portal.models.vault import Item

CANARY = "Tamsin does not sleep when the phone lights up"
OWN = "Ask about the phone."


def here(actor, call, *args, **more):
    """Do something in a unit of work of its own, and hold nothing that another process waits for."""
    with unit_of_work(actor.practice_id):
        found = call(*args, **more)
    db.session.remove()
    return found


def share(client, reader, body=CANARY, title="", **more):
    entry_id = here(client, journal.write, client, body, title)
    here(client, consent.share, client, entry_id, reader.person_id, **more)
    return entry_id


def stop(client, entry_id, reader):
    here(client, consent.stop, client, entry_id, reader.person_id)


def lose_client(therapist):
    """By hand, so that the consents are left standing and the caseload's clause alone must hold."""
    with unit_of_work(therapist.practice_id):
        mine = select(Assignment).where(Assignment.therapist_id == therapist.person_id)
        db.session.scalars(mine).one().ended_at = now()


# ------------------------------------------------------------------ asking and making


def days(therapist):
    return here(therapist, summaries.last_four_weeks, therapist)


def offered(therapist, client):
    return here(therapist, summaries.choices, therapist, client.person_id, days(therapist))


def ask(therapist, client, note=OWN, summary_id=None, notes=None, *, marks=(), **wishes):
    """Ask with every note ticked, or with these; gives the summary's id."""
    items = [header.item_id for header in offered(therapist, client).notes if notes is None or header.id in notes]
    summary_id, wished = summary_id or uuid4(), summaries.Wishes(note=note, **wishes)
    of = (client.person_id, days(therapist), items, wished, summary_id, marks)
    return here(therapist, summaries.ask, therapist, *of)


def make(therapist, summary_id):
    """Do the job as the worker would; gives the card afterwards."""
    jobs.run(str(therapist.practice_id), str(job_id(therapist, summary_id)))
    return card(therapist, summary_id)


def made(therapist, client):
    """A summary that is ready."""
    summary_id = ask(therapist, client)
    assert make(therapist, summary_id).stage is Stage.READY
    return summary_id


def made_for(therapist, client, audience, document=None, **asked):
    """A summary that is ready, for this audience; with pages that are drawn already, where a test looks at none."""
    summary_id = ask(therapist, client, audience=summaries.Audience(audience), **asked)
    task = here(therapist, outbox.take, job_id(therapist, summary_id))
    gathered = here(therapist, summaries.gather, task)
    assert here(therapist, summaries.keep, task, gathered, document or summaries.draw(gathered))
    return summary_id


def finished(therapist, client, audience="client", **more):
    """A final."""
    summary_id = made_for(therapist, client, audience, **more)
    here(therapist, summaries.finish, therapist, summary_id)
    return summary_id


@cache
def drawn():
    """Pages of any summary, drawn once, for tests that look at none."""
    return pdf.render("session_summary.html", summary=example())


def amended(therapist, summary_id, words="She called later.", addendum_id=None, *, made=True):
    """A final with one addendum more; its page is laid out, too."""
    addendum_id = addendum_id or uuid4()
    here(therapist, summaries.add, therapist, summary_id, words, addendum_id)
    if made:
        jobs.run(str(therapist.practice_id), str(addenda_of(therapist, summary_id)[-1].job_id))
    return addendum_id


def given_with_addendum(therapist, client):
    """A final that was given to its client with an addendum, with pages of another one."""
    summary_id = finished(therapist, client, document=drawn())
    amended(therapist, summary_id, made=False)
    task = here(therapist, outbox.take, addenda_of(therapist, summary_id)[-1].job_id)
    here(therapist, summaries.keep_addendum, task, here(therapist, summaries.gather_addendum, task), drawn())
    here(therapist, summaries.give, therapist, summary_id)
    return summary_id


# ------------------------------------------------------------------ looking


def addenda_of(therapist, summary_id):
    query = select(Addendum).where(Addendum.summary_id == summary_id).order_by(Addendum.number)
    return here(therapist, lambda: list(db.session.scalars(query)))


def row(therapist, summary_id):
    return here(therapist, lambda: db.session.get(Summary, summary_id))


def job_id(therapist, summary_id):
    return row(therapist, summary_id).job_id


def job(therapist, summary_id):
    return here(therapist, lambda: db.session.get(JobRow, db.session.get(Summary, summary_id).job_id))


def card(therapist, summary_id):
    return here(therapist, summaries.card, therapist, summary_id)


def stage(therapist, summary_id):
    return card(therapist, summary_id).stage


def fetch(therapist, summary_id):
    return here(therapist, summaries.fetch, therapist, summary_id)


def read(therapist, summary_id):
    return here(therapist, summaries.read, therapist, summary_id)


def words(therapist, summary_id):
    """All that stands in the finished PDF, in one line."""
    pages = PdfReader(io.BytesIO(fetch(therapist, summary_id).pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def sealed_words(therapist, summary_id):
    """What lies in the vault for the file; None while it is only promised."""
    query = select(Item.body).join(Summary, Summary.file_item_id == Item.id).where(Summary.id == summary_id)
    return here(therapist, lambda: db.session.scalar(query))


def lines(actor, event):
    query = select(AuditRow).where(AuditRow.event == str(event)).order_by(AuditRow.seq)
    return here(actor, lambda: list(db.session.scalars(query)))
