"""The file: what WeasyPrint alone needs for its HTML, drawing it as the worker does, and the whole job."""

import os
import resource
import time
from uuid import UUID, uuid4

from portal.bench.browser import CannotMeasure
from portal.bench.people import Cast
from portal.bench.rounds import Case, Clock
from portal.core import pdf
from portal.core.db import unit_of_work
from portal.domain import summaries
from portal.domain.summaries import Stage

LP, DRAWN, JOB = "LP WeasyPrint alone", "a file, drawn in a child", "a file, from asking to having"
PATIENCE = 60.0  # seconds
LOOK_EVERY = 0.002  # seconds


class Files:
    """Asks for the same summary again and again. `pages` is how many it has; `html` what it is drawn from."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.pages: int | None = None
        self.html = ""

    def order(self) -> UUID:
        """Ask for one."""
        therapist, summary_id = self.cast.therapist, uuid4()
        with unit_of_work(self.cast.practice_id):
            period = summaries.last_four_weeks(therapist)
            summaries.ask(
                therapist, self.cast.writer.person_id, period, self.cast.quoted, summaries.Wishes(), summary_id
            )
        return summary_id

    def is_there(self, summary_id: UUID) -> bool:
        """Whether it has been made."""
        with unit_of_work(self.cast.practice_id, writes=False):
            card = summaries.card(self.cast.therapist, summary_id)
        self.pages = card.pages or self.pages
        return card.stage is Stage.READY

    def ask(self) -> UUID:
        """Ask, and wait until it is there.

        Raises:
            CannotMeasure: the worker did not make it.
        """
        summary_id = self.order()
        end = time.monotonic() + PATIENCE
        while not self.is_there(summary_id):
            if time.monotonic() > end:
                raise CannotMeasure(f"The worker made no file in {PATIENCE:.0f} s.")
            time.sleep(LOOK_EVERY)
        return summary_id

    def warm(self) -> None:
        """Have one made, and keep the HTML that its pages were laid out from."""
        summary_id = self.ask()
        with unit_of_work(self.cast.practice_id):
            draft = summaries.read(self.cast.therapist, summary_id)
        self.html = pdf.render_html("session_summary.html", summary=draft)
        pdf.warm()

    def draw_alone(self) -> None:
        pdf.bare(self.html)

    def draw_in_a_child(self) -> None:
        """As the worker does it: in a process forked from a warm one, with all the care a document takes.

        Raises:
            CannotMeasure: the child fell over.
        """
        child = os.fork()
        if not child:
            pdf.draw(self.html)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            raise CannotMeasure("A file could not be drawn in a child.")


def _of_children() -> float:
    """CPU seconds of the children that have been waited for."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def cases(files: Files, workers: Clock) -> list[Case]:
    """WeasyPrint works in this process, warm, with its style sheet and fonts kept; the job in the worker's children."""
    return [
        Case(LP, files.draw_alone, time.process_time, is_limit=True),
        Case(DRAWN, files.draw_in_a_child, _of_children, limits=(LP,)),
        Case(JOB, files.ask, workers, limits=(LP,)),
    ]
