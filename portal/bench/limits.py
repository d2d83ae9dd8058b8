"""What this machine can do at best: a bare page and a stock page of Flask, measured beside Harbour's own.

`gunicorn 'portal.bench.limits:build("sqlite:///…")'`. It shares no code with Harbour on purpose.
"""

import threading
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import DictLoader
from sqlalchemy import Engine, ForeignKey, Index, bindparam, create_engine, event, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from wtforms import StringField

from portal.bench.words import texts

ROWS = 20  # on a page
NOTES = 2000  # of the one account
ME = 1  # its id
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Notes</title><link rel="stylesheet" href="/static/page.css"></head>
<body><header class="bar"><a href="/">Limits</a><nav><a href="/bare">Notes</a> <a href="/stock">Log</a></nav></header>
<main><h1>Notes of {{ name }}</h1>
{% if form %}<form method="post">{{ form.hidden_tag() }}{{ form.title() }}</form>{% endif %}
<ol class="rows">{% for note in notes %}
<li class="row"><article><h2><a href="/notes/{{ note.id }}">{{ note.title }}</a></h2>
<p class="when"><time datetime="{{ note.written_at }}">{{ note.written_at }}</time></p>
<p class="line">{{ note.first_line }}</p><p class="badge">Only you can read this note.</p></article></li>{% endfor %}
</ol></main></body></html>"""


class Base(DeclarativeBase):
    """Tables of the limits alone."""


class Account(Base, UserMixin):  # type: ignore[misc]  # Flask-Login is untyped
    """Whoever is signed in."""

    __tablename__ = "bench_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    notes: Mapped[int] = mapped_column(default=0)


class Note(Base):
    """What is listed."""

    __tablename__ = "bench_note"
    __table_args__ = (Index("ix_bench_note", "account_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("bench_account.id"))
    written_at: Mapped[datetime]
    title: Mapped[str]
    first_line: Mapped[str]
    body: Mapped[str]


class Trail(Base):
    """What was done."""

    __tablename__ = "bench_trail"
    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str]


ONE = select(Account.id, Account.name).where(Account.id == bindparam("account_id"))
NEWEST = (
    select(Note.id, Note.title, Note.written_at, Note.first_line)
    .where(Note.account_id == bindparam("account_id"))
    .order_by(Note.id.desc())
    .limit(ROWS)
)


def fill(url: str) -> None:
    """Make the tables and their rows; `url` is of a role that may make tables."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    day = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    with engine.begin() as connection:
        connection.execute(insert(Account), [{"id": ME, "name": "Samuel", "notes": NOTES}])
        rows = (_row(text, day + timedelta(hours=place)) for place, text in enumerate(texts(NOTES)))
        while some := list(islice(rows, 500)):
            connection.execute(insert(Note), some)
    engine.dispose()


def build(url: str) -> Flask:
    """The application: /ping, /bare, /stock and, to be posted to, /write."""
    app = Flask("limits")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, WTF_CSRF_CHECK_DEFAULT=False)
    app.secret_key = "limits"  # noqa: S105 - it guards nothing
    app.jinja_loader = DictLoader({"page.html": PAGE})
    db = SQLAlchemy(app, model_class=Base)
    CSRFProtect(app)
    people = LoginManager(app)
    people.user_loader(lambda account_id: db.session.get(Account, int(account_id)))
    _bare(app, create_engine(url, isolation_level="AUTOCOMMIT", **_named(url)))
    _stock(app, db)
    with app.app_context():
        _write(app, db.engine)
    return app


def _bare(app: Flask, engine: Engine) -> None:
    """As little as a page can be: two prepared statements through the driver, one template."""
    mine = threading.local()
    one, newest = ONE.compile(engine), NEWEST.compile(engine)
    me, mine_newest = one.construct_params({"account_id": ME}), newest.construct_params({"account_id": ME})
    event.listen(engine, "connect", _pragmas)

    @app.get("/ping")
    def ping() -> ResponseReturnValue:
        return "pong"

    @app.get("/bare")
    def bare() -> ResponseReturnValue:
        if not hasattr(mine, "connection"):
            mine.connection = engine.raw_connection()
        cursor = mine.connection.cursor()
        cursor.execute(str(one), me)
        _, name = cursor.fetchone()
        cursor.execute(str(newest), mine_newest)
        names = [column[0] for column in cursor.description]
        notes = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return app.jinja_env.get_template("page.html").render(name=name, notes=notes, form=None)


def _stock(app: Flask, db: SQLAlchemy) -> None:
    """The same page the way it is usually written: Flask-Login, a form with its token, whole rows of the ORM."""

    class TitleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
        title = StringField()

    @app.get("/enter")
    def enter() -> ResponseReturnValue:
        login_user(db.session.get(Account, ME))
        return "in"

    @app.get("/stock")
    @login_required  # type: ignore[untyped-decorator]
    def stock() -> ResponseReturnValue:
        query = select(Note).where(Note.account_id == current_user.id).order_by(Note.id.desc()).limit(ROWS)
        notes = db.session.scalars(query).all()
        return render_template("page.html", name=current_user.name, notes=notes, form=TitleForm())


def _write(app: Flask, engine: Engine) -> None:
    """A text, a line of the trail and a counter in one transaction."""
    event.listen(engine, "connect", _pragmas)

    @app.post("/write")
    def write() -> ResponseReturnValue:
        row = _row(request.get_data(as_text=True), datetime.now(UTC).replace(tzinfo=None))
        with engine.begin() as connection:
            connection.execute(insert(Note), row)
            connection.execute(insert(Trail), {"what": "written"})
            connection.execute(update(Account).where(Account.id == ME).values(notes=Account.notes + 1))
        return jsonify(written=True)


def _row(text: str, written_at: datetime) -> dict[str, Any]:
    line = text.partition("\n")[0]
    return {"account_id": ME, "written_at": written_at, "title": line[:40], "first_line": line[:160], "body": text}


def _named(url: str) -> dict[str, str]:
    """SQLite's driver takes parameters by name only when told to."""
    return {"paramstyle": "named"} if url.startswith("sqlite") else {}


def _pragmas(connection: Any, _record: Any) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")
