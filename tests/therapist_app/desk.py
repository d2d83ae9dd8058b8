"""What tests at the therapist's desk have in common: composing, pressing the button, looking again."""

from sqlalchemy import select

from portal import jobs
from portal.core.db import db
from portal.models.outbox import JobRow
from tests.summary_stories import OWN, here


def compose(browser, **typed):
    """The page with the notes of the therapist's only client, and its form."""
    return composer_of(browser.get("/desk/summaries/new")).fill(**typed)


def composer_of(page):
    """The form of a page where a summary is composed."""
    return next(form for form in page.forms if "note" in form.names)


def press_make(browser, **typed):
    """Ask for a summary by page; the page one lands on."""
    page = compose(browser, **({"note": OWN} | typed)).press("Make PDF")
    assert page.status == 200
    return page


def last_job(therapist):
    query = select(JobRow.id).order_by(JobRow.asked_at.desc()).limit(1)
    return here(therapist, lambda: db.session.scalar(query))


def make_last(therapist):
    """Do the job that was asked for last, as the worker would."""
    jobs.run(str(therapist.practice_id), str(last_job(therapist)))


def again(page):
    """The same page a moment later."""
    return page.browser.get(page.path)


def id_of(page):
    return page.path.rsplit("/", 1)[1]
