"""Practices as their operator arranges them: seen, begun, closed and opened, given a host, archived, removed."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import DataRequired, Length

from portal.core.language import _, lazy
from portal.domain import accounts, demo, operators, practices
from portal.domain.operators import acts, archives, care, leaving, removing
from portal.domain.operators.acts import Act
from portal.web.forms import Form, Line, its_language, problems_in
from portal.web.operators import me, only_operator, to_prove_again

bp = Blueprint("practices", __name__)
bp.before_request(only_operator)

NOT_TOO_LONG = Length(
    max=accounts.LONGEST_NAME, message=lazy("Use at most %(longest)s characters.", longest=accounts.LONGEST_NAME)
)


class BeginForm(Form):
    practice_name = Line(lazy("Name of the practice"), [DataRequired(lazy("Enter a name.")), NOT_TOO_LONG])
    slug = Line(lazy("Word in the address"), [DataRequired(lazy("Enter one word, in small letters.")), NOT_TOO_LONG])
    language = its_language()


class HostForm(Form):
    host = Line(lazy("Own host"), [Length(max=care.LONGEST_HOST, message=lazy("No host has such a long name."))])
    is_understood = BooleanField(lazy("The people of the practice know that their passkeys stop answering"))


class RemoveForm(Form):
    slug = Line(lazy("The practice's word in addresses"), [DataRequired(lazy("Type the word as it stands above."))])


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("operators/practices/index.html", practices=care.every(), waiting=operators.waiting())


@bp.get("/practices/new")
def new() -> ResponseReturnValue:
    return to_prove_again() or render_template("operators/practices/new.html", form=BeginForm())


@bp.post("/practices/new")
def create() -> ResponseReturnValue:
    """The address is in the answer and nowhere else. The operator hands it over, and never learns a password."""
    if again := to_prove_again():
        return again
    form = BeginForm()
    warning = practices.slug_warning(form["slug"].data or "")
    if form.validate_on_submit():
        with problems_in(form):
            asked = (form[field].data for field in ("practice_name", "slug", "language"))
            address = operators.new_practice_address(me(), *asked)
            return render_template("operators/practices/begun.html", address=address, warning=warning)
    return render_template("operators/practices/new.html", form=form)


@bp.post("/practices/waiting/<uuid:set_up_id>")
def take_back(set_up_id: UUID) -> ResponseReturnValue:
    operators.take_back(me(), set_up_id)
    flash(_("Taken back. The address leads nowhere now."))
    return redirect(url_for("operators.practices.index"))


@bp.post("/practices/made-up")
def make_up() -> ResponseReturnValue:
    if again := to_prove_again(url_for("operators.practices.index")):
        return again
    entered = demo.begin()
    acts.note_alone(me().operator_id, Act.MADE_UP)
    return render_template("operators/practices/made_up.html", entered=entered)


@bp.get("/practices/<uuid:practice_id>")
def show(practice_id: UUID) -> ResponseReturnValue:
    return _page(practice_id, HostForm(host=care.one(practice_id).host))


@bp.post("/practices/<uuid:practice_id>/pause")
def pause(practice_id: UUID) -> ResponseReturnValue:
    if again := _to_prove_again(practice_id):
        return again
    care.pause(me(), practice_id)
    return _back(practice_id, _("Closed for now. Its jobs wait, and its help numbers stay."))


@bp.post("/practices/<uuid:practice_id>/open")
def resume(practice_id: UUID) -> ResponseReturnValue:
    if again := _to_prove_again(practice_id):
        return again
    care.resume(me(), practice_id)
    return _back(practice_id, _("Open. What waited goes on."))


@bp.post("/practices/<uuid:practice_id>/host")
def keep_host(practice_id: UUID) -> ResponseReturnValue:
    if again := _to_prove_again(practice_id):
        return again
    form = HostForm()
    if form.validate_on_submit():
        with problems_in(form):
            care.keep_host(me(), practice_id, form["host"].data, is_understood=form["is_understood"].data)
            return _back(practice_id, _("Kept."))
    return _page(practice_id, form)


@bp.post("/practices/<uuid:practice_id>/archive")
def archive(practice_id: UUID) -> ResponseReturnValue:
    if again := _to_prove_again(practice_id):
        return again
    archives.ask(me(), practice_id)
    return redirect(url_for("operators.practices.archiving", practice_id=practice_id), HTTPStatus.SEE_OTHER)


@bp.get("/practices/<uuid:practice_id>/archive")
def archiving(practice_id: UUID) -> ResponseReturnValue:
    """How the archive that was asked for last stands."""
    asked = {"practice": care.one(practice_id), "making": archives.newest(practice_id)}
    return render_template("operators/practices/archiving.html", **asked)


@bp.get("/practices/<uuid:practice_id>/archives/<int:number>")
def fetch(practice_id: UUID, number: int) -> ResponseReturnValue:
    if again := to_prove_again():
        return again
    path = archives.fetch(me(), practice_id, number)
    return send_file(path, as_attachment=True, download_name=path.name)


@bp.get("/practices/<uuid:practice_id>/remove")
def removal(practice_id: UUID) -> ResponseReturnValue:
    if again := to_prove_again():
        return again
    return _removal(practice_id, RemoveForm())


@bp.post("/practices/<uuid:practice_id>/remove")
def remove(practice_id: UUID) -> ResponseReturnValue:
    if again := to_prove_again():
        return again
    form = RemoveForm()
    if form.validate_on_submit():
        with problems_in(form):
            care.let_go_of(me(), practice_id, form["slug"].data)
            return _back(
                practice_id,
                _("Due to be removed. Its admins and officers are told, and until then you can stop it here."),
            )
    return _removal(practice_id, form)


@bp.post("/practices/<uuid:practice_id>/keep")
def keep(practice_id: UUID) -> ResponseReturnValue:
    if again := _to_prove_again(practice_id):
        return again
    care.keep(me(), practice_id)
    return _back(practice_id, _("It stays. Its admins and officers are told."))


@bp.post("/practices/<uuid:practice_id>/remove-made-up")
def remove_made_up(practice_id: UUID) -> ResponseReturnValue:
    if again := _to_prove_again(practice_id):
        return again
    removing.remove_made_up(practice_id, me().operator_id)
    flash(_("The made-up practice is gone, with all that was in it."))
    return redirect(url_for("operators.practices.index"))


def _to_prove_again(practice_id: UUID) -> ResponseReturnValue | None:
    """Before what a button does: password and code, and then the page it stands on."""
    return to_prove_again(url_for("operators.practices.show", practice_id=practice_id))


def _back(practice_id: UUID, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("operators.practices.show", practice_id=practice_id))


def _page(practice_id: UUID, form: Form) -> str:
    asked = {"practice": care.one(practice_id), "archives": archives.of(practice_id)}
    asked["making"] = archives.newest(practice_id)
    return render_template("operators/practices/show.html", form=form, stranded=care.stranded(practice_id), **asked)


def _removal(practice_id: UUID, form: Form) -> str:
    return render_template(
        "operators/practices/remove.html", form=form, practice=care.one(practice_id), grace=leaving.GRACE
    )
