"""What a practice has set for itself, and every word that ever led to it. Public or neutral, so it stands in clear.

Like the practice's own row these belong to no tenant: they are asked for at the door, before anybody knows whose it is.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model


class Settings(Model):
    """One row for each practice that changed something; without one, the house's own choices hold."""

    __tablename__ = "practice_settings"

    id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"), primary_key=True)  # the practice's own
    version: Mapped[int]
    leave_url: Mapped[str]  # empty: the installation's
    record_years: Mapped[int]
    keep_closed_days: Mapped[int]
    invitation_days: Mapped[int]
    staff_factor: Mapped[str]
    clients_factor_required: Mapped[bool]
    colour: Mapped[str]  # as #rrggbb; empty: the house's
    reads_on: Mapped[str]  # weekdays from Monday, 0, as digits
    languages: Mapped[str]  # BCP 47, the first is the practice's own; parted by spaces
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class PracticeSlug(Model):
    """A word that leads to a practice, or once did: a link on paper goes on working, and nobody else can take it."""

    __tablename__ = "practice_slug"

    slug: Mapped[str] = mapped_column(primary_key=True)
    leads_to: Mapped[UUID | None] = mapped_column(ForeignKey("practice.id"), index=True)  # none: it was removed
    since: Mapped[datetime] = mapped_column(default=now)


class PracticeHost(Model):
    """A host that leads to a practice, or once did. One of a practice that was removed is nobody's for ever."""

    __tablename__ = "practice_host"

    host: Mapped[str] = mapped_column(primary_key=True)
    leads_to: Mapped[UUID | None] = mapped_column(ForeignKey("practice.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=now)
