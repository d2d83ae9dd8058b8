"""Making a summary in the worker, in three short units of work, none of which is open while pages are laid out."""

from portal.core.db import unit_of_work
from portal.domain import summaries
from portal.domain.outbox import Task


def render(task: Task) -> None:
    """Ask again who may see what, lay out the pages, seal and keep them."""
    with unit_of_work(task.practice_id):
        made = summaries.gather(task)
    document = summaries.draw(made)
    with unit_of_work(task.practice_id):
        summaries.keep(task, made, document)
