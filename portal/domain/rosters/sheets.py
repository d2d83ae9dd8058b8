"""The slips of a prepared list, a sheet of a hundred at a time, drawn from the list's own secret."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain import invitations, settings
from portal.domain.accounts.zones import zone_of
from portal.domain.contact import Mode
from portal.domain.invitations import Printed, Seat
from portal.domain.rosters.book import words_of
from portal.domain.rosters.cards import held
from portal.domain.rosters.making import seats_of
from portal.models.people import Invitation


def print_slips(admin: Actor, roster_id: UUID, number: int, sheet_id: UUID) -> UUID:
    """Have a sheet drawn: the slips of those whose invitation from this list still stands.

    Args:
        admin: who brought the list, with keys.
        roster_id: which.
        number: of the sheet, from 1: each has a hundred seats of the list.
        sheet_id: made when the form was shown.

    Raises:
        NotFound: no such list of theirs, or its codes are gone.
        Invalid: on `slips`: nobody of these waits for a slip.
    """
    row = held(admin, roster_id, lock=False)
    seats = seats_of(row.id, words_of(admin, row))[(number - 1) * invitations.SLIPS : number * invitations.SLIPS]
    until = _standing(seats)
    if not until:
        raise Invalid("slips", _("Nobody on this sheet waits for a slip."))
    here = zone(zone_of(admin))
    door = settings.address(admin.practice_id)
    printed = []
    for seat in seats:
        if seat.person_id in until:
            link = f"{door}/invited/{seat.token}" if seat.mode is Mode.NONE else ""
            day = until[seat.person_id].astimezone(here)
            printed.append(Printed(seat.name, link, seat.code, invitations.last_day(day)))
    return invitations.ask_sheet(admin, printed, sheet_id, roster_id)


def _standing(seats: list[Seat]) -> dict[UUID, datetime]:
    hashes = {invitations.hash_of(seat.token): seat.person_id for seat in seats}
    stands = select(Invitation.token_hash, Invitation.expires_at).where(
        Invitation.token_hash.in_(hashes), Invitation.used_at.is_(None), Invitation.expires_at > now()
    )
    return {hashes[token_hash]: expires_at for token_hash, expires_at in db.session.execute(stands)}
