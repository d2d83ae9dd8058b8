"""From now on: everything of a kind to one therapist as it is written, until a day; each with its own end."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from client_app.sharing.ends import ANOTHER_DAY, EndForm
from portal.core.errors import NotFound
from portal.core.language import _, lazy
from portal.domain import consent, receipts
from portal.web.forms import problems_in
from portal.web.session import me
from portal.web.templating import first_name

bp = Blueprint("streams", __name__, url_prefix="/sharing/from-now-on")


class StreamForm(EndForm):
    most = consent.STREAM_MOST_DAYS

    what = RadioField(
        lazy("What?"),
        choices=[SelectChoice(what, words) for what, (words, _scopes) in consent.STREAMS.items()],
        invalid_choice_message=lazy("Choose one of these."),
    )
    until = RadioField(
        lazy("How long?"),
        choices=[
            *(SelectChoice(str(days), lazy("For %(days)s days", days=days)) for days in consent.STREAM_DAYS),
            ANOTHER_DAY,
        ],
        default=str(consent.STREAM_DAYS[0]),
        invalid_choice_message=lazy("Choose one of these."),
    )
    earlier = BooleanField(lazy("Also the last 30 days"))


@bp.get("")
def index() -> ResponseReturnValue:
    team = [one for one in consent.readers(me()) if not one.is_trusted]
    return render_template("client/streams/index.html", team=team, streams=consent.streams(me()))


@bp.get("/<uuid:reader_id>")
def new(reader_id: UUID) -> ResponseReturnValue:
    return _page(reader_id, StreamForm(formdata=None))


@bp.post("/<uuid:reader_id>")
def give(reader_id: UUID) -> ResponseReturnValue:
    form = StreamForm()
    if form.validate_on_submit():
        with problems_in(form):
            last = form.last() or consent.STREAM_DAYS[0]
            with form.as_read():
                consent.give_stream(me(), reader_id, form["what"].data, last, earlier=form["earlier"].data)
            flash(_("It is open from now on. You can end it here at any time."))
            return redirect(url_for("client.streams.index"), HTTPStatus.SEE_OTHER)
    return _page(reader_id, form)


@bp.post("/<uuid:reader_id>/end")
def end(reader_id: UUID) -> ResponseReturnValue:
    consent.end_stream(me(), reader_id, request.form.get("what", ""))
    flash(_("It has ended. What came by it is closed as well."))
    return redirect(url_for("client.streams.index"), HTTPStatus.SEE_OTHER)


def _page(reader_id: UUID, form: StreamForm) -> str:
    reader = consent.reader(me(), reader_id)
    if reader.is_trusted:
        raise NotFound(reader_id)
    said, short = receipts.in_language(consent.STREAM_WORDING), first_name(reader.name)
    words = {what: receipts.wording(said, short, what, trusted=False).good_to_know for what in consent.STREAMS}
    (first, _hint, *rest), *_others = words.values()  # only the second differs: it says what is given
    about = {"first": first, "hints": {what: sentences[1] for what, sentences in words.items()}, "rest": rest}
    return render_template("client/streams/new.html", form=form, reader=reader, **about)
