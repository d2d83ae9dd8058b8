"""Drawing a sheet of slips in the worker; no unit of work is open while it is drawn."""

from portal.core.db import unit_of_work
from portal.domain import invitations
from portal.domain.outbox import Task


def draw(task: Task) -> None:
    """Open what stands on it, lay it out, seal it to whoever asked."""
    with unit_of_work(task.practice_id):
        drawing = invitations.gather_sheet(task)
    document = invitations.draw_sheet(drawing)
    with unit_of_work(task.practice_id):
        invitations.keep_sheet(task, drawing, document)
