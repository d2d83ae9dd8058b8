"""Making a client's file in the worker, in short units of work, none of which is open while bytes are put together."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from portal.core.db import unit_of_work
from portal.domain import exports, files
from portal.domain.files import Handed, Kind, Made
from portal.domain.outbox import Task


class Maker(NamedTuple):
    """Reads all it needs while the unit of work is open, then makes the bytes without a database."""

    gather: Callable[[Handed], Any]
    draw: Callable[[Any], Made]


MAKERS: Mapping[Kind, Maker] = {
    Kind.EXPORT: Maker(exports.gather_everything, exports.draw_everything),
    Kind.JOURNAL: Maker(exports.gather_pages, exports.draw_pages),
    Kind.RECEIPTS: Maker(exports.gather_receipts, exports.draw_receipts),
}


def make(task: Task) -> None:
    """Ask again what may be read, make the file, seal and keep it."""
    with unit_of_work(task.practice_id):
        handed = files.gather(task)
        maker = MAKERS[handed.kind]
        content = maker.gather(handed)
    made = maker.draw(content)
    with unit_of_work(task.practice_id):
        files.keep(task, handed, made)
