"""New slips for some of the open invitations, on one sheet."""

from collections.abc import Sequence
from uuid import UUID

from portal.core.actor import Actor
from portal.core.clock import zone
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain import limits, settings
from portal.domain.access import readable
from portal.domain.accounts.zones import zone_of
from portal.domain.invitations.inviting import renew_one
from portal.domain.invitations.sheets import Printed, draw_these, last_day
from portal.models.invitations import SlipSheet
from portal.models.people import Person

MOST_NEW = 20  # each takes a slow hash


def print_new(admin: Actor, person_ids: Sequence[UUID], sheet_id: UUID) -> UUID:
    """Make new slips for these, on one sheet; what was handed over before stops working. Sent twice, it is done once.

    Args:
        admin: with keys.
        person_ids: who has not joined yet.
        sheet_id: made when the form was shown.

    Raises:
        NotFound: nobody of one of these ids here.
        Invalid: on `slips`, none or too many; on `name`, somebody has joined already: nothing is done then.
        TooSoon: many invitations or sheets in a short time.
    """
    if not person_ids or len(person_ids) > MOST_NEW:
        raise Invalid("slips", _("Tick between one and %(most)s of them.", most=MOST_NEW))
    if db.session.scalar(readable(SlipSheet, admin).where(SlipSheet.id == sheet_id)):
        return sheet_id
    joined = readable(Person, admin).where(Person.id.in_(person_ids), Person.joined_at.is_not(None))
    if person := db.session.scalars(joined.order_by(Person.id)).first():
        raise Invalid("name", _("%(person)s has joined already.", person=person.name))
    limits.use(admin, limits.Act.INVITATION, len(set(person_ids)))
    limits.use(admin, limits.Act.SLIPS)
    here, door = zone(zone_of(admin)), settings.address(admin.practice_id)
    printed = []
    for person_id in sorted(set(person_ids)):
        slip = renew_one(admin, person_id)
        day = slip.expires_at.astimezone(here)
        link = "" if slip.is_mailed else f"{door}/invited/{slip.token}"
        printed.append(Printed(slip.name, link, slip.code, last_day(day)))
    return draw_these(admin, printed, sheet_id)
