"""What a practice is called, and its word in addresses: never changed without a look at what they tell."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid
from portal.core.language import _, lazy
from portal.core.text import line_taken
from portal.domain.audit import Event, record
from portal.domain.settings.keeping import begin_change, end_change
from portal.domain.settings.slugs import TAKEN, free_slug, lead_to
from portal.domain.settings.telling import name_warning, slug_warning
from portal.models.practices import Practice
from portal.models.settings import PracticeSlug

LONGEST_NAME = 60  # characters, as many as a sender in a mail may have
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # what follows would be read backwards
TICK = lazy("If you want it all the same, tick the box below.")


@dataclass(frozen=True, slots=True)
class Called:
    """What a practice is called now, and the words that led to it before and still do."""

    name: str
    slug: str
    once: tuple[str, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(filter(None, (name_warning(self.name), slug_warning(self.slug))))


def called(admin: Actor) -> Called:
    """What this practice is called."""
    row = db.session.execute(select(Practice.name, Practice.slug).where(Practice.id == admin.practice_id)).one()
    words = db.session.scalars(select(PracticeSlug.slug).where(PracticeSlug.leads_to == admin.practice_id))
    return Called(row.name, row.slug, tuple(sorted(word for word in words if word != row.slug)))


def rename(admin: Actor, version: int, name: str, slug: str, *, is_understood: bool = False) -> None:
    """Call the practice something else, and let another word lead to it; what led to it before goes on doing so.

    Args:
        admin: who says so.
        version: of the settings they saw.
        name: neutral; it stands as the sender of mail and in the titles of staff pages.
        slug: its word in addresses.
        is_understood: they have read what a telling word tells, and want it.

    Raises:
        Conflict: another admin changed something since.
        Invalid: on `name` or `slug`; a telling word that nobody ticked, too.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    name, slug = _a_name(name), slug.strip().lower()
    row = begin_change(admin, version)
    practice = db.session.scalars(select(Practice).where(Practice.id == admin.practice_id).with_for_update()).one()
    if slug != practice.slug:
        slug = free_slug(slug, admin.practice_id)
    before = {"name": practice.name, "slug": practice.slug}
    changed = [field for field, said in (("name", name), ("slug", slug)) if before[field] != said]
    for field, warning in (("name", name_warning(name)), ("slug", slug_warning(slug))):
        if field in changed and warning and not is_understood:
            raise Invalid(field, f"{warning} {TICK}")
    if "slug" in changed:
        lead_to(admin.practice_id, practice.slug)
        lead_to(admin.practice_id, slug)
    _write(practice, name, slug)
    for field in changed:
        record(admin, Event.SETTING_CHANGED, admin.practice_id, setting=field)
    end_change(row, has_changed=bool(changed))


def _write(practice: Practice, name: str, slug: str) -> None:
    try:
        with db.session.begin_nested():
            practice.name, practice.slug = name, slug
            db.session.flush()
    except IntegrityError:
        raise Invalid("slug", TAKEN) from None


def _a_name(typed: str) -> str:
    name = " ".join(line_taken("name", typed, LONGEST_NAME).split())
    if not name:
        raise Invalid("name", _("Enter a name. A street or a tree will do."))
    if set(name) & _TURNING:
        raise Invalid("name", _("There is a sign in here that turns words around. Type the name again."))
    return name
