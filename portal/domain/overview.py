"""The office at a glance: what waits for an admin, as numbers. Each leads to its list; none of them is about words."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden
from portal.core.jobs import Job
from portal.domain import caseload, emergency, handovers, invitations, mail, recovery, signals
from portal.domain.emergency import State
from portal.domain.outbox import State as JobState
from portal.models.outbox import JobRow

LOOK_BACK = timedelta(days=7)
# What the office and its therapists asked for. A client's own files are the client's matter, not even a number here.
OF_THE_OFFICE = (
    *(Job.RENDER_SUMMARY, Job.RENDER_ADDENDUM, Job.DRAW_SLIPS, Job.MAKE_DISCLOSURE),
    *(Job.PREPARE_ROSTER, Job.MAIL_ROSTER, Job.UNDO_ROSTER),
)


@dataclass(frozen=True, slots=True)
class Overview:
    """How many of each there are."""

    waiting: int  # clients without a therapist
    invitations: int  # that can still be used
    handovers: int  # moves that wait for their client
    signals: int  # marks that nobody answered in time, and nobody covers
    emergencies: int  # cases that wait for a second person
    mails: int  # that the server did not take in the last seven days
    jobs: int  # that did not work in the last seven days
    has_mail: bool
    is_recoverable: bool  # whether there are two ways into the recovery key
    untried: int  # ways into it that nobody has tried for a year


def gather(admin: Actor) -> Overview:
    """What waits now.

    Raises:
        Forbidden: not an admin.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    failed = _failed()
    return Overview(
        waiting=len(caseload.waiting(admin)),
        invitations=invitations.open_ones(admin).count,
        handovers=len(handovers.waiting(admin)),
        signals=signals.uncovered(admin),
        emergencies=sum(one.state is State.WAITING for one in emergency.cases(admin)),
        mails=failed.get(Job.SEND_MAIL, 0),
        jobs=sum(failed.get(name, 0) for name in OF_THE_OFFICE),
        has_mail=mail.is_set(),
        is_recoverable=recovery.is_set_up(),
        untried=recovery.untried(),
    )


def _failed() -> dict[str, int]:
    query = select(JobRow.name, func.count()).where(
        JobRow.state == JobState.FAILED, JobRow.ended_at > now() - LOOK_BACK
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(JobRow.name))}
