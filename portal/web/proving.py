"""The page that asks for the password again; a form that was sent too late waits in it, and goes on afterwards."""

from typing import Any

from flask import render_template, request, url_for
from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from portal.core.language import lazy
from portal.domain.factors import Answer
from portal.web.forms import Form, Line
from portal.web.sent import OWN, given_back
from portal.web.session import site, whoever

LONGEST_CODE = Length(max=40, message=lazy("This is longer than any code."))


class FactorForm(Form):
    """The second factor: a code as typed, or what the page's script got from a passkey."""

    passkey = HiddenField()
    code = Line(lazy("Code"), [LONGEST_CODE])


class AgainForm(Form):
    """Its names have something before them, so that the fields of the form that waits keep theirs."""

    password = PasswordField(lazy("Your password"), [DataRequired(lazy("Enter your password."))])
    sends = HiddenField()  # whether a form waits, to be sent on to where it was going
    passkey = HiddenField()
    code = Line(lazy("Code"), [LONGEST_CODE])

    def __init__(self, **data: Any) -> None:
        super().__init__(prefix=OWN, **data)


class HandBackForm(Form):
    """A reader's word that whoever began anew is the person who had shared it."""

    confirmed = BooleanField(
        lazy("I have spoken with them, and it is them"), [DataRequired(lazy("Speak with them first."))]
    )


def answer_in(form: Form, session_id: Any) -> Answer:
    """The second factor that a form holds; asks for the site only where a passkey was used."""
    passkey = form["passkey"].data or ""
    return Answer(form["code"].data or "", passkey, session_id, site() if passkey else None)


def page(next_path: str | None, form: AgainForm | None = None, *, sends: bool = False) -> str:
    """The page, with what waits in it.

    Args:
        next_path: where it leads afterwards.
        form: as it was answered; None when it has only now become necessary.
        sends: whether a form waits.
    """
    form = form or AgainForm(formdata=None, sends="1" if sends else "")
    waits = given_back() if sends and request.method == "POST" else {"typed": [], "carried": []}
    action = url_for("account.again.prove", next=next_path)
    return render_template("account/again/show.html", form=form, action=action, who=whoever(), **waits)
