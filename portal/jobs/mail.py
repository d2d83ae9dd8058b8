"""Sending a mail in the worker: asked again in one unit of work, handed over outside of any, noted in another."""

from portal.core import mail as post
from portal.core.db import unit_of_work
from portal.domain import mail, reminders, signals
from portal.domain.outbox import GivenUp, Problem, Task


def send(task: Task) -> None:
    """One connection, one mail. Between the server's word and our note of it lies the one moment that can double it."""
    with unit_of_work(task.practice_id):
        letter = mail.prepare(task, reminders.is_over, signals.waits_for)
    if letter is None:
        return
    try:
        post.send(letter)
    except post.Refused:
        raise GivenUp(Problem.REFUSED) from None
    with unit_of_work(task.practice_id):
        mail.sent(task)
