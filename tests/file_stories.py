"""What tests of files have in common: asking, making as the worker would, and reading what came of it."""

import io
from datetime import timedelta
from uuid import uuid4

from pypdf import PdfReader
from sqlalchemy import select

from portal import jobs
from portal.core.clock import now
from portal.core.db import db
from portal.domain import exports, files
from portal.models.files import File
from portal.models.outbox import JobRow
from portal.models.vault import Item
from tests.summary_stories import here


def ask_for_pages(client, first=None, last=None, file_id=None):
    """Ask for the notes of these days on paper; today's unless given. Gives the file's id."""
    today = now().date()
    days = (first or today - timedelta(days=1), last or today + timedelta(days=1))
    return here(client, exports.print_notes, client, *days, file_id or uuid4())


def make(client, file_id):
    """Do the job as the worker would; gives the card afterwards."""
    jobs.run(str(client.practice_id), str(row(client, file_id).job_id))
    return card(client, file_id)


def row(client, file_id):
    return here(client, lambda: db.session.get(File, file_id))


def job(client, file_id):
    return here(client, lambda: db.session.get(JobRow, db.session.get(File, file_id).job_id))


def card(client, file_id):
    return here(client, files.card, client, file_id)


def stage(client, file_id):
    return card(client, file_id).stage


def fetch(client, file_id):
    return here(client, files.fetch, client, file_id)


def words(client, file_id):
    """All that stands in a finished PDF, in one line."""
    pages = PdfReader(io.BytesIO(fetch(client, file_id).data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def bodies(client):
    """What lies in the vault for this client's files, by kind of item."""
    query = select(Item.kind, Item.body).where(Item.kind.in_(("file", "file-asked")))
    return here(client, lambda: [tuple(found) for found in db.session.execute(query)])
