"""An access request: one button that gathers what the practice holds about a person."""

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from portal.domain import accounts, disclosures
from portal.web.session import fresh, me

bp = Blueprint("disclosures", __name__, url_prefix="/people/<uuid:person_id>/held")


@bp.get("")
def show(person_id: UUID) -> ResponseReturnValue:
    fresh()
    person = accounts.person(me(), person_id)
    return render_template("admin/disclosures/show.html", person=person)


@bp.post("")
def make(person_id: UUID) -> ResponseReturnValue:
    """The archive is in the answer and nowhere else."""
    fresh()
    made = disclosures.about_person(me(), person_id)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return Response(made.data, mimetype=made.mimetype, headers=headers)
