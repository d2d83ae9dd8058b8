"""Helping somebody back in: the code they read out, the officer's word that it is them, and calling it off."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, Length

from portal.core.language import _, lazy
from portal.domain import accounts, recovery
from portal.web.forms import Form, Line, problems_in
from portal.web.session import fresh, me

bp = Blueprint("requests", __name__)

TOO_LONG = Length(max=40, message=lazy("This is longer than any code. Type only the code."))


class PairingForm(Form):
    pairing = Line(lazy("The code they read to you"), [DataRequired(lazy("Type the code they read to you.")), TOO_LONG])


class AgreeForm(Form):
    pairing = HiddenField()
    confirmed = BooleanField(
        lazy("I have spoken with them, and it is them"), [DataRequired(lazy("Speak with them first."))]
    )
    factors_lost = BooleanField(lazy("They have lost their second step and its codes as well: it is taken away"))


class AnewForm(Form):
    pairing = HiddenField()
    sign_in_name = Line(
        lazy("The e-mail or name they sign in with"),
        [DataRequired(lazy("Type what they sign in with, as they say it.")), Length(max=accounts.LONGEST_SIGN_IN_NAME)],
    )
    confirmed = BooleanField(
        lazy("I have spoken with them, and it is them"), [DataRequired(lazy("Speak with them first."))]
    )


@bp.get("/")
def index() -> ResponseReturnValue:
    return _page(PairingForm())


@bp.post("/find")
def find() -> ResponseReturnValue:
    """Whose browser it is, for an officer who was told its code; the page changes nothing."""
    fresh()
    form = PairingForm()
    if form.validate_on_submit():
        with problems_in(form):
            pairing = form["pairing"].data
            found = recovery.find(me(), pairing)
            if found is None:
                anew = AnewForm(formdata=None, pairing=pairing)
                return render_template("officer/requests/impossible.html", form=anew)
            return _one(found, AgreeForm(formdata=None, pairing=pairing))
    return _page(form)


@bp.post("/anew")
def begin_anew() -> ResponseReturnValue:
    """Nobody opens their keys: with the officer's word they begin anew, in the browser that waits."""
    fresh()
    form = AnewForm()
    if form.validate_on_submit():
        with problems_in(form):
            recovery.let_begin_anew(me(), form["pairing"].data or "", form["sign_in_name"].data)
            flash(_("Noted. They are told, and so is everybody who can stop it."))
            return redirect(url_for("officer.requests.index"), HTTPStatus.SEE_OTHER)
    return render_template("officer/requests/impossible.html", form=form)


@bp.get("/requests/<uuid:request_id>")
def show(request_id: UUID) -> ResponseReturnValue:
    return _one(recovery.taken_up(me(), request_id), AgreeForm(formdata=None))


@bp.post("/requests/<uuid:request_id>/agree")
def agree(request_id: UUID) -> ResponseReturnValue:
    fresh()
    form = AgreeForm()
    if form.validate_on_submit():
        recovery.agree(me(), request_id, form["pairing"].data or "", factors_lost=form["factors_lost"].data)
        flash(_("Noted. They are told, and so is everybody who can stop it."))
        return redirect(url_for("officer.requests.show", request_id=request_id), HTTPStatus.SEE_OTHER)
    found = recovery.find(me(), form["pairing"].data) if form["pairing"].data else None
    return _one(found or recovery.taken_up(me(), request_id), form)


@bp.post("/requests/<uuid:request_id>/stop")
def stop(request_id: UUID) -> ResponseReturnValue:
    recovery.call_off(me(), request_id)
    flash(_("Called off. The browser that waited can do nothing any more."))
    return redirect(url_for("officer.requests.index"), HTTPStatus.SEE_OTHER)


def _page(form: Form) -> str:
    found = {"desk": recovery.desk(me()), "holds": recovery.holds_key(me()), "is_due": recovery.drill(me()).is_due}
    return render_template("officer/requests/index.html", form=form, **found)


def _one(found: recovery.Request, form: Form) -> str:
    is_mine = found.person_id == me().person_id
    return render_template("officer/requests/show.html", found=found, form=form, is_mine=is_mine)
