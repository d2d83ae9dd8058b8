"""The practice's library: what its clients find there, added and taken off by the office."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.language import _, lazy
from portal.domain import resources
from portal.web.forms import Form, Line, OnceId, problems_in
from portal.web.session import me

bp = Blueprint("resources", __name__, url_prefix="/library")


class ResourceForm(Form):
    resource_id = OnceId()
    kind = SelectField(lazy("What is it?"), choices=[SelectChoice(*one) for one in resources.KINDS.items()])
    title = Line(lazy("Title"))
    by = Line(lazy("By whom"))
    about = Line(lazy("In a sentence"))
    url = Line(lazy("Address"))


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(ResourceForm(formdata=None))


@bp.post("")
def add() -> ResponseReturnValue:
    form = ResourceForm()
    if form.validate_on_submit():
        said = {name: form[name].data for name in ("kind", "title", "by", "about", "url", "resource_id")}
        with problems_in(form):
            resources.add(me(), **said)
            flash(_("It is in the library now."))
            return redirect(url_for("admin.resources.index"), HTTPStatus.SEE_OTHER)
    return _page(form)


@bp.post("/take-off")
def take_off() -> ResponseReturnValue:
    resources.take_off(me(), request.form.get("slug", ""))
    flash(_("It is off the shelf. Nobody sees who had saved it."))
    return redirect(url_for("admin.resources.index"), HTTPStatus.SEE_OTHER)


def _page(form: Form) -> str:
    shelf = resources.shelf(me())
    return render_template("admin/resources/index.html", form=form, shelf=shelf, kinds=resources.KINDS)
