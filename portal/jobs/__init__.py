"""Floor 4: doors for messages from the queue. Ids in, one verb; what goes wrong leaves as a code, never as words."""

import logging
from collections.abc import Callable, Mapping
from uuid import UUID

from portal.core import language
from portal.core.db import unit_of_work
from portal.core.jobs import Job
from portal.domain import outbox, practices, preferences
from portal.domain.outbox import GivenUp, Overtaken, Problem, Task
from portal.jobs import disclosures, files, invitations, mail, operators, reminders, rosters, summaries

WORK: Mapping[Job, Callable[[Task], None]] = {
    Job.RENDER_SUMMARY: summaries.render,
    Job.RENDER_ADDENDUM: summaries.amend,
    Job.MAKE_FILE: files.make,
    Job.SEND_MAIL: mail.send,
    Job.RING: reminders.ring,
    Job.DRAW_SLIPS: invitations.draw,
    Job.PREPARE_ROSTER: rosters.prepare,
    Job.MAIL_ROSTER: rosters.send,
    Job.UNDO_ROSTER: rosters.undo,
    Job.MAKE_DISCLOSURE: disclosures.make,
    Job.ARCHIVE_PRACTICE: operators.archive,
}
log = logging.getLogger(__name__)


def run(practice_id: str, job_id: str) -> None:
    """Do a job, if it is still to be done. Sent twice or late, it is done once or not at all.

    Args:
        practice_id: whose job it is; nothing of another practice can be reached while it is done.
        job_id: its row in the outbox, which alone says what is to be done for whom.
    """
    practice = UUID(practice_id)
    with unit_of_work(practice):
        task = outbox.take(UUID(job_id), is_open=practices.is_open(practice))  # of a closed one most wait
        reader = preferences.language_of(task.asked_by) if task else language.FIRST
    if task is None:
        return
    try:
        with language.speaking(reader):  # what is made is for whoever asked; a mail is for somebody else, and says so
            WORK[task.name](task)
    except Overtaken:
        log.warning("job %s was ended meanwhile; try %d is dropped", task.id, task.attempt)
    except GivenUp as final:
        with unit_of_work(practice):
            outbox.give_up(task, final.problem)
    except Exception:
        log.exception("job %s did not work, try %d", task.id, task.attempt)
        with unit_of_work(practice):
            outbox.try_again(task.id, Problem.BROKEN, task.attempt)


def give_back(practice_id: UUID, job_id: UUID) -> None:
    """Put a job back in line whose worker was killed over it; does nothing when nobody was working on it."""
    with unit_of_work(practice_id):
        outbox.try_again(job_id, Problem.STUCK)
