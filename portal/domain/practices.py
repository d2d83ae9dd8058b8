"""A practice: its door, and what a new one stands on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Locked, PortalError
from portal.core.language import lazy
from portal.domain import accounts, settings, vault
from portal.domain.accounts.officers import make_officer
from portal.domain.audit import Event, record
from portal.domain.settings import PracticeSettings
from portal.domain.vault.seals import check_stamp
from portal.models.people import Membership
from portal.models.practices import Practice
from portal.models.settings import Settings


class WrongPepper(PortalError):
    """The installation's own secret is not the one its data was made with."""


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """What may be known of a practice at its door, and what it has set for itself: both in one question."""

    id: UUID
    slug: str
    name: str
    host: str | None
    country: str | None
    is_made_up: bool
    paused_at: datetime | None
    leaves_at: datetime | None
    settings: PracticeSettings


def at_door(slug: str | None, host: str = "") -> PracticeCard | None:
    """Whose door this is.

    Args:
        slug: as it stands in the path, now or once. Without one, it is the practice whose own host was asked; else the
            only one there is, a made-up one besides it not counted.
        host: that was asked, without a port. On the own host of one practice no other can be found.
    """
    asked = {"slug": slug, "host": host.lower().rstrip(".")}
    found = [_card(*row) for row in db.session.execute(_DOORS if slug is None else _DOOR, asked)]
    if found and found[0].host == asked["host"]:
        is_its_own = slug in (None, found[0].slug) or settings.leads_to(slug or "") == found[0].id
        return found[0] if is_its_own else None
    if slug is not None:
        return next((card for card in found if card.slug == slug), None) or _once(slug)
    real = [card for card in found if not card.is_made_up] or found
    return real[0] if len(real) == 1 else None


def _once(slug: str) -> PracticeCard | None:
    """The practice whose word this was: what lies on paper goes on leading there."""
    practice_id = settings.leads_to(slug)
    row = practice_id and db.session.execute(_CARDS.where(Practice.id == practice_id)).one_or_none()
    return _card(*row) if row else None


def _card(*row: Any) -> PracticeCard:
    first = len(row) - len(settings.COLUMNS)
    return PracticeCard(*(*row[:first], settings.from_row(row[first:])))


_CARDS = select(
    Practice.id,
    Practice.slug,
    Practice.name,
    Practice.host,
    Practice.country,
    Practice.is_made_up,
    Practice.paused_at,
    Practice.leaves_at,
    *settings.COLUMNS,
).outerjoin(Settings, Settings.id == Practice.id)
_OWN_FIRST = case((Practice.host == bindparam("host"), 0), else_=1)
_DOORS = _CARDS.order_by(_OWN_FIRST, Practice.is_made_up, Practice.id).limit(3)
_DOOR = _CARDS.where((Practice.slug == bindparam("slug")) | (Practice.host == bindparam("host"))).order_by(_OWN_FIRST)


def all_ids() -> list[UUID]:
    """Every practice of the installation, oldest first; for the operator's commands and the scheduler."""
    with unit_of_work(None, writes=False):
        return list(db.session.scalars(select(Practice.id).order_by(Practice.made_at, Practice.id)))


def open_ids() -> list[UUID]:
    """Every practice that is not closed for now, oldest first."""
    with unit_of_work(None, writes=False):
        query = select(Practice.id).where(Practice.paused_at.is_(None))
        return list(db.session.scalars(query.order_by(Practice.made_at, Practice.id)))


def is_open(practice_id: UUID) -> bool:
    """Whether this practice is there, and not closed for now."""
    query = select(Practice.id).where(Practice.id == practice_id, Practice.paused_at.is_(None))
    return db.session.scalar(query) is not None


def check_pepper() -> None:
    """Refuse to work with a pepper that did not make this data: every seal would fail, and new ones would be lost.

    Raises:
        WrongPepper: a practice's keys do not carry our stamp.
    """
    for practice_id in all_ids():
        with unit_of_work(practice_id, writes=False):
            try:
                check_stamp(vault.practice_principal("recovery"))
            except Locked:
                raise WrongPepper(_WRONG_PEPPER) from None


_WRONG_PEPPER = lazy("The secret file 'pepper' does not belong to this database. Put back the one it was made with.")


# ------------------------------------------------------------------ a new one


def establish(  # noqa: PLR0913, PLR0917 - what the form asks for
    practice_id: UUID,
    practice_name: str,
    slug: str,
    name: str,
    sign_in_name: str,
    password: str,
    time_zone: str = "UTC",
    *,
    sees_clients: bool = False,
) -> str:
    """The rows of a new practice and its first admin, inside a unit of work begun for its id: see `operators.set_up`.

    The recovery key is locked by the kit, and held by the first admin, who is also the first recovery officer: a page
    that never arrived must not cost the practice its way back.
    """
    practice_name = accounts.a_name("practice_name", practice_name)
    name, sign_in_name = accounts.a_name("name", name), accounts.a_sign_in_name(sign_in_name)
    password = accounts.acceptable(password, practice_name, name, sign_in_name)
    db.session.add(Practice(id=practice_id, slug=free_slug(slug), name=practice_name))
    db.session.flush()
    settings.lead_to(practice_id, slug.strip().lower())
    holder, recovery_keys = vault.new_principal(practice_id, "recovery")
    _, records_keys = vault.new_principal(practice_id, "records")
    vault.let_hold(records_keys, holder)
    person, keys = accounts.add_person(practice_id, name, sign_in_name, Role.ADMIN, time_zone)
    person.joined_at = now()
    if sees_clients:
        db.session.add(Membership(practice_id=practice_id, person_id=person.id, role=Role.THERAPIST))
    vault.set_password(keys, password)
    admin = Actor(person.id, practice_id, Role.ADMIN, keys)
    record(admin, Event.PRACTICE_SET_UP, practice_id, person.id)
    make_officer(admin, person.id, recovery_keys)
    return vault.new_code(recovery_keys)


def slug_warning(slug: str) -> str | None:
    """Why another slug may be kinder; none when it is neutral."""
    return settings.slug_warning(slug)


def free_slug(typed: str) -> str:
    """A word for addresses, in small letters, that no practice here has or had. Raises Invalid on `slug`."""
    return settings.free_slug(typed.strip().lower())
