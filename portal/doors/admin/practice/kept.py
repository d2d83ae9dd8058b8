"""How each of these pages is shown and kept: with the version that was seen, so that nobody writes over a colleague."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import Conflict
from portal.domain import settings
from portal.web.forms import Form, HiddenNumber, problems_in
from portal.web.session import me


class SettingForm(Form):
    """Carries the version of the settings that were seen."""

    version = HiddenNumber()


def shown(part: str, form: Form, **more: Any) -> str:
    """The page of one matter, as it stands or as it was typed."""
    found = {"form": form, "now": settings.here(), "is_overtaken": False, "refusal": None, **more}
    return render_template(f"admin/practice/{part}.html", **found)


def kept(
    part: str, form: Form, names: Iterable[str], said: str, more: Callable[[], dict[str, Any]] = dict
) -> ResponseReturnValue:
    """Keep these fields of the form and go back to their page, or show it with what is in the way.

    Args:
        part: which page, as its view is called.
        form: what was typed, with a field of the name of each setting.
        names: the settings.
        said: what the page says afterwards.
        more: what its template needs besides.
    """
    return tried(part, form, lambda version: settings.keep(me(), version, **_typed(form, names)), said, more)


def tried(
    part: str, form: Form, change: Callable[[int], object], said: str, more: Callable[[], dict[str, Any]] = dict
) -> ResponseReturnValue:
    """The same for any change that takes the version that was seen."""
    refusal = None
    if form.validate_on_submit():
        try:
            with problems_in(form):
                try:
                    change(form["version"].data)
                except settings.TooFaint as problem:
                    refusal = problem
                    raise
                flash(said)
                return redirect(url_for(f"admin.practice.{part}"), HTTPStatus.SEE_OTHER)
        except Conflict:
            return _overtaken(part, form, more)
    return shown(part, form, **more(), refusal=refusal)


def _overtaken(part: str, form: Form, more: Callable[[], dict[str, Any]]) -> ResponseReturnValue:
    """Another admin was quicker: what holds now stands beside what was typed, which a second press keeps."""
    form["version"].data, form["version"].raw_data = settings.here().version, None
    return shown(part, form, **more(), is_overtaken=True), HTTPStatus.CONFLICT


def _typed(form: Form, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(form[name], "number", form[name].data) for name in names}
