"""What the parts of a client's page have in common: whose page it is, the next session, and the way to each part."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from portal.domain import appointments, caseload
from portal.domain.appointments import Appointment
from portal.domain.caseload import Known
from portal.web.session import me

bp = Blueprint("caseload", __name__, url_prefix="/clients")


@dataclass(frozen=True, slots=True)
class Head:
    """Above every part: who it is, and the sessions before and ahead, if there are any."""

    client: Known
    last: Appointment | None
    ahead: Appointment | None


def head_of(client_id: UUID) -> Head:
    """Raises NotFound for whoever is not on this therapist's list."""
    client = caseload.my_client(me(), client_id)
    return Head(client, appointments.last_of(me()).get(client_id), appointments.next_of(me()).get(client_id))


def part(template: str, client_id: UUID, **shown: Any) -> str:
    """A page of one client's: its template has `head`."""
    return render_template(f"therapist/{template}.html", head=head_of(client_id), client_id=client_id, **shown)
