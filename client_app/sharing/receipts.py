"""Receipts of consent: the list, one with all it holds, and taking them away in forms that can be checked."""

from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.sharing.badges import PAGES, page_of
from portal.core.errors import NotFound
from portal.domain import consent, exports, receipts
from portal.web.forms import Form, OnceId, a_number, problems_in
from portal.web.session import me

bp = Blueprint("receipts", __name__, url_prefix="/sharing/receipts")
SCRIPT = Path(receipts.__file__).parents[2] / "assets" / "check_receipts.py"


class PaperForm(Form):
    file_id = OnceId()


@bp.get("")
def index() -> ResponseReturnValue:
    return _index(PaperForm(formdata=None))


@bp.get("/<int:receipt_number>")
def show(receipt_number: int) -> ResponseReturnValue:
    receipt = receipts.read(me(), receipt_number)
    return render_template("client/receipts/show.html", receipt=receipt, thing_url=_page_of(receipt))


@bp.get("/file")
def data() -> ResponseReturnValue:
    """All of them at once; what happened without the client's keys is among them."""
    receipts.look(me())
    return _download(receipts.as_file(me()), "receipts.json", "application/json")


@bp.get("/script")
def script() -> ResponseReturnValue:
    return _download(SCRIPT.read_bytes(), SCRIPT.name, "text/x-python")


@bp.post("/paper")
def paper() -> ResponseReturnValue:
    form = PaperForm()
    if form.validate_on_submit():
        with problems_in(form):
            made = exports.print_receipts(me(), form["file_id"].data)
            return redirect(url_for("client.files.show", file_id=made), HTTPStatus.SEE_OTHER)
    return _index(form)


def _index(form: PaperForm) -> str:
    receipts.look(me())
    page = receipts.index(me(), request.args.get("before", type=a_number))
    return render_template("client/receipts/index.html", page=page, form=form)


def _page_of(receipt: receipts.Receipt) -> str | None:
    """The client's own page of what it is about, as long as there is one."""
    thing_id: UUID | None = receipt.thing_id
    if thing_id is None or receipt.kind not in PAGES:
        return None
    try:
        return page_of(consent.kind_of(me(), thing_id), thing_id)
    except NotFound:
        return None


def _download(content: bytes, name: str, mimetype: str) -> Response:
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})
