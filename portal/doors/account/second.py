"""The second step of signing in: the password was right, and a code or a passkey is asked for."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.actor import Actor, Role
from portal.core.errors import NotSignedIn
from portal.domain import accounts, factors
from portal.domain.sessions import Half
from portal.web.forms import problems_in
from portal.web.proving import FactorForm, answer_in
from portal.web.session import anyone, arrival, half, let_in, site

bp = Blueprint("second", __name__, url_prefix="/in/second")
bp.before_request(anyone)


@bp.get("")
def show() -> ResponseReturnValue:
    try:
        return _page(half(), FactorForm())
    except NotSignedIn:
        return redirect(url_for("account.signin.show", next=request.args.get("next")))


@bp.post("")
def enter() -> ResponseReturnValue:
    who, form = half(), FactorForm()
    if form.validate_on_submit():
        with problems_in(form):
            let_in(accounts.finish(who, answer_in(form, who.id), request.remote_addr or ""))
            return redirect(arrival(request.args.get("next")))
    return _page(who, form)


@bp.post("/ask")
def ask() -> ResponseReturnValue:
    """What a passkey of theirs is to sign; asked by the page's script."""
    who = half()
    return factors.ask_for_one(_acting(who), who.id, site())


def _page(who: Half, form: FactorForm) -> str:
    kinds = factors.kinds_of(who.person_id)
    path = url_for("account.second.ask")
    return render_template("account/second/show.html", form=form, ask=path, kinds=kinds, next=request.args.get("next"))


def _acting(who: Half) -> Actor:
    """Only to read what their own passkeys are called; no room opens to it."""
    return Actor(who.person_id, who.practice_id, Role.CONFIDANT, who.keys)
