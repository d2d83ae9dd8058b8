"""Inviting from a list: brought, its columns chosen, looked through, prepared, handed over, taken back."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.errors import Conflict, Invalid, TooSoon
from portal.core.language import _, lazy
from portal.core.whole import whole
from portal.domain import invitations, mail, rosters
from portal.domain.contact import Mode
from portal.domain.rosters import Card, Group, Stage
from portal.web.forms import Form, HiddenNumber, OnceId, Text, problems_in, too_soon
from portal.web.session import fresh, me

bp = Blueprint("rosters", __name__, url_prefix="/invite/csv")

SHOWN = 25  # rows of a group on a page
USED = [SelectChoice("", lazy("Not used")), *(SelectChoice(*each) for each in rosters.FIELDS.items())]


class ListForm(Form):
    roster_id = OnceId()
    file = FileField(lazy("File"))
    rows = Text(lazy("Rows, copied from a spreadsheet"))


class ColumnsForm(Form):
    version = HiddenNumber()
    encoding = SelectField(
        lazy("Written in"), choices=[SelectChoice(*each) for each in rosters.ENCODINGS.items()], validate_choice=False
    )
    separator = SelectField(
        lazy("Columns are set apart by"),
        choices=[SelectChoice(*each) for each in rosters.SEPARATORS.items()],
        validate_choice=False,
    )
    has_head = BooleanField(lazy("The first row holds the names of the columns"))


class RowsForm(Form):
    version = HiddenNumber()
    may_be_mailed = BooleanField(lazy("They have told us that they may be mailed"))


@bp.get("")
def index() -> ResponseReturnValue:
    return _index(ListForm())


@bp.post("")
def take() -> ResponseReturnValue:
    form = ListForm()
    if form.validate_on_submit():
        with problems_in(form):
            sent = form["file"].data
            data = sent.read() if sent else b""
            data = data or form["rows"].data.encode(errors="replace")
            return _to(rosters.take(me(), data, form["roster_id"].data))
    return _index(form)


@bp.get("/<uuid:roster_id>")
def show(roster_id: UUID) -> ResponseReturnValue:
    card = rosters.card(me(), roster_id)
    if card.stage is Stage.COLUMNS:
        return _columns(card)
    if card.stage is Stage.ROWS:
        return _rows(card, RowsForm(formdata=None, version=card.version))
    return _card(card)


@bp.post("/<uuid:roster_id>/columns")
def choose(roster_id: UUID) -> ResponseReturnValue:
    card = rosters.card(me(), roster_id)
    if card.stage is not Stage.COLUMNS:
        return _to(roster_id)
    form = _columns_form(card)
    if form.validate_on_submit():
        with problems_in(form):
            version, encoding, sign = (form[name].data for name in ("version", "encoding", "separator"))
            fields = [form[name].data for name in form.at]
            if not rosters.choose(me(), roster_id, version, encoding, sign, form["has_head"].data, fields):
                flash(_("Read anew. Look at the columns once more."))
            return _to(roster_id)
    return _columns(card, form)


@bp.post("/<uuid:roster_id>/rows")
def mend(roster_id: UUID) -> ResponseReturnValue:
    card, form = rosters.card(me(), roster_id), RowsForm()
    if card.stage is not Stage.ROWS:
        return _to(roster_id)
    if form.validate_on_submit():
        with problems_in(form):
            rosters.mend(me(), roster_id, form["version"].data, _edits())
            return _to(roster_id)
    return _rows(card, form)


@bp.post("/<uuid:roster_id>/prepare")
def prepare(roster_id: UUID) -> ResponseReturnValue:
    form = RowsForm()
    if form.validate_on_submit():
        with problems_in(form):
            if rosters.has_staff(me(), roster_id):
                fresh()  # what it makes outlives the session: one left open makes no colleague
            mailed = form["may_be_mailed"].data
            rosters.prepare(me(), roster_id, form["version"].data, may_be_mailed=mailed)
            return _to(roster_id)
    return _rows(rosters.card(me(), roster_id), form)


@bp.post("/<uuid:roster_id>/send")
def send(roster_id: UUID) -> ResponseReturnValue:
    return _done(roster_id, rosters.send)


@bp.post("/<uuid:roster_id>/undo")
def undo(roster_id: UUID) -> ResponseReturnValue:
    return _done(roster_id, rosters.undo)


@bp.post("/<uuid:roster_id>/forget")
def forget(roster_id: UUID) -> ResponseReturnValue:
    if rosters.card(me(), roster_id).stage not in (Stage.COLUMNS, Stage.ROWS, Stage.STOPPED):
        return _to(roster_id)
    rosters.forget(me(), roster_id)
    flash(_("That list is gone from here."))
    return redirect(url_for("admin.rosters.index"), HTTPStatus.SEE_OTHER)


@bp.post("/<uuid:roster_id>/slips")
def slips(roster_id: UUID) -> ResponseReturnValue:
    try:
        number = int(request.form.get("number", "1")[:4] or 1)
        with whole():
            sheet_id = rosters.print_slips(me(), roster_id, max(1, number), uuid4())
    except (Invalid, ValueError):
        flash(_("Nobody on this sheet waits for a slip."), "please-know")
        return _to(roster_id)
    except TooSoon as problem:
        flash(too_soon(problem), "please-know")
        return _to(roster_id)
    return redirect(url_for("admin.sheets.show", sheet_id=sheet_id), HTTPStatus.SEE_OTHER)


@bp.get("/<uuid:roster_id>/report")
def report(roster_id: UUID) -> ResponseReturnValue:
    """What became of each row, as a file; its name holds nothing."""
    data = rosters.as_csv(rosters.report(me(), roster_id))
    headers = {"Content-Disposition": 'attachment; filename="report.csv"', "Cache-Control": "no-store"}
    return Response(data, mimetype="text/csv", headers=headers)


# ------------------------------------------------------------------ pages


def _to(roster_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("admin.rosters.show", roster_id=roster_id), HTTPStatus.SEE_OTHER)


def _done(roster_id: UUID, verb: Any) -> ResponseReturnValue:
    try:
        with whole():
            verb(me(), roster_id)
    except Conflict as problem:
        flash(str(problem), "please-know")
    except TooSoon as problem:
        flash(too_soon(problem), "please-know")
    return _to(roster_id)


def _index(form: Form) -> str:
    most = {"mb": rosters.MOST_BYTES // 1024**2, "rows": rosters.MOST_ROWS}
    return render_template("admin/rosters/index.html", form=form, cards=rosters.index(me()), most=most)


def _columns_form(card: Card) -> Any:
    """How the list is written, with a field for each of its columns; named by number, for their names are words."""
    shown = rosters.columns_of(me(), card.id)
    names = [f"column_{at}" for at in range(len(shown.heads))]
    fields: dict[str, Any] = {
        name: SelectField(head or _("A column without a name"), choices=USED, validate_choice=False)
        for name, head in zip(names, shown.heads, strict=True)
    }
    said = {"encoding": shown.encoding, "separator": shown.separator, "has_head": shown.guess.has_head}
    guessed = dict(zip(names, shown.guess.fields, strict=True))
    form = type("ListColumnsForm", (ColumnsForm,), fields)(data={"version": card.version, **said, **guessed})
    form.shown, form.at = shown, names
    return form


def _columns(card: Card, form: Any = None) -> str:
    form = form or _columns_form(card)
    return render_template("admin/rosters/columns.html", card=card, form=form, shown=form.shown)


def _rows(card: Card, form: Form) -> str:
    looked = rosters.looked(me(), card.id)
    ready = looked.of(Group.READY)
    mailed = sum(one.mode is not Mode.NONE for one in ready)
    groups = {group.name.lower(): looked.of(group) for group in Group}
    counts = {name: len(rows) for name, rows in groups.items()}
    shown = {name: rows[:SHOWN] for name, rows in groups.items()}
    found = {"counts": counts, "mailed": mailed, "looked": looked, "has_mail": mail.is_set()}
    return render_template("admin/rosters/rows.html", card=card, form=form, groups=shown, **found)


def _card(card: Card) -> str:
    sheets = -(-card.total // invitations.SLIPS)
    made = invitations.sheets(me(), card.id)
    asked = card.stage is Stage.READY and card.has_words and mail.is_set() and not card.mailed_at
    found = {"sheets": sheets, "made": made, "to_mail": rosters.to_mail(me(), card.id) if asked else 0}
    return render_template("admin/rosters/card.html", card=card, **found)


def _edits() -> dict[int, dict[str, str]]:
    """What was typed into the rows of the page: `14-name` is the name of row 14."""
    found: dict[int, dict[str, str]] = {}
    for key, value in request.form.items():
        number, _, name = key.partition("-")
        if name in ("name", "sign_in", "email", "mail", "role", "out") and number.isascii() and number.isdigit():
            found.setdefault(int(number[:7]), {})[name] = value[:400]
    return found
