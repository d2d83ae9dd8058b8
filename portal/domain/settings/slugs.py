"""Words and hosts that lead to practices. A word stays its practice's; those of one that was removed are nobody's."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update

from portal.core import site
from portal.core.db import add_new, db
from portal.core.errors import Invalid
from portal.core.language import lazy
from portal.models.practices import Practice
from portal.models.settings import PracticeHost, PracticeSlug

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
NO_SLUG = lazy("Use up to 40 small letters, numbers and dashes, with no dash at either end.")
TAKEN = lazy("Another practice here uses this word, or once did. Choose a different one.")
HOST_TAKEN = lazy("Another practice here has this host.")
HOST_SPENT = lazy(
    "This host led to a practice that was removed. Links on paper would lead to the wrong place. Choose another."
)


def free_slug(slug: str, practice_id: UUID | None = None) -> str:
    """The word, when a practice may have it: its own from earlier, or nobody's.

    Args:
        slug: as typed, in small letters.
        practice_id: who asks; None before there is one.

    Raises:
        Invalid: on `slug`: no word for an address, or somebody else's, now or once.
    """
    if not SLUG.fullmatch(slug):
        raise Invalid("slug", NO_SLUG)
    owners = [*db.session.scalars(select(Practice.id).where(Practice.slug == slug)), *_led_to(slug)]
    if set(owners) - {practice_id} or (owners and practice_id is None):
        raise Invalid("slug", TAKEN)
    return slug


def lead_to(practice_id: UUID, slug: str) -> None:
    """From now on this word leads to this practice. Of two who ask at once for one word, the second is told.

    Raises:
        Invalid: on `slug`: it was given a moment ago.
    """
    if leads_to(slug) == practice_id:
        return
    if not add_new(PracticeSlug(slug=slug, leads_to=practice_id)):
        raise Invalid("slug", TAKEN)


def leads_to(slug: str) -> UUID | None:
    """Whose word this is, or once was."""
    return next(iter(_led_to(slug)), None)


def _led_to(slug: str) -> Sequence[UUID | None]:
    """Whose word this is or was; of a removed practice, None; empty where nobody ever had it."""
    return db.session.scalars(select(PracticeSlug.leads_to).where(PracticeSlug.slug == slug)).all()


def give_host(practice_id: UUID, host: str) -> None:
    """Note that this host leads to this practice.

    Raises:
        Invalid: on `host`: another one has it, or it led to one that was removed.
    """
    row = db.session.get(PracticeHost, host, with_for_update=True)
    if row is not None and row.leads_to is None:
        raise Invalid("host", HOST_SPENT)
    if db.session.scalar(select(Practice.id).where(Practice.host == host, Practice.id != practice_id)):
        raise Invalid("host", HOST_TAKEN)
    row = row or PracticeHost(host=host)
    row.leads_to = practice_id
    if not add_new(row):
        raise Invalid("host", HOST_TAKEN)


def spend(practice_id: UUID, *, for_ever: bool) -> None:
    """This practice goes. Nobody else gets its words and hosts, unless it was only made up."""
    has = db.session.execute(select(Practice.slug, Practice.host).where(Practice.id == practice_id)).one()
    lead_to(practice_id, has.slug)
    if has.host:
        give_host(practice_id, has.host)
    for model in (PracticeSlug, PracticeHost):
        theirs = model.leads_to == practice_id
        change = update(model).where(theirs).values(leads_to=None) if for_ever else delete(model).where(theirs)
        db.session.execute(change, execution_options={"synchronize_session": False})


def address(practice_id: UUID) -> str:
    """Where this practice is found from outside, without a slash at the end; for links that are sent or printed.

    Its own host, if it has one. Else the installation's address and its word, also where nobody needs the word yet:
    what was printed still leads there on the day a second practice comes.
    """
    slug, host = db.session.execute(select(Practice.slug, Practice.host).where(Practice.id == practice_id)).one()
    return site.url_at(host) if host else f"{site.public_url()}/p/{slug}"
