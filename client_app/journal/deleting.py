"""Deleting notes, and the quiet page of those that can still be brought back."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from client_app.journal.forms import bp
from portal.core.language import _
from portal.domain import journal
from portal.web.session import me


@bp.post("/<uuid:entry_id>/delete")
def delete(entry_id: UUID) -> ResponseReturnValue:
    journal.delete_entry(me(), entry_id)
    flash(
        _(
            "The note is deleted. For %(days)s days it can be brought back from Deleted notes.",
            days=journal.KEPT_FOR.days,
        )
    )
    return redirect(url_for("client.journal.index"), HTTPStatus.SEE_OTHER)


@bp.get("/deleted")
def deleted() -> ResponseReturnValue:
    return render_template(
        "client/journal/deleted.html", notes=journal.deleted_entries(me()), days=journal.KEPT_FOR.days
    )


@bp.post("/<uuid:entry_id>/bring-back")
def bring_back(entry_id: UUID) -> ResponseReturnValue:
    journal.bring_back(me(), entry_id)
    return redirect(url_for("client.journal.show", entry_id=entry_id), HTTPStatus.SEE_OTHER)


@bp.post("/<uuid:entry_id>/erase")
def erase(entry_id: UUID) -> ResponseReturnValue:
    journal.erase(me(), entry_id)
    flash(_("The note is gone for good."))
    return redirect(url_for("client.journal.deleted"), HTTPStatus.SEE_OTHER)
