"""Agreeing, on joining, that the practice keeps what is here: the act and its receipt, in one."""

from uuid import UUID

from portal.core.actor import Actor
from portal.domain import wordings
from portal.domain.receipts.acts import Act, What
from portal.domain.receipts.wordings import here as in_language
from portal.domain.receipts.writing import write

JOINING = "joining-1"  # the words of the page "Before you begin"; changed words are a new version
WHAT = "What is kept of you here"


def agree(client: Actor, own_id: UUID | None) -> None:
    """This client agrees, under the words that were on the page. Twice is once.

    Args:
        client: who agrees, with keys.
        own_id: of the practice's own version that stood there; None where there was none.

    Raises:
        NotFound: the practice has no such version.
    """
    said = wordings.with_own(in_language(JOINING), wordings.seen(client, own_id, wordings.JOINING))
    if wordings.agree(client, said):
        write(client, Act.AGREED, what=What("joining", WHAT), wording=said)
