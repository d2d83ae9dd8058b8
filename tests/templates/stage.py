"""A small house that has nothing but the templates: the real environment, and addresses that lead nowhere."""

from datetime import timedelta
from types import SimpleNamespace

from flask import Flask, g, render_template_string
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from portal.core.actor import Role
from portal.domain.preferences import Preferences
from portal.web import styles, templating

PLACES = [
    "client.home.show", "client.journal.index", "client.journal.new", "client.sharing.index",
    "client.goals.index", "client.mood.index", "client.prompts.index", "client.agenda.index",
    "client.conversation.index", "client.steady.index", "client.measures.index", "client.files.index",
    "account.me.show", "account.factors.index", "account.closed.show",
    "therapist.today.show",
    "therapist.inbox.index", "therapist.caseload.index", "therapist.prompts.index", "therapist.summaries.index",
    "therapist.rhythm.show",
    "admin.caseload.index", "admin.begin.made_up",
    "operators.practices.index", "operators.health.show", "operators.jobs.index", "operators.checks.show",
    "operators.log.index", "operators.reading.show", "operators.releases.show", "operators.signin.leave",
    "admin.overview.show", "admin.people.index", "admin.invitations.new", "admin.practice.index", "admin.log.index",
    "officer.officers.index", "officer.requests.index", "officer.kit.show",
    "officer.record.index", "account.way_back.stop",
    "account.signin.show", "account.signin.leave",
    "guest.reading.index", "account.leave.now", "account.preferences.show", "account.sessions.stay",
    "account.drafts.save", "client.journal.write", "help.show", "install.manifest",
]  # fmt: skip
PERSON = SimpleNamespace(
    name="Mara Lindqvist",
    roles=frozenset({Role.THERAPIST, Role.ADMIN, Role.OFFICER}),
    time_zone="Europe/London",
    preferences=Preferences(),
    idle=timedelta(minutes=15),
    told_until=None,
)


def build() -> Flask:
    app = Flask("portal", template_folder="templates", static_folder="static")
    app.config.update(SECRET_KEY="only for tests", TESTING=True, LEAVE_URL="https://weather.example")
    CSRFProtect(app)
    LoginManager(app).user_loader(lambda _id: None)
    for part in (styles, templating):
        part.init_app(app)
    app.context_processor(lambda: {"visitor": PERSON})
    for place in PLACES:
        app.add_url_rule("/" + place.replace(".", "/"), endpoint=place, view_func=lambda: "")
    app.pages, app.wishes = {}, ()
    app.before_request(lambda: setattr(g, "prefs", app.wishes))
    app.add_url_rule("/page/<name>", view_func=lambda name: _render(app.pages[name]), methods=["GET", "POST"])
    return app


def _render(page) -> str:
    source, data = page
    return render_template_string(source, **(data() if callable(data) else data))
