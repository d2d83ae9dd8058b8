"""The practice's own words on the pages where clients agree to something: versions, and how a client sees them."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import Conflict
from portal.core.language import _, lazy
from portal.domain import receipts, wordings
from portal.web.forms import Form, HiddenNumber, Text, problems_in
from portal.web.session import me
from portal.web.templating import practice_name

PAGES = {
    wordings.JOINING: (lazy("Before you begin"), lazy("What a client agrees to on joining, on a page of its own")),
    wordings.SHARING: (
        lazy("Before you share"),
        lazy("What stands below our own sentences, each time something is shared"),
    ),
}
AT = "/wordings/<any(joining, sharing):page>"


def add_to(bp: Blueprint) -> None:
    bp.get("/wordings", endpoint="wordings")(index)
    bp.get(AT, endpoint="wording")(show)
    bp.post(AT, endpoint="keep_wording")(keep)


class WordingForm(Form):
    seen = HiddenNumber()  # number of the version that was on the page
    words = Text(lazy("In the words of the practice"))


def index() -> ResponseReturnValue:
    found = [(page, *said, wordings.standing(me(), page)) for page, said in PAGES.items()]
    return render_template("admin/practice/wordings.html", pages=found)


def show(page: str) -> ResponseReturnValue:
    newest = wordings.versions(me(), page)[:1]
    now = newest[0].version if newest else None
    return _page(page, WordingForm(formdata=None, seen=now.number if now else 0, words=now.words if now else ""))


def keep(page: str) -> ResponseReturnValue:
    """Two buttons: one shows it as clients will see it, the other keeps it as one more version."""
    form = WordingForm()
    if form.validate_on_submit() and request.form.get("then") != "look":
        try:
            with problems_in(form):
                wordings.write(me(), page, form["words"].data, form["seen"].data)
                flash(_("Kept. Whoever agrees from now on agrees to this; nobody is asked again."))
                return redirect(url_for("admin.practice.wording", page=page), HTTPStatus.SEE_OTHER)
        except Conflict:
            return _overtaken(page, form)
    return _page(page, form)


def _overtaken(page: str, form: Form) -> ResponseReturnValue:
    form["seen"].data, form["seen"].raw_data = wordings.versions(me(), page)[0].version.number, None
    return _page(page, form, is_overtaken=True), HTTPStatus.CONFLICT


def _page(page: str, form: Form, **more: Any) -> str:
    name = practice_name()
    if page == wordings.JOINING:
        ours = receipts.wording(receipts.in_language(receipts.JOINING), name, "joining", trusted=False).good_to_know
    else:
        ours = receipts.wording(
            receipts.in_language("share-2"), _("Your therapist"), "entry", trusted=False
        ).good_to_know
    found = {"is_overtaken": False, "versions": wordings.versions(me(), page), "ours": ours, "page": page, **more}
    typed = wordings.lines_of(form["words"].data or "")
    return render_template("admin/practice/wording.html", form=form, title=PAGES[page][0], typed=typed, **found)
