"""A small house that has nothing but the templates: the real environment, and addresses that lead nowhere."""

from datetime import timedelta
from types import SimpleNamespace

from flask import Flask, render_template_string
from flask_login import LoginManager
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import DateField, EmailField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from portal.domain.preferences import Preferences
from portal.web import templating

PLACES = [
    "client.home.show", "client.journal.index", "client.journal.new", "client.sharing.index",
    "therapist.inbox.index", "therapist.caseload.index", "therapist.summaries.index",
    "admin.people.index", "admin.invitations.new", "account.signin.show", "account.signin.leave",
    "guest.reading.index", "account.leave.now", "account.preferences.show", "account.sessions.stay",
    "account.drafts.save", "client.journal.write", "help.show", "install.manifest",
]  # fmt: skip
PERSON = SimpleNamespace(
    name="Mara Lindqvist", time_zone="Europe/London", preferences=Preferences(), idle=timedelta(minutes=15)
)


def build() -> Flask:
    app = Flask("portal", template_folder="templates", static_folder="static")
    app.config.update(SECRET_KEY="only for tests", TESTING=True, LEAVE_URL="https://weather.example")
    CSRFProtect(app)
    LoginManager(app).user_loader(lambda _id: None)
    templating.init_app(app)
    app.context_processor(lambda: {"visitor": PERSON})
    for place in PLACES:
        app.add_url_rule("/" + place.replace(".", "/"), endpoint=place, view_func=lambda: "")
    app.pages = {}
    app.add_url_rule("/page/<name>", view_func=lambda name: _render(app.pages[name]), methods=["GET", "POST"])
    return app


def _render(page) -> str:
    source, data = page
    return render_template_string(source, **(data() if callable(data) else data))


WAYS = [SelectChoice("print", "Printed slip"), SelectChoice("plain", "Plain e-mail")]


class Example(FlaskForm):
    """One field of each kind."""

    title = StringField("Title", [Optional(), Length(max=200)])
    body = TextAreaField("Your note", [DataRequired("Write a word or two first."), Length(max=100_000)])
    email = EmailField("E-mail address", [DataRequired("Enter an address like name@example.org.")])
    on = DateField("From", [Optional()])
    role = SelectField("Role", choices=[SelectChoice("client", "Client"), SelectChoice("therapist", "Therapist")])
    way = RadioField("How shall we reach them?", [DataRequired("Choose one.")], choices=WAYS)
    secret = PasswordField("Password", [DataRequired("Enter your password.")])
    code = StringField("Code", [DataRequired("Enter the code you were given.")])


def fresh() -> Example:
    return Example(formdata=None)


def refused() -> Example:
    """The same form after everything was left out."""
    form = Example(formdata=None)
    form.validate()
    return form
