"""Sending a mail in the worker: asked again in one unit of work, handed over outside of any, noted in another."""

from datetime import datetime
from uuid import UUID

from portal.core import mail as post
from portal.core.db import unit_of_work
from portal.domain import handovers, mail, reminders, signals
from portal.domain.outbox import GivenUp, Problem, Task


def send(task: Task) -> None:
    """One connection, one mail. Between the server's word and our note of it lies the one moment that can double it."""
    with unit_of_work(task.practice_id):
        letter = mail.prepare(task, reminders.is_over, _waits_for)
    if letter is None:
        return
    try:
        post.send(letter)
    except post.Refused:
        raise GivenUp(Problem.REFUSED) from None
    with unit_of_work(task.practice_id):
        mail.sent(task)


def _waits_for(person_id: UUID, since: datetime) -> bool:
    """Whether a mark waits for somebody, or a client has come to them."""
    return signals.waits_for(person_id, since) or handovers.came_to(person_id, since)
