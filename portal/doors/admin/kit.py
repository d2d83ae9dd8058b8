"""The practice kit: the last step of the set-up, and what an admin does with the paper when no officer can help."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.core import qr
from portal.core.language import _, lazy
from portal.domain import recovery
from portal.web.forms import Form, Line, an_id, problems_in
from portal.web.session import fresh, me

bp = Blueprint("kit", __name__, url_prefix="/kit")

NO_CODE = Length(max=80, message=lazy("This is longer than any kit. Type only the code."))


class KitForm(Form):
    """The kit stands on the page anyway; sent back with the group, it tells which kit was written down."""

    kit = HiddenField()
    group = Line(
        lazy("Group %(asked_group)s of the code", asked_group=recovery.ASKED_GROUP),
        [DataRequired(lazy("Type group %(asked_group)s as it stands on the paper.", asked_group=recovery.ASKED_GROUP))],
    )


class OfficerForm(Form):
    kit = Line(lazy("The code of the kit"), [DataRequired(lazy("Type the code from the paper.")), NO_CODE])
    person_id = SelectField(
        lazy("Who"), [DataRequired(lazy("Choose somebody."))], coerce=an_id, validate_choice=False, choices=()
    )


@bp.get("")
def show() -> ResponseReturnValue:
    return _page(OfficerForm())


@bp.post("")
def make() -> ResponseReturnValue:
    """The kit is in the answer and nowhere else; made twice, the second one counts."""
    fresh()
    return made(KitForm(formdata=None, kit=recovery.new_kit(me())))


@bp.post("/done")
def confirm() -> ResponseReturnValue:
    form = KitForm()
    if form.validate_on_submit():
        with problems_in(form):
            recovery.confirm_kit(me(), form["kit"].data or "", form["group"].data)
            flash(_("The kit is in force. Keep it apart from this computer, where neither fire nor thief finds both."))
            return redirect(url_for("account.signin.welcome"))
    return made(form)


@bp.post("/officer")
def officer() -> ResponseReturnValue:
    """An admin with the paper lets somebody hold the recovery key."""
    fresh()
    form = OfficerForm()
    if form.validate_on_submit():
        with problems_in(form):
            recovery.make_officer_by_kit(me(), form["person_id"].data, form["kit"].data)
            flash(_("They hold the recovery key from now on."))
            return redirect(url_for("admin.kit.show"), 303)
    return _page(form)


def made(form: Form, room: str = "admin") -> str:
    """The page with the code on it, to be written down or printed."""
    paper = recovery.paper_of(form["kit"].data or "")
    return render_template(
        "officer/kit/made.html", room=room, form=form, paper=paper, picture=qr.squares_of(paper.words)
    )


def _page(form: Form) -> str:
    free = recovery.candidates()
    form["person_id"].choices = [SelectChoice("", _("Choose")), *(SelectChoice(str(one.id), one.name) for one in free)]
    found = {"is_open": recovery.kit_is_open(me()), "officers": recovery.officers(), "free": free}
    return render_template("admin/kit/show.html", form=form, is_set_up=recovery.is_set_up(), **found)
