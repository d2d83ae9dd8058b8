"""The way back in, chosen: the practice can help, or nobody can; a new recovery code; and the no of whoever is told."""

from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from portal.core.actor import Role
from portal.core.errors import NotFound
from portal.core.language import _, lazy
from portal.domain import accounts, recovery
from portal.doors.account.preferences import LAYOUTS
from portal.web.forms import Form, problems_in
from portal.web.session import fresh, let_in, me, signed_in

bp = Blueprint("way_back", __name__, url_prefix="/me/back-in")
bp.before_request(signed_in)

MODES = [SelectChoice("practice", lazy("The practice can help me")), SelectChoice("only_me", lazy("Only me"))]


class ModeForm(Form):
    """Nothing is ticked beforehand: what stands is said above, and a choice is one's own."""

    way_back = RadioField(
        lazy("If you forget your password"),
        [DataRequired(lazy("Choose one of the two."))],
        choices=MODES,
        validate_choice=False,
    )
    password = PasswordField(lazy("Your password, to choose “Only me”"))
    everything = BooleanField(lazy("With “Only me”: seal everything that is here anew, too"))


@bp.get("")
def show() -> ResponseReturnValue:
    return _page(ModeForm())


@bp.post("")
def choose() -> ResponseReturnValue:
    fresh()
    form = ModeForm()
    if form.validate_on_submit():
        with problems_in(form):
            if form["way_back"].data == "practice":
                recovery.let_help(me())
                flash(_("The practice can help you back in from now on."))
                return redirect(url_for("account.way_back.show"), HTTPStatus.SEE_OTHER)
            session, code = recovery.only_me(me(), form["password"].data or "", everything=form["everything"].data)
            let_in(session)
            return render_template("account/start/code.html", code=code)
    return _page(form)


@bp.post("/code")
def code() -> ResponseReturnValue:
    """A new recovery code, in the answer and nowhere else."""
    return render_template("account/start/code.html", code=accounts.new_recovery_code(fresh()))


@bp.post("/<uuid:request_id>/stop")
def stop(request_id: UUID) -> ResponseReturnValue:
    """Somebody is being helped in who is not them: nothing opens. The page of devices is the next thing to look at.

    What is not about this person, or is gone, is left as it is.
    """
    with suppress(NotFound):
        recovery.veto(me(), request_id)
    flash(_("Stopped. Nothing opens for whoever asked. If others may know your password, change it."))
    return redirect(url_for("account.devices.index"), HTTPStatus.SEE_OTHER)


def _page(form: Form) -> str:
    found = {"is_assisted": recovery.is_assisted(me()), "has_code": accounts.has_recovery_code(me())}
    chooses = me().role is Role.CLIENT
    officers = recovery.officers()
    alone = officers[0].name if len(officers) == 1 else None
    page = {"form": form, "chooses": chooses, "alone": alone, "layout": LAYOUTS[me().role]}
    return render_template("account/way_back/show.html", **page, **found)
