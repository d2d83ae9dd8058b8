"""The practice's own words on the pages where clients agree to something, a tab for each of its languages.

Versions are added; beside them stands how a client who reads this language sees the page.
"""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import Conflict
from portal.core.language import _, lazy, speaking
from portal.domain import consent, receipts, settings, wordings
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
    found = [(page, *said, wordings.in_each(me(), page)) for page, said in PAGES.items()]
    return render_template("admin/practice/wordings.html", pages=found)


def show(page: str) -> ResponseReturnValue:
    newest = wordings.versions(me(), page, _language())[:1]
    now = newest[0].version if newest else None
    return _page(page, WordingForm(formdata=None, seen=now.number if now else 0, words=now.words if now else ""))


def keep(page: str) -> ResponseReturnValue:
    """Two buttons: one shows it as clients will see it, the other keeps it as one more version in this language."""
    form, language = WordingForm(), _language()
    if form.validate_on_submit() and request.form.get("then") != "look":
        try:
            with problems_in(form):
                wordings.write(me(), page, language, form["words"].data, form["seen"].data)
                flash(_("Kept. Whoever agrees from now on agrees to this; nobody is asked again."))
                return redirect(
                    url_for("admin.practice.wording", page=page, language=request.args.get("language")),
                    HTTPStatus.SEE_OTHER,
                )
        except Conflict:
            return _overtaken(page, form)
    return _page(page, form)


def _language() -> str:
    """Of the tab: the one in the address, else the practice's own."""
    return request.args.get("language") or settings.here().languages[0]


def _overtaken(page: str, form: Form) -> ResponseReturnValue:
    newest = wordings.versions(me(), page, _language())[0].version
    form["seen"].data, form["seen"].raw_data = newest.number, None
    return _page(page, form, is_overtaken=True), HTTPStatus.CONFLICT


def _page(page: str, form: Form, **more: Any) -> str:
    language, each = _language(), wordings.in_each(me(), page)
    typed = wordings.lines_of(form["words"].data or "")
    found = {
        "is_overtaken": False,
        "versions": wordings.versions(me(), page, language),
        "instead": wordings.instead(each, language),
        "tags": list(dict.fromkeys((*each, language))),
        "is_offered": language in settings.here().languages,
        "ours": _ours(page, language),
        **more,
    }
    about = {"page": page, "tag": language, "title": PAGES[page][0]}
    return render_template("admin/practice/wording.html", form=form, typed=typed, **about, **found)


def _ours(page: str, language: str) -> tuple[str, ...]:
    """What always stands there, as whoever reads this language sees it."""
    with speaking(language):
        which, who, kind = (
            (receipts.JOINING, practice_name(), "joining")
            if page == wordings.JOINING
            else (consent.WORDING, _("Your therapist"), "entry")
        )
        return receipts.wording(receipts.in_language(which), who, kind, trusted=False).good_to_know
