"""The words that lead to practices. One that was ever given stays its practice's: links on paper go on working."""

import re
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.db import db
from portal.core.errors import Invalid
from portal.models.practices import Practice
from portal.models.settings import PracticeSlug

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
NO_SLUG = "Use up to 40 small letters, numbers and dashes, with no dash at either end."
TAKEN = "Another practice here uses this word. Choose a different one."


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
    owner = db.session.scalar(select(Practice.id).where(Practice.slug == slug)) or leads_to(slug)
    if owner not in (None, practice_id):
        raise Invalid("slug", TAKEN)
    return slug


def lead_to(practice_id: UUID, slug: str) -> None:
    """From now on this word leads to this practice. Of two who ask at once for one word, the second is told.

    Raises:
        Invalid: on `slug`: it was given a moment ago.
    """
    if leads_to(slug) == practice_id:
        return
    try:
        with db.session.begin_nested():
            db.session.add(PracticeSlug(slug=slug, leads_to=practice_id))
    except IntegrityError:
        raise Invalid("slug", TAKEN) from None


def leads_to(slug: str) -> UUID | None:
    """Whose word this is, or once was."""
    return db.session.scalar(select(PracticeSlug.leads_to).where(PracticeSlug.slug == slug))
