"""Making a summary in the worker, in short units of work, none of which is open while pages are laid out."""

from portal.core.db import unit_of_work
from portal.domain import summaries
from portal.domain.outbox import Task


def render(task: Task) -> None:
    """Ask again who may see what, lay out the pages, seal and keep them."""
    kept = False
    while not kept:  # sharing may change while pages are laid out; the job's time limit ends what never settles
        with unit_of_work(task.practice_id):
            gathered = summaries.gather(task)
        document = summaries.draw(gathered)
        with unit_of_work(task.practice_id):
            kept = summaries.keep(task, gathered, document)


def amend(task: Task) -> None:
    """The same for an addendum: its words are the author's own, so nothing changes while they are laid out."""
    with unit_of_work(task.practice_id):
        page = summaries.gather_addendum(task)
    document = summaries.draw_addendum(page)
    with unit_of_work(task.practice_id):
        summaries.keep_addendum(task, page, document)
