"""Inviting: the form, and the slip that is handed over in person."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.core.actor import Role
from portal.core.errors import Invalid
from portal.domain import accounts, invitations, mail
from portal.domain.contact import Mode
from portal.domain.invitations import Slip
from portal.web.address import public_link
from portal.web.forms import Form, Line, OnceId, problems_in
from portal.web.session import me

bp = Blueprint("invitations", __name__)

MAIL = {Mode.NONE: "No e-mail", Mode.PLAIN: "Plain e-mail", Mode.NORMAL: "Normal e-mail"}
ROLES = {Role.CLIENT: "Client", Role.THERAPIST: "Therapist", Role.ADMIN: "Admin", Role.OFFICER: "Recovery officer"}


def _a_role(chosen: object) -> Role | None:
    return next((role for role in ROLES if role == chosen), None)


def _a_mode(chosen: object) -> Mode:
    """Nobody is mailed by a form that did not say so."""
    return next((mode for mode in Mode if mode == chosen), Mode.NONE)


class InviteForm(Form):
    person_id = OnceId()
    mode = RadioField(
        "May this person be mailed?",
        coerce=_a_mode,
        choices=[SelectChoice(mode, words) for mode, words in MAIL.items()],
        validate_choice=False,
    )
    address = Line("Address for mail", [Length(max=254, message="Use a shorter one.")])
    name = Line(
        "Name",
        [
            DataRequired("Enter a name. They can change it when they join."),
            Length(max=accounts.LONGEST_NAME, message=f"Use at most {accounts.LONGEST_NAME} characters."),
        ],
    )
    sign_in_name = Line(
        "E-mail or sign-in name",
        [
            DataRequired("Enter an e-mail address, or a name the two of you agree on."),
            Length(max=accounts.LONGEST_SIGN_IN_NAME, message="Use a shorter one."),
        ],
    )
    role = RadioField(
        "What they do here",
        [DataRequired("Choose one.")],
        coerce=_a_role,
        choices=[SelectChoice(role, words) for role, words in ROLES.items()],
        validate_choice=False,
    )


@bp.get("/invite")
def new() -> ResponseReturnValue:
    return _page(InviteForm(mode=Mode.PLAIN))


@bp.post("/invite")
def create() -> ResponseReturnValue:
    form = InviteForm()
    if form.validate_on_submit():
        with problems_in(form):
            typed = (form[field].data for field in ("name", "sign_in_name", "role", "person_id"))
            mode = form["mode"].data if mail.is_set() else Mode.NONE
            return _handed_over(invitations.invite(me(), *typed, mode=mode, address=form["address"].data))
    return _page(form)


@bp.post("/people/<uuid:person_id>/slip")
def renew(person_id: UUID) -> ResponseReturnValue:
    try:
        return _handed_over(invitations.renew(me(), person_id))
    except Invalid as problem:
        flash(str(problem), "please-know")
        return redirect(url_for("admin.people.show", person_id=person_id))


def _page(form: Form) -> str:
    return render_template("admin/invitations/new.html", form=form, has_mail=mail.is_set())


def _handed_over(slip: Slip) -> ResponseReturnValue:
    """The slip is in the answer and nowhere else. Its link is made from the settings, not from what a browser says."""
    link = public_link("account.invitations.show", token=slip.token)
    return render_template("admin/invitations/slip.html", slip=slip, link=link)
