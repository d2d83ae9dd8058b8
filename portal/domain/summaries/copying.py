"""A copy of a finished file that opens with a password, made while it is asked for. The password is kept nowhere."""

from dataclasses import replace
from uuid import UUID

from portal.core.actor import Actor
from portal.core.errors import Invalid
from portal.core.language import _
from portal.core.pdf import locking
from portal.domain.accounts import acceptable
from portal.domain.summaries.addenda import fetch_addendum
from portal.domain.summaries.opening import File, fetch


def copy(actor: Actor, summary_id: UUID, password: str, number: int = 0) -> File | None:
    """The file, or the page of an addendum, encrypted. None where there is none to fetch.

    Args:
        actor: its author, with keys.
        summary_id: the summary.
        password: typed for this copy, as long as one to sign in with.
        number: of the addendum; 0 for the summary itself.

    Raises:
        Invalid: on `password`: empty, easy to guess, or longer than such a file can take.
        NotFound: no such summary or addendum of theirs.
    """
    password = _checked(password)
    found = fetch_addendum(actor, summary_id, number) if number else fetch(actor, summary_id)
    return found and replace(found, pdf=locking.lock(found.pdf, password))


def _checked(password: str) -> str:
    if not password.strip():
        raise Invalid("password", _("Type a password for the copy."))
    chosen = acceptable(password)
    if len(chosen.encode()) > locking.LONGEST:
        raise Invalid("password", _("A file can\u2019t take one as long as this. Use fewer words."))
    return chosen
