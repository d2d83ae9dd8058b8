"""Inviting: the form, and the slip that is handed over in person."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.core import qr
from portal.core.actor import STAFF, Actor, Role
from portal.core.language import _, lazy
from portal.domain import accounts, invitations, mail
from portal.domain.contact import Mode
from portal.domain.invitations import Slip
from portal.web.address import public_link
from portal.web.forms import Form, Line, OnceId, a_number, an_id, problems_in, problems_told
from portal.web.session import fresh, me

bp = Blueprint("invitations", __name__)

MAIL = {Mode.NONE: lazy("No e-mail"), Mode.PLAIN: lazy("The link by e-mail")}
ROLES = {  # by what the form sends
    "client": ((Role.CLIENT,), lazy("Client")),
    "therapist": ((Role.THERAPIST,), lazy("Therapist")),
    "admin": ((Role.ADMIN,), lazy("Admin")),
    "therapist-and-admin": ((Role.THERAPIST, Role.ADMIN), lazy("Therapist and admin")),
    "officer": ((Role.OFFICER,), lazy("Recovery officer")),
}


def _what(chosen: object) -> str | None:
    return next((name for name in ROLES if name == chosen), None)


def _a_mode(chosen: object) -> Mode:
    """Nobody is mailed by a form that did not say so."""
    return next((mode for mode in MAIL if mode == chosen), Mode.NONE)


class InviteForm(Form):
    person_id = OnceId()
    mode = RadioField(
        lazy("May this person be mailed?"),
        coerce=_a_mode,
        choices=[SelectChoice(mode, words) for mode, words in MAIL.items()],
        validate_choice=False,
    )
    address = Line(lazy("Address for mail"), [Length(max=254, message=lazy("Use a shorter one."))])
    name = Line(
        lazy("Name"),
        [
            DataRequired(lazy("Enter a name. They can change it when they join.")),
            Length(
                max=accounts.LONGEST_NAME,
                message=lazy("Use at most %(longest)s characters.", longest=accounts.LONGEST_NAME),
            ),
        ],
    )
    sign_in_name = Line(
        lazy("E-mail or sign-in name"),
        [
            DataRequired(lazy("Enter an e-mail address, or a name the two of you agree on.")),
            Length(max=accounts.LONGEST_SIGN_IN_NAME, message=lazy("Use a shorter one.")),
        ],
    )
    role = RadioField(
        lazy("What they do here"),
        [DataRequired(lazy("Choose one."))],
        coerce=_what,
        choices=[SelectChoice(name, words) for name, (_, words) in ROLES.items()],
        validate_choice=False,
    )


class NewSlipsForm(Form):
    sheet_id = OnceId()


@bp.get("/invite")
def new() -> ResponseReturnValue:
    return _page(InviteForm(mode=Mode.NONE))


@bp.post("/invite")
def create() -> ResponseReturnValue:
    form = InviteForm()
    if form.validate_on_submit():
        with problems_in(form):
            (role, *also), _ = ROLES[form["role"].data]
            _proved_for({role, *also})
            typed = (form["name"].data, form["sign_in_name"].data, role, form["person_id"].data)
            mode = form["mode"].data if mail.is_set() else Mode.NONE
            slip = invitations.invite(me(), *typed, mode=mode, address=form["address"].data, also=also)
            return _handed_over(slip)
    return _page(form)


@bp.post("/people/<uuid:person_id>/slip")
def renew(person_id: UUID) -> ResponseReturnValue:
    _proved_for(accounts.roles_of(person_id))
    with problems_told():
        return _handed_over(invitations.renew(me(), person_id))
    return redirect(url_for("admin.people.show", person_id=person_id))


@bp.get("/invite/open")
def index() -> ResponseReturnValue:
    return _open(NewSlipsForm())


@bp.post("/invite/open")
def print_new() -> ResponseReturnValue:
    """New slips for those that were ticked, on one sheet."""
    form = NewSlipsForm()
    if form.validate_on_submit():
        with problems_in(form):
            wanted = [found for said in request.form.getlist("person_ids") if (found := an_id(said))]
            _proved_for({role for person_id in wanted[: invitations.MOST_NEW] for role in accounts.roles_of(person_id)})
            sheet_id = invitations.print_new(me(), wanted, form["sheet_id"].data)
            return redirect(url_for("admin.sheets.show", sheet_id=sheet_id), HTTPStatus.SEE_OTHER)
    return _open(form)


@bp.post("/people/<uuid:person_id>/slip/end")
def expire(person_id: UUID) -> ResponseReturnValue:
    return _ended(person_id, invitations.expire, _("That invitation has ended. A new slip can be made at any time."))


@bp.post("/people/<uuid:person_id>/slip/withdraw")
def withdraw(person_id: UUID) -> ResponseReturnValue:
    return _ended(person_id, invitations.withdraw, _("Taken back. Their name, address and keys are gone from here."))


def _proved_for(roles: Iterable[Role]) -> None:
    """A slip for somebody who works here outlives the session that made it: one left open makes none."""
    if not STAFF.isdisjoint(roles):
        fresh()


def _ended(person_id: UUID, verb: Callable[[Actor, UUID], None], said: str) -> ResponseReturnValue:
    with problems_told():
        verb(me(), person_id)
        flash(said)
    return redirect(url_for("admin.people.show", person_id=person_id), HTTPStatus.SEE_OTHER)


def _open(form: Form) -> str:
    found = invitations.open_ones(me(), request.args.get("page", 1, type=a_number))
    made, most = invitations.sheets(me()), invitations.MOST_NEW
    return render_template("admin/invitations/index.html", form=form, found=found, sheets=made, most=most)


def _page(form: Form) -> str:
    return render_template("admin/invitations/new.html", form=form, has_mail=mail.is_set())


def _handed_over(slip: Slip) -> ResponseReturnValue:
    """The slip is in the answer and nowhere else. Its link is made from the settings, not from what a browser says."""
    link = public_link("account.invitations.show", token=slip.token)
    return render_template("admin/invitations/slip.html", slip=slip, link=link, picture=qr.squares_of(link))
