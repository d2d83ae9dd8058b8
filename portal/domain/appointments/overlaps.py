"""What would stand at the same time: one person cannot be met twice, two people can, when that is meant."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portal.core import dates
from portal.core.actor import Actor
from portal.core.clock import zone
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain.access import readable
from portal.domain.accounts.zones import zone_of
from portal.domain.appointments.looking import LONGEST_SPAN
from portal.models.appointments import Appointment
from portal.models.people import Person

Meeting = tuple[datetime, int]  # when it begins, how many minutes it has


def check(
    actor: Actor,
    client_id: UUID,
    meetings: Sequence[Meeting],
    *,
    beside: bool,
    but: Collection[UUID] = (),
) -> None:
    """One person cannot be met twice at a time; two people can, when that is meant. `but`: rows that are to move."""
    reach = Appointment.starts_at.between(min(meetings)[0] - LONGEST_SPAN, max(meetings)[0] + LONGEST_SPAN)
    standing: Any = readable(Appointment, actor).join(Person, Person.id == Appointment.client_id)
    standing = standing.add_columns(Person.name).where(Appointment.ended_at.is_(None), reach)
    here = zone(zone_of(actor))
    for row, name in db.session.execute(standing.order_by(Appointment.starts_at)):
        if row.id in but or not any(_touches(row, *meeting) for meeting in meetings):
            continue
        begins = row.starts_at.astimezone(here)
        said = {"name": name, "day": dates.said(begins), "clock": f"{begins:%H:%M}", "minutes": row.minutes}
        if row.client_id == client_id:
            raise Invalid(
                "at",
                _(
                    "There is a session with %(name)s at that time already: %(day)s, %(clock)s, %(minutes)s minutes.",
                    **said,
                ),
            )
        if not beside:
            raise Invalid(
                "beside",
                _(
                    "This overlaps with %(name)s: %(day)s, %(clock)s, %(minutes)s minutes. Tick this if it is meant.",
                    **said,
                ),
            )


def _touches(row: Appointment, moment: datetime, minutes: int) -> bool:
    ends_at = row.starts_at + timedelta(minutes=row.minutes)
    return row.starts_at < moment + timedelta(minutes=minutes) and moment < ends_at
