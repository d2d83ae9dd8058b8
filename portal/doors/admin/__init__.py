"""The office: who is here, who looks after whom, invitations. Names and dates, never what people write."""

from flask import Blueprint

from portal.core.actor import Role
from portal.doors.admin import (
    begin,
    caseload,
    disclosures,
    handovers,
    invitations,
    kit,
    log,
    overview,
    people,
    practice,
    record,
    resources,
    retention,
    rosters,
    sheets,
)
from portal.doors.admin import help as help_numbers
from portal.web.session import only

door = Blueprint("admin", __name__, url_prefix="/office")
door.before_request(only(Role.ADMIN))
for part in (
    overview,
    begin,
    caseload,
    disclosures,
    handovers,
    people,
    invitations,
    rosters,
    sheets,
    log,
    kit,
    help_numbers,
    resources,
    practice,
    retention,
    record,
):
    door.register_blueprint(part.bp)
