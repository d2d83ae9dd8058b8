"""Setting up, with an address that the start or an operator has handed out: an operator, a practice, its first admin.

Each page asks one group of questions. Closing the window loses nothing: the same address leads to the first step that
is not done yet.
"""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.core.clock import zone_here
from portal.core.language import _, lazy, spoken
from portal.domain import accounts, demo, operators, practices
from portal.domain.operators import Step, Underway
from portal.web.forms import Form, Line, its_language, problems_in
from portal.web.numbers import book, likely
from portal.web.pictures import scannable
from portal.web.session import anyone, let_in

bp = Blueprint("setup", __name__, url_prefix="/set-up")
bp.before_request(anyone)

NOT_TOO_LONG = Length(
    max=accounts.LONGEST_NAME, message=lazy("Use at most %(longest)s characters.", longest=accounts.LONGEST_NAME)
)
SIGN_IN_NAME = (
    DataRequired(lazy("Enter an e-mail address, or a name you make up.")),
    Length(max=accounts.LONGEST_SIGN_IN_NAME, message=lazy("Use a shorter one.")),
)


class WhoForm(Form):
    sign_in_name = Line(lazy("E-mail or name you sign in with"), SIGN_IN_NAME)
    password = PasswordField(lazy("Choose a password"), [DataRequired(lazy("Choose a password."))])
    seed = HiddenField(default=operators.new_seed)
    code = Line(lazy("Code it shows now"), [DataRequired(lazy("Type the six numbers that your program shows."))])


class PracticeForm(Form):
    practice_name = Line(lazy("Name of the practice"), [DataRequired(lazy("Enter a name.")), NOT_TOO_LONG])
    slug = Line(lazy("Word in the address"), [DataRequired(lazy("Enter one word, in small letters.")), NOT_TOO_LONG])
    keep_slug = BooleanField(lazy("Keep this word all the same"))
    country = SelectField(
        lazy("Country"),
        choices=lambda: [("", _("Another one")), *((each.code, each.name) for each in book().countries)],
    )
    time_zone = SelectField(lazy("Time zone"), choices=accounts.time_zones)
    language = its_language()


class AdminForm(Form):
    name = Line(lazy("Your name"), [DataRequired(lazy("Enter your name.")), NOT_TOO_LONG])
    sign_in_name = Line(lazy("E-mail or name you sign in with"), SIGN_IN_NAME)
    password = PasswordField(lazy("Choose a password"), [DataRequired(lazy("Choose a password."))])
    sees_clients = RadioField(
        lazy("Who is the first therapist?"),
        choices=[
            SelectChoice("yes", lazy("I am, and I run the practice too")),
            SelectChoice("no", lazy("Somebody else, whom I invite next")),
        ],
        invalid_choice_message=lazy("Choose one of these."),
    )


@bp.get("/<string:token>")
def show(token: str) -> ResponseReturnValue:
    at = operators.underway(token)
    if at is None:
        return redirect(url_for("account.signin.welcome"))
    step = Step.PRACTICE if at.step is Step.ADMIN and "change" in request.args else at.step
    return _page(token, at, step, _form(step, at))


@bp.post("/<string:token>/who")
def who(token: str) -> ResponseReturnValue:
    def done(at: Underway, form: Form) -> ResponseReturnValue:
        asked = ("sign_in_name", "password", "seed", "code")
        operators.make_operator(token, *(form[field].data for field in asked))
        return redirect(
            url_for("operators.signin.show" if at.what == "operator" else "account.setup.show", token=token)
        )

    return _step(token, Step.WHO, done)


@bp.post("/<string:token>/practice")
def practice(token: str) -> ResponseReturnValue:
    def done(_at: Underway, form: Form) -> ResponseReturnValue | None:
        if practices.slug_warning(form["slug"].data) and not form["keep_slug"].data:
            return None
        operators.answer(token, {field: form[field].data for field in _ASKED})
        return redirect(url_for("account.setup.show", token=token))

    return _step(token, Step.PRACTICE, done)


@bp.post("/<string:token>/admin")
def admin(token: str) -> ResponseReturnValue:
    """The practice is made, and its admin is in. The kit waits on the first page they see."""

    def done(at: Underway, form: Form) -> ResponseReturnValue:
        own = [form[field].data for field in ("name", "sign_in_name", "password")]
        named = [at.answers[field] for field in ("practice_name", "slug")]
        defaults = (("time_zone", "UTC"), ("country", ""), ("language", spoken()))
        place = [at.answers.get(field, default) for field, default in defaults]
        sees_clients = form["sees_clients"].data == "yes"
        practice_id, _kit = operators.set_up(token, *named, *own, *place, sees_clients=sees_clients)
        let_in(accounts.sign_in(practice_id, own[1], own[2], request.remote_addr or ""))
        if at.what == "first":
            return redirect(url_for("account.setup.show", token=token))
        return redirect(f"/p/{named[1]}/office/begin")

    return _step(token, Step.ADMIN, done)


@bp.post("/<string:token>/made-up")
def made_up(token: str) -> ResponseReturnValue:
    """A made-up practice to look around in, besides one's own or before there is one."""
    at = operators.underway(token)
    if at is None or at.what != "first" or at.step is Step.WHO:
        return redirect(url_for("account.signin.welcome"))
    entered = demo.begin()
    is_last = at.step is Step.TRY
    if is_last:
        operators.settle(token)
    return render_template("account/setup/made_up.html", entered=entered, token=token, is_last=is_last)


@bp.post("/<string:token>/done")
def done(token: str) -> ResponseReturnValue:
    """Start empty: the address leads nowhere from now on."""
    at = operators.underway(token)
    if at is not None and at.step is Step.TRY:
        operators.settle(token)
        return redirect(f"/p/{at.answers['slug']}/office/begin")
    return redirect(url_for("account.signin.welcome"))


def _step(token: str, step: Step, go_on: Callable[[Underway, Form], ResponseReturnValue | None]) -> ResponseReturnValue:
    """One step that was sent: the next one, or its page again with what is to mend. One that is done leads on."""
    at = operators.underway(token)
    if at is None:
        return redirect(url_for("account.signin.welcome"))
    if at.step is not step and not (step is Step.PRACTICE and at.step is Step.ADMIN):
        return redirect(url_for("account.setup.show", token=token))
    form = _form(step, at)
    if form.validate_on_submit():
        with problems_in(form):
            if answer := go_on(at, form):
                return answer
    return _page(token, at, step, form)


def _form(step: Step, at: Underway) -> Form:
    if step is Step.WHO:
        return WhoForm()
    if step is Step.ADMIN:
        return AdminForm()
    place = next(likely(), None)
    given = {"country": place.code if place else "", "time_zone": _zone_here(), "language": spoken(), **at.answers}
    return PracticeForm(**{field: given[field] for field in given if field in _ASKED})


def _zone_here() -> str:
    """This machine's zone, as far as one can choose it."""
    here = zone_here()
    return here if here in accounts.time_zones() else "UTC"


_ASKED = ("practice_name", "slug", "country", "time_zone", "language")


def _page(token: str, at: Underway, step: Step, form: Form) -> str:
    more: dict[str, object] = {}
    if step is Step.WHO:
        seed = form["seed"].data or ""
        if not operators.is_seed(seed):
            seed = form["seed"].data = operators.new_seed()
        more = {"picture": scannable(operators.seed_address(form["sign_in_name"].data or "", seed)), "seed": seed}
    if step is Step.PRACTICE:
        more = {"warning": practices.slug_warning(form["slug"].data or ""), "place": book().of(form["country"].data)}
    return render_template(f"account/setup/{step}.html", form=form, token=token, at=at, **more)
