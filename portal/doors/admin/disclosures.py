"""Access requests: what the practice holds about a person is asked for, waited for, taken along, and gone in days."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _
from portal.domain import accounts, disclosures
from portal.web.forms import Form, OnceId
from portal.web.session import fresh, me

bp = Blueprint("disclosures", __name__)


class AskForm(Form):
    disclosure_id = OnceId()


@bp.get("/people/<uuid:person_id>/held")
def show(person_id: UUID) -> ResponseReturnValue:
    fresh()
    found = {"person": accounts.person(me(), person_id), "made": disclosures.shelf(me(), person_id)}
    return render_template("admin/disclosures/show.html", form=AskForm(), **found)


@bp.post("/people/<uuid:person_id>/held")
def make(person_id: UUID) -> ResponseReturnValue:
    fresh()
    disclosure_id = disclosures.ask(me(), person_id, AskForm()["disclosure_id"].data)
    return redirect(url_for("admin.disclosures.progress", disclosure_id=disclosure_id), HTTPStatus.SEE_OTHER)


@bp.get("/held/<uuid:disclosure_id>")
def progress(disclosure_id: UUID) -> ResponseReturnValue:
    return render_template("admin/disclosures/progress.html", made=disclosures.card(me(), disclosure_id))


@bp.post("/held/<uuid:disclosure_id>/file")
def fetch(disclosure_id: UUID) -> ResponseReturnValue:
    """The archive. Its name holds a day and nothing else: it will lie in a folder of downloads."""
    fresh()
    made = disclosures.fetch(me(), disclosure_id)
    if made is None:
        flash(_("The archive is not there. Look again in a moment, or have it made once more."), "please-know")
        return redirect(url_for("admin.disclosures.progress", disclosure_id=disclosure_id), HTTPStatus.SEE_OTHER)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return Response(made.data, mimetype=made.mimetype, headers=headers)


@bp.post("/held/<uuid:disclosure_id>/remove")
def remove(disclosure_id: UUID) -> ResponseReturnValue:
    person_id = disclosures.remove(me(), disclosure_id)
    flash(_("The archive is gone from here."))
    return redirect(url_for("admin.disclosures.show", person_id=person_id), HTTPStatus.SEE_OTHER)
