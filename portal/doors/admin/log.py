"""The activity log: who did what, when and about whom, for whoever runs the practice; never what it was."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.language import _, lazy
from portal.domain import audit, disclosures
from portal.domain.audit import Kind, Seek
from portal.web.forms import Day, Form, HiddenId, Line, a_number, problems_in
from portal.web.session import fresh, me

bp = Blueprint("log", __name__, url_prefix="/log")

VIEWS = {
    Kind.OPENED: lazy("Opened"),
    Kind.EXPORTS: lazy("Exports"),
    Kind.TROUBLE: lazy("Sign-in trouble"),
    Kind.OFFICE: lazy("Admin actions"),
}
KINDS = VIEWS | {Kind.ACCOUNTS: lazy("Accounts"), Kind.CARE: lazy("Sessions, summaries and the record")}
CHOICES = [SelectChoice("", lazy("Every kind")), *(SelectChoice(*each) for each in KINDS.items())]


class SeekForm(Form):
    """Which lines. A name is never part of an address, so a person is an id here and found on a page of its own."""

    kind = SelectField(
        lazy("Kind"),
        choices=[SelectChoice("", lazy("Every kind")), *(SelectChoice(*each) for each in KINDS.items())],
        validate_choice=False,
    )
    first = Day(lazy("First day"))
    last = Day(lazy("Last day"))
    person = HiddenId()

    class Meta:
        """It only asks, so it carries no token into the address."""

        csrf = False

    def seek(self) -> Seek:
        """What is asked for; what no kind is called is every kind."""
        kind = self["kind"].data
        chosen = Kind(kind) if kind in KINDS else None
        return Seek(chosen, self["person"].data, self["first"].data, self["last"].data)


class NameForm(Form):
    name = Line(lazy("Name of a person"))


@bp.get("")
def index() -> ResponseReturnValue:
    form = SeekForm(request.args)
    page = None
    if form.validate():
        with problems_in(form):
            page = audit.lines(me(), form.seek(), request.args.get("before", type=a_number))
    return _page(form, page)


@bp.post("/person")
def find() -> ResponseReturnValue:
    """One person of that name: their lines. Several: which of them."""
    form, asking = NameForm(), SeekForm(request.args)
    asked = _asked(asking.seek()) if asking.validate() else {}
    if not form.validate_on_submit():
        return _page(asking, None, form)
    found = audit.people_called(me(), form["name"].data)
    if len(found) == 1:
        return redirect(url_for("admin.log.index", **{**asked, "person": found[0][0]}), HTTPStatus.SEE_OTHER)
    return render_template("admin/log/find.html", form=form, found=found, asked=asked)


@bp.get("/<int:line>")
def show(line: int) -> ResponseReturnValue:
    return render_template("admin/log/show.html", whole=audit.line(me(), line), kinds=KINDS)


@bp.get("/gap")
def gap() -> ResponseReturnValue:
    """What to do when the record is not whole."""
    return render_template("admin/log/gap.html", check=audit.last_check(me()))


@bp.post("/file")
def export() -> ResponseReturnValue:
    """The lines of a view as a file; that it was made is a line of the log itself."""
    fresh()
    form = SeekForm(request.form)
    if form.validate():
        with problems_in(form):
            made = disclosures.log_file(me(), form.seek(), request.form.get("form", ""))
            headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
            return Response(made.data, mimetype=made.mimetype, headers=headers)
    return _page(form, None)


def _page(form: SeekForm, page: audit.Listed | None, named: Form | None = None) -> str:
    seek = form.seek()
    asked = _asked(seek)
    found: dict[str, Any] = {"form": form, "page": page, "named": named or NameForm(formdata=None), "asked": asked}
    found["views"] = [
        ("", _("Everything"), url_for("admin.log.index", **{**asked, "kind": None})),
        *((kind, words, url_for("admin.log.index", **{**asked, "kind": kind})) for kind, words in VIEWS.items()),
    ]
    found["person"] = audit.name_of(me(), seek.person_id) if seek.person_id else ""
    found |= {"check": audit.last_check(me()), "most": disclosures.MOST_LINES, "is_older": "before" in request.args}
    return render_template("admin/log/index.html", **found)


def _asked(seek: Seek) -> dict[str, Any]:
    """What an address carries along."""
    parts = {"kind": seek.kind, "person": seek.person_id, "first": seek.first, "last": seek.last}
    return {name: part for name, part in parts.items() if part}
