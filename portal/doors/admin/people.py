"""People: found by name, role and status; one person, what they do here, and whose caseload a client is on."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from portal.core.actor import Role
from portal.core.language import _, lazy
from portal.domain import accounts, caseload, contact, recovery
from portal.domain.accounts import Sought, Status
from portal.web.forms import Form, Line, a_number, an_id, problems_in, problems_told
from portal.web.session import fresh, me

bp = Blueprint("people", __name__, url_prefix="/people")

ROLES = {
    Role.CLIENT: lazy("Clients"),
    Role.THERAPIST: lazy("Therapists"),
    Role.ADMIN: lazy("Admins"),
    Role.OFFICER: lazy("Recovery officers"),
    Role.CONFIDANT: lazy("Someone a client trusts"),
}
STATUSES = {
    Status.HERE: lazy("Here"),
    Status.INVITED: lazy("Invited"),
    Status.INVITATION_OVER: lazy("Needs a new slip"),
    Status.ENDED: lazy("Not here any more"),
    Status.CLOSED: lazy("Closed"),
}

GIVEN = {Role.THERAPIST: lazy("Therapist"), Role.ADMIN: lazy("Admin")}


class SeekForm(Form):
    """Whom to look for. A name is never part of an address, so it is sent and not asked for."""

    name = Line(lazy("Name, or what they sign in with"))
    role = SelectField(
        lazy("What they do here"),
        choices=[SelectChoice("", lazy("Everybody")), *(SelectChoice(*each) for each in ROLES.items())],
        validate_choice=False,
    )
    status = SelectField(
        lazy("Status"),
        choices=[
            SelectChoice("", lazy("Whoever is here or invited")),
            *(SelectChoice(*each) for each in STATUSES.items()),
        ],
        validate_choice=False,
    )


class AssignForm(Form):
    therapist_id = SelectField(
        lazy("Who is to look after them?"),
        [DataRequired(lazy("Choose a therapist."))],
        coerce=an_id,
        validate_choice=False,
        choices=(),
    )


class RoleForm(Form):
    role = SelectField(
        lazy("Something else they do here"),
        choices=[
            SelectChoice("", lazy("Choose")),
            *(SelectChoice(role, GIVEN[role]) for role in accounts.GIVEN_HERE),
        ],
        validate_choice=False,
    )


@bp.get("")
def index() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "") for name in ("role", "status")}
    return _list(SeekForm(formdata=None, **asked), request.args.get("page", 1, type=a_number))


@bp.post("/find")
def find() -> ResponseReturnValue:
    form = SeekForm()
    return _list(form, request.form.get("page", 1, type=a_number) if form.validate_on_submit() else 1)


@bp.get("/<uuid:person_id>")
def show(person_id: UUID) -> ResponseReturnValue:
    return _page(person_id, AssignForm())


@bp.post("/<uuid:person_id>/therapist")
def assign(person_id: UUID) -> ResponseReturnValue:
    form = AssignForm()
    if form.validate_on_submit():
        with problems_in(form):
            caseload.assign(me(), person_id, form["therapist_id"].data)
            flash(_("They look after this person from now on. They see nothing until it is shared with them."))
            return _back(person_id)
    return _page(person_id, form)


@bp.post("/<uuid:person_id>/role")
def begin_role(person_id: UUID) -> ResponseReturnValue:
    fresh()
    form = RoleForm()
    if form.validate_on_submit():
        with problems_in(form):
            accounts.begin_role(me(), person_id, _a_role(form["role"].data))
            flash(_("From their next sign-in on they do this here, too. They are signed out now."))
            return _back(person_id)
    return _page(person_id, AssignForm(formdata=None), form)


@bp.post("/<uuid:person_id>/role/end")
def end_role(person_id: UUID) -> ResponseReturnValue:
    fresh()
    with problems_told():
        accounts.end_role(me(), person_id, _a_role(request.form.get("role", "")))
        flash(_("That has ended, and they are signed out everywhere."))
    return _back(person_id)


@bp.post("/<uuid:person_id>/end")
def end_work(person_id: UUID) -> ResponseReturnValue:
    fresh()
    with problems_told():
        accounts.end_work(me(), person_id)
        flash(_("They do not work here any more, and cannot sign in. What they wrote for the record stays."))
    return _back(person_id)


def _back(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("admin.people.show", person_id=person_id), HTTPStatus.SEE_OTHER)


def _a_role(chosen: object) -> Role:
    """The role of that name; what nobody can be given or ended, of anything else."""
    return next((role for role in Role if role == chosen), Role.CONFIDANT)


def _list(form: Form, page: int) -> str:
    role = next((role for role in ROLES if role == form["role"].data), None)
    status = next((status for status in STATUSES if status == form["status"].data), None)
    words = form["name"].data or ""
    found = accounts.search(me(), Sought("" if form.errors else words, role, status, page))
    asked = {"role": role or "", "status": status or ""}
    return render_template(
        "admin/people/index.html",
        form=form,
        found=found,
        asked=asked,
        words=words,
        statuses=STATUSES,
        kit_is_open=recovery.kit_is_open(me()),
    )


def _page(person_id: UUID, form: Form, role: Form | None = None) -> ResponseReturnValue:
    person, ties = accounts.person(me(), person_id), accounts.ties(me(), person_id)
    free = []
    if person.is_client and person.is_open:
        taken = {tie.person_id for tie in ties}
        free = [one for one in accounts.people(me(), Role.THERAPIST) if one.is_open and one.id not in taken]
    form["therapist_id"].choices = [
        SelectChoice("", _("Choose")),
        *(SelectChoice(str(one.id), one.name) for one in free),
    ]
    found = {"person": person, "ties": ties, "form": form, "free": free, "mail": contact.setting(me(), person_id)}
    return render_template("admin/people/show.html", role_form=role or RoleForm(formdata=None), **found)
