"""Sheets of slips: how one stands, the file itself, and its end when it is on paper."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _
from portal.domain import invitations
from portal.web.session import me

bp = Blueprint("sheets", __name__, url_prefix="/invite/sheets")


@bp.get("/<uuid:sheet_id>")
def show(sheet_id: UUID) -> ResponseReturnValue:
    return render_template("admin/sheets/show.html", sheet=invitations.sheet(me(), sheet_id))


@bp.post("/<uuid:sheet_id>/file")
def fetch(sheet_id: UUID) -> ResponseReturnValue:
    """The file. Its name holds nothing: it will lie in a folder of downloads."""
    data = invitations.fetch_sheet(me(), sheet_id)
    if data is None:
        flash(_("The sheet is not there. Look again in a moment, or have it made once more."), "please-know")
        return redirect(url_for("admin.sheets.show", sheet_id=sheet_id), HTTPStatus.SEE_OTHER)
    headers = {"Content-Disposition": 'attachment; filename="slips.pdf"', "Cache-Control": "no-store"}
    return Response(data, mimetype="application/pdf", headers=headers)


@bp.post("/<uuid:sheet_id>/remove")
def remove(sheet_id: UUID) -> ResponseReturnValue:
    invitations.remove_sheet(me(), sheet_id)
    flash(_("The sheet is gone from here. What is on paper counts as it did."))
    return redirect(url_for("admin.invitations.index"), HTTPStatus.SEE_OTHER)
