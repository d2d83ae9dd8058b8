"""Gathering in the worker what the practice holds about a person: the log in parts, and no line left out."""

from portal.core.db import unit_of_work
from portal.core.language import speaking
from portal.domain import disclosures
from portal.domain.outbox import Task


def make(task: Task) -> None:
    """Ask again whether whoever asked may, gather, seal it to them."""
    with unit_of_work(task.practice_id):
        gathered = disclosures.gather(task)
    pack, before, is_more = disclosures.Pack(gathered), None, True
    with speaking(gathered.language):
        while is_more:
            with unit_of_work(task.practice_id, writes=False):
                lines, before = disclosures.log_part(gathered, before)
            pack.add(lines)
            is_more = before is not None
        with unit_of_work(task.practice_id):
            disclosures.keep(task, gathered, pack)
