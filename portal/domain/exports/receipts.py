"""Receipts of consent on paper, with the head of their chain, so that the file beside it can be checked."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain import files, outbox, receipts
from portal.domain.accounts.zones import zone_of
from portal.domain.files import Handed, Kind, Made
from portal.domain.receipts import Head, Receipt

TEMPLATE = "receipts.html"
MOST = 1000  # receipts on paper; the file of all of them has no end


@dataclass(frozen=True, slots=True)
class PrintedReceipts:
    """All that stands in the file. `made_at` is where the client is."""

    made_at: datetime
    head: Head
    receipts: tuple[Receipt, ...] = field(repr=False)


def print_receipts(actor: Actor, file_id: UUID) -> UUID:
    """Have all receipts made into a PDF for the client alone.

    Args:
        actor: the client, with keys.
        file_id: made when the form was shown; asking twice is asking once.

    Returns:
        The file's id.

    Raises:
        Invalid: on `ask`: none yet, more than one file holds, or too many files at once.
    """
    receipts.look(actor)
    item_ids = receipts.item_ids(actor)
    if not item_ids:
        raise Invalid("ask", _("There are no receipts yet."))
    if len(item_ids) > MOST:
        raise Invalid(
            "ask", _("There are more receipts than one printed file can hold. The file with all of them can.")
        )
    return files.ask(actor, Kind.RECEIPTS, {}, item_ids, file_id)


def gather_receipts(handed: Handed) -> PrintedReceipts:
    """In the order of their numbers; in the worker."""
    found = sorted(map(receipts.receipt_from, handed.texts.values()), key=lambda one: one.number)
    head = Head(found[-1].number, found[-1].hash) if found else Head()
    return PrintedReceipts(now().astimezone(zone(zone_of(handed.actor))), head, tuple(found))


def draw_receipts(content: PrintedReceipts) -> Made:
    """Lay out the pages; no transaction is open meanwhile.

    Raises:
        GivenUp: more than one document can hold, or a document that asks for something from outside.
    """
    document = outbox.draw(TEMPLATE, printed=content)
    return Made(document.pdf, document.pages)
