"""The second step of one's sign-in: an app, passkeys, and codes on paper. Setting up and taking away."""

from http import HTTPStatus
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length

from portal.core.language import _, lazy
from portal.domain import factors
from portal.doors.account.preferences import LAYOUTS
from portal.doors.account.signin import FIRST_PAGES
from portal.web.forms import Form, Line, OnceId, problems_in
from portal.web.proving import LONGEST_CODE
from portal.web.session import fresh, lacks_factor, me, needs_factor, signed_in, site, whoever

bp = Blueprint("factors", __name__, url_prefix="/me/second")
bp.before_request(signed_in)

LONGEST_NAME = Length(max=60, message=lazy("Use at most 60 characters."))


class AppForm(Form):
    factor_id = OnceId()
    seed = HiddenField()
    name = Line(lazy("A name for it"), [LONGEST_NAME])
    code = Line(
        lazy("The code it shows now"), [DataRequired(lazy("Enter the six digits the app shows.")), LONGEST_CODE]
    )


class PasskeyForm(Form):
    factor_id = OnceId()
    passkey = HiddenField()
    name = Line(lazy("A name for it"), [LONGEST_NAME])


@bp.get("")
def index() -> ResponseReturnValue:
    who, found = whoever(), factors.mine(me())
    return render_template(
        "account/factors/index.html",
        factors=found,
        left=factors.left(me().person_id),
        how_many=factors.HOW_MANY,
        is_needed=needs_factor(who),
        can_have_passkeys=site().can_have_passkeys,
        layout=_layout(),
    )


@bp.get("/app")
def new_app() -> ResponseReturnValue:
    fresh()
    return _app(AppForm(formdata=None))


@bp.post("/app")
def add_app() -> ResponseReturnValue:
    fresh()
    form = AppForm()
    if form.validate_on_submit():
        with problems_in(form):
            given = (form[part].data for part in ("factor_id", "seed", "code", "name"))
            factors.add_app(me(), *given)
            return _added(form["factor_id"].data)
    return _app(form)


@bp.get("/passkey")
def new_passkey() -> ResponseReturnValue:
    fresh()
    return _passkey(PasskeyForm(formdata=None))


@bp.post("/passkey/ask")
def ask() -> ResponseReturnValue:
    """What the browser needs to make a passkey; asked by the page's script."""
    who = fresh()
    return factors.ask_for_new(me(), who.session_id, site(), who.name)


@bp.post("/passkey")
def add_passkey() -> ResponseReturnValue:
    who, form = fresh(), PasskeyForm()
    if form.validate_on_submit():
        with problems_in(form):
            factor_id, answer, name = (form[part].data for part in ("factor_id", "passkey", "name"))
            factors.add_passkey(me(), who.session_id, site(), factor_id, answer or "", name or "")
            return _added(factor_id)
    return _passkey(form)


@bp.post("/codes")
def codes() -> ResponseReturnValue:
    """The codes are in the answer and nowhere else; asked for twice, the second ones count."""
    fresh()
    return _codes()


@bp.post("/<uuid:factor_id>/remove")
def remove(factor_id: UUID) -> ResponseReturnValue:
    factors.remove(me(), factor_id, is_needed=needs_factor(fresh()))
    flash(_("It is removed, and opens nothing any more."))
    return redirect(url_for("account.factors.index"), HTTPStatus.SEE_OTHER)


@bp.post("/offer/end")
def end_offer() -> ResponseReturnValue:
    """Put aside, for good; said once where it stays."""
    factors.end_offer(me())
    flash(_("It is not offered again. You find it under Me whenever you like."))
    return redirect(url_for(FIRST_PAGES[me().role]), HTTPStatus.SEE_OTHER)


def _added(factor_id: UUID) -> ResponseReturnValue:
    """With the very first one come the codes that stand in for it; sent twice, those of the second answer count."""
    if not factors.has_other(me().person_id, factor_id):
        return _codes()
    flash(_("It is added. From now on it works when you sign in."))
    return redirect(url_for("account.factors.index"), HTTPStatus.SEE_OTHER)


def _codes() -> str:
    return render_template("account/factors/codes.html", codes=factors.new_codes(me()), layout=_layout())


def _app(form: AppForm) -> str:
    """The picture stays the same until the code fits, so that the app need not be set up twice."""
    seed = form["seed"].data or factors.new_seed()
    form["seed"].data = seed
    enrolling = factors.enrolling(seed, whoever().name, site().rp_id)
    form["code"].data = ""
    return render_template("account/factors/app.html", form=form, enrolling=enrolling, layout=_layout())


def _passkey(form: PasskeyForm) -> str:
    form["passkey"].data, form["factor_id"].data = "", form["factor_id"].data or uuid4()
    return render_template("account/factors/passkey.html", form=form, site=site(), layout=_layout())


def _layout() -> str:
    """Whoever has to set one up first finds no ways on this page that would only lead back to it."""
    return "layouts/plain.html" if lacks_factor(whoever()) else LAYOUTS[me().role]
