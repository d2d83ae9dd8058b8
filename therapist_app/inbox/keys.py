"""Keys of the inbox: what they do, and whether they do."""

from dataclasses import asdict
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.core.language import _, lazy
from portal.domain import preferences
from portal.web.forms import Form, problems_in
from portal.web.session import me, whoever
from therapist_app.inbox.piles import bp


class KeysForm(Form):
    shortcuts = RadioField(
        lazy("Keys in the inbox"),
        choices=[SelectChoice("on", lazy("On")), SelectChoice("off", lazy("Off"))],
        validate_choice=False,
    )


@bp.get("/shortcuts")
def shortcuts() -> ResponseReturnValue:
    return render_template("therapist/inbox/shortcuts.html", form=KeysForm(obj=whoever().preferences))


@bp.post("/shortcuts")
def keep_shortcuts() -> ResponseReturnValue:
    form = KeysForm()
    if form.validate_on_submit():
        with problems_in(form):
            preferences.keep(me(), {**asdict(whoever().preferences), "shortcuts": form["shortcuts"].data or ""})
            flash(_("This is how keys work for you from now on."))
            return redirect(url_for("therapist.inbox.shortcuts"), HTTPStatus.SEE_OTHER)
    return render_template("therapist/inbox/shortcuts.html", form=form)
