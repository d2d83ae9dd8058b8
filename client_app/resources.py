"""The library: books, podcasts, sites and groups that the practice keeps, with one's own marks on them."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import lazy
from portal.domain import resources
from portal.web.session import me

bp = Blueprint("resources", __name__, url_prefix="/steady/library")

GROUPS = {"book": lazy("Books"), "podcast": lazy("Podcasts"), "site": lazy("Websites"), "group": lazy("Groups")}


@bp.get("")
def index() -> ResponseReturnValue:
    """Everything, or only what was saved."""
    found = resources.marked(me())
    only_saved = request.args.get("show") == "saved"
    shown = [one for one in found if one.is_saved] if only_saved else found
    groups = [(words, [one for one in shown if one.resource.kind == kind]) for kind, words in GROUPS.items()]
    return render_template("client/resources/index.html", groups=groups, only_saved=only_saved)


@bp.post("/marks")
def mark() -> ResponseReturnValue:
    slug, what = request.form.get("slug", ""), request.form.get("what", "")
    resources.mark(me(), slug, what, is_on=request.form.get("on") == "yes")
    show = "saved" if request.form.get("show") == "saved" else None
    return redirect(url_for("client.resources.index", show=show), HTTPStatus.SEE_OTHER)
