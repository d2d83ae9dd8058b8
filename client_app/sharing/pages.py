"""Sharing: look before you share, share, stop, everything that is open, and who opened what."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Self
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from client_app.sharing.along import Along, Going, going
from client_app.sharing.badges import badge, page_of, remains
from client_app.sharing.ends import ANOTHER_DAY, AS_LONG_AS_I_LIKE, EndForm
from portal.core.errors import Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import appointments, confidants, consent, handovers, measures, receipts, signals, wordings
from portal.domain.consent import Reader, Remains, Shared
from portal.domain.receipts import Wording
from portal.domain.wordings import Version
from portal.web.forms import HiddenId, HiddenNumber, a_number, problems_in
from portal.web.session import me
from portal.web.templating import day, first_name

bp = Blueprint("sharing", __name__)

TOMORROW = "tomorrow"  # what the button says that puts the choice off
HOW_LONG = [
    SelectChoice(AS_LONG_AS_I_LIKE, lazy("Until I stop sharing")),
    SelectChoice("7", lazy("For 7 days")),
    SelectChoice("30", lazy("For 30 days")),
    ANOTHER_DAY,
]


class ShareForm(EndForm):
    version = HiddenNumber()
    along = HiddenField(default=Along.NOTHING)
    seen = HiddenNumber()  # version of the check-in beside a note
    look = BooleanField(lazy("Ask to look before you meet"))
    own = HiddenId()  # version of the practice's own words that were on the page
    until = RadioField(
        lazy("How long?"),
        choices=HOW_LONG,
        default=AS_LONG_AS_I_LIKE,
        invalid_choice_message=lazy("Choose one of these."),
    )

    def for_(self, reader: Reader) -> Self:
        """With the ends this reader may have: for somebody trusted a number of days, the longest unless chosen."""
        field = self["until"]
        if reader.days is not None:
            ready = (days for days in confidants.DAYS if days <= reader.days)
            field.choices = [
                *(SelectChoice(str(days), _("For %(days)s days", days=days)) for days in ready),
                ANOTHER_DAY,
            ]
            self.most = reader.days
            field.data = field.data if field.raw_data else str(reader.days)
        else:
            self._until_session(reader)
        return self

    def _until_session(self, reader: Reader) -> None:
        """With the end of the day of the next session with this therapist, if one is arranged."""
        session = appointments.next_for_me(me(), reader.id)
        if session and session.ends_at.date() <= consent.days_to_choose(me())[1]:
            self.session_day = session.ends_at.date()
            ends = SelectChoice(self.session_choice, _("Until our session on %(day)s", day=day(self.session_day)))
            self["until"].choices = [HOW_LONG[0], ends, *HOW_LONG[1:]]

    @property
    def asked(self) -> Along:
        """What is to go along; nothing, where the address or form says anything else."""
        return next((each for each in Along if each == self["along"].data), Along.NOTHING)

    def chosen(self, thing_id: UUID, reader_id: UUID) -> Going:
        """What goes: just what was on the page when they chose.

        Raises:
            Invalid: the check-in was changed or taken away since.
        """
        found = going(thing_id, reader_id, self.asked)
        if found.along is not self.asked or (self.asked is not Along.NOTHING and found.seen != self["seen"].data):
            raise Invalid("along", _("The check-in has changed meanwhile. This is how it looks now."))
        return found

    def end(self) -> datetime | None:
        """When sharing ends by itself, if it does."""
        last = self.last()
        is_session = last is not None and last == self.session_day
        return None if last is None else consent.until_end_of(me(), last, self.most, today_too=is_session)


# ------------------------------------------------------------------ one thing, one reader


@bp.get("/sharing/<uuid:thing_id>/preview/<uuid:reader_id>")
def preview(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    return _preview(thing_id, reader_id, ShareForm(formdata=None, along=request.args.get("along", "")))


@bp.post("/sharing/<uuid:thing_id>/share/<uuid:reader_id>")
def share(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    form = ShareForm().for_(consent.reader(me(), reader_id))
    if request.form.get("then") == TOMORROW and not form["csrf_token"].errors:
        consent.decide_tomorrow(me(), thing_id, reader_id, form.version.data)
        flash(_("Put aside, only for you. Today asks once tomorrow, and then no more."))
        return _to_the_thing(thing_id)
    if form.validate_on_submit():
        with problems_in(form), form.as_read():
            _share(form, form.chosen(thing_id, reader_id), reader_id)
            return _to_the_thing(thing_id, shared=reader_id)
    return _preview(thing_id, reader_id, form)


@bp.post("/sharing/<uuid:thing_id>/open/<uuid:reader_id>")
def open_now(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    consent.open_together(me(), thing_id, reader_id)
    return _to_the_thing(thing_id, shared=reader_id)


@bp.post("/sharing/<uuid:thing_id>/undo/<uuid:reader_id>")
def undo(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    if consent.undo_together(me(), thing_id, reader_id):
        flash(_("Taken back before it opened. Nobody saw it."))
    return _to_the_thing(thing_id)


@bp.post("/sharing/<uuid:thing_id>/stop/<uuid:reader_id>")
def stop(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    consent.stop_together(me(), thing_id, reader_id)
    return _to_the_thing(thing_id, stopped=reader_id)


def _share(form: ShareForm, chosen: Going, reader_id: UUID) -> None:
    """Share all of it with the same end and after the same hold; and the mark that goes with it, if one does."""
    beside = chosen.along is Along.WORDS
    versions = {chosen.thing.id: form.version.data} | {also.id: also.version for also in chosen.things[1:]}
    own = wordings.seen(me(), form.own.data, wordings.SHARING)
    said = {each.id: _worded(each, reader_id, own) for each in chosen.things} if own else {}
    opens_at = consent.after_hold()
    for each, version in versions.items():
        about = (each, reader_id, version, form.end(), opens_at)
        consent.share(me(), *about, beside=beside, wording=said.get(each))
    signals.after_sharing(me(), chosen.thing.id, reader_id, asked=form.look.data)


def _preview(thing_id: UUID, reader_id: UUID, form: ShareForm) -> str:
    """The page "Before you share". Its words belong to consent.WORDING: change both together."""
    chosen = going(thing_id, reader_id, form.asked)
    thing = chosen.thing
    reader = consent.reader(me(), reader_id, thing.kind)
    audience = consent.audience(me(), [thing_id])[thing_id]
    form.for_(reader).version.data = thing.version
    form.along.data, form.seen.data = chosen.along, chosen.seen
    own = wordings.standing(me(), wordings.SHARING)
    form.own.data = own.id if own else None
    return render_template(
        "client/sharing/preview.html",
        thing=thing,
        going=chosen,
        words=_words(chosen.things, reader, own),
        back=page_of(thing.kind, thing_id),
        form=form,
        has_risk=thing.kind == measures.KIND and thing.shown.has_risk,
        reader=reader,
        short=first_name(reader.name),
        badge=badge(audience),
        access=audience.of(reader_id),
        coming=audience.coming_to(reader_id),
    )


def _words(things: Iterable[Shared], reader: Reader, own: Version | None) -> Wording:
    """What the page says about these things: just what their receipts will hold."""
    name, said = first_name(reader.name), []
    for each in things:
        version = _worded(each, reader.id, own)
        said.append(receipts.wording(version, name, each.kind, trusted=reader.is_trusted))
    first, *others = said
    more = [sentence for one in others for sentence in one.will_not_see if sentence not in first.will_not_see]
    known = [sentence for one in others for sentence in one.good_to_know if sentence not in first.good_to_know]
    return replace(first, will_not_see=(*more, *first.will_not_see), good_to_know=(*known, *first.good_to_know))


def _worded(each: Shared, reader_id: UUID, own: Version | None) -> str:
    """The id of the words for this thing: ours, and what the practice adds."""
    return wordings.with_own(consent.wording_of(me(), each.id, each.kind, reader_id), own)


def _to_the_thing(thing_id: UUID, **news: UUID) -> ResponseReturnValue:
    return redirect(page_of(consent.kind_of(me(), thing_id), thing_id, **news), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ everything that is open


@bp.get("/sharing")
def index() -> ResponseReturnValue:
    return render_template(
        "client/sharing/index.html",
        cards=consent.open_to(me()),
        remains=_stopped(),
        change=handovers.waits(me()),
        page_of=page_of,
        paused=consent.how_many_paused(me()),
        made=consent.files_made_by(me()),
    )


@bp.get("/sharing/with/<uuid:reader_id>")
def person(reader_id: UUID) -> ResponseReturnValue:
    card = next((card for card in consent.open_to(me(), most=0) if card.person_id == reader_id), None)
    if card is None:
        raise NotFound(reader_id)
    things, older = consent.open_things(me(), reader_id, request.args.get("before", type=UUID))
    made = consent.files_made_by(me(), reader_id)
    return render_template(
        "client/sharing/person.html", card=card, things=things, older=older, page_of=page_of, made=made
    )


@bp.post("/sharing/stop/<uuid:reader_id>")
def stop_person(reader_id: UUID) -> ResponseReturnValue:
    consent.stop_person(me(), reader_id)
    return redirect(url_for("client.sharing.index", stopped=reader_id), HTTPStatus.SEE_OTHER)


@bp.get("/sharing/log")
def log() -> ResponseReturnValue:
    found = consent.log(me(), request.args.get("before", type=a_number))
    return render_template("client/sharing/log.html", log=found)


def _stopped() -> Remains | None:
    """What to say after everything was stopped for one person; nothing of a stranger's id in the address."""
    reader_id = request.args.get("stopped", type=UUID)
    if reader_id is None or any(card.count for card in consent.open_to(me(), most=0) if card.person_id == reader_id):
        return None
    return remains(reader_id)
