"""What this therapist has open with their clients now: questions and programmes, by client."""

from http import HTTPStatus
from itertools import groupby
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _
from portal.domain import prompts
from portal.web.session import me
from therapist_app.prompts.choices import bp


@bp.get("/given")
def given() -> ResponseReturnValue:
    """By client; the steps of one programme together."""
    found = prompts.given(me())
    together = [list(some) for _, some in groupby(found, lambda one: one.programme.id if one.programme else one.id)]
    return render_template("therapist/prompts/given.html", given=together)


@bp.post("/<uuid:asked_id>/end")
def end(asked_id: UUID) -> ResponseReturnValue:
    prompts.end(me(), asked_id)
    flash(_("Ended. It is not asked any more."))
    return _to_given()


@bp.post("/programmes/<uuid:programme_id>/pause")
def pause(programme_id: UUID) -> ResponseReturnValue:
    prompts.pause(me(), programme_id)
    flash(_("It rests. Nothing of it is shown until you let it go on."))
    return _to_given()


@bp.post("/programmes/<uuid:programme_id>/go-on")
def resume(programme_id: UUID) -> ResponseReturnValue:
    prompts.resume(me(), programme_id)
    flash(_("It goes on, from wherever your client is with it."))
    return _to_given()


@bp.post("/programmes/<uuid:programme_id>/end")
def end_programme(programme_id: UUID) -> ResponseReturnValue:
    prompts.end_programme(me(), programme_id)
    flash(_("Ended. Nothing of it is asked any more."))
    return _to_given()


def _to_given() -> ResponseReturnValue:
    return redirect(url_for("therapist.prompts.given"), HTTPStatus.SEE_OTHER)
