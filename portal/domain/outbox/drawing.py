"""Laying out a document for a job. What no document can hold, no try will hold: the job is given up."""

from typing import Any

from portal.core import pdf
from portal.domain.outbox.states import GivenUp, Problem


def draw(template: str, **content: Any) -> pdf.Document:
    """Lay out the pages; no transaction is open meanwhile.

    Args:
        template: in `portal/templates/pdf`.
        content: what it is given.

    Raises:
        GivenUp: more than one document can hold, or a document that asks for something from outside.
        OSError: no PDF can be drawn here.
    """
    try:
        return pdf.render(template, **content)
    except pdf.TooBig:
        raise GivenUp(Problem.TOO_BIG) from None
    except pdf.Refused:
        raise GivenUp(Problem.REFUSED) from None
