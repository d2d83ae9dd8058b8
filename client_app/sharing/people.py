"""Someone you trust: inviting them with a link and a spoken code, what they may be given, and ending it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.core.language import _, lazy
from portal.domain import accounts, confidants
from portal.domain.invitations import Slip
from portal.web.address import public_link
from portal.web.forms import Form, Line, OnceId, problems_in, problems_told
from portal.web.session import me

bp = Blueprint("people", __name__, url_prefix="/sharing/people")


class InviteForm(Form):
    person_id = OnceId()
    name = Line(
        lazy("What you call them"),
        [
            DataRequired(lazy("Enter a name. They can change it when they join.")),
            Length(
                max=accounts.LONGEST_NAME,
                message=lazy("Use at most %(longest)s characters.", longest=accounts.LONGEST_NAME),
            ),
        ],
    )
    days = RadioField(
        lazy("How long can something stay open to them?"),
        choices=[SelectChoice(str(days), lazy("%(days)s days at most", days=days)) for days in confidants.DAYS],
        default=str(confidants.USUAL_DAYS),
        invalid_choice_message=lazy("Choose one of these."),
    )


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(InviteForm())


@bp.post("")
def invite() -> ResponseReturnValue:
    form = InviteForm()
    if form.validate_on_submit():
        with problems_in(form):
            slip = confidants.invite(me(), form.name.data, int(form.days.data), form.person_id.data)
            return _handed_over(slip)
    return _page(form)


@bp.post("/<uuid:friend_id>/slip")
def renew(friend_id: UUID) -> ResponseReturnValue:
    with problems_told():
        return _handed_over(confidants.renew(me(), friend_id))
    return redirect(url_for("client.people.index"))


@bp.post("/<uuid:friend_id>/back-in")
def let_back_in(friend_id: UUID) -> ResponseReturnValue:
    return _handed_over(confidants.let_back_in(me(), friend_id))


@bp.post("/<uuid:friend_id>/end")
def end(friend_id: UUID) -> ResponseReturnValue:
    confidants.end(me(), friend_id)
    flash(_("It has ended. Nothing of yours is open to them, and they are not told."))
    return redirect(url_for("client.people.index"))


def _page(form: InviteForm) -> str:
    trusted = confidants.trusted(me())
    return render_template("client/people/index.html", form=form, trusted=trusted, most=confidants.MOST)


def _handed_over(slip: Slip) -> ResponseReturnValue:
    """The slip is in the answer and nowhere else. Its link is made from the settings, not from what a browser says."""
    link = public_link("account.invitations.show", token=slip.token)
    return render_template("client/people/slip.html", slip=slip, link=link)
