"""The pages of check-ins: one tap, one check-in with its words, looking back, patterns, and the support card."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.mood.forms import CheckinForm, OwnForm, WordsForm, filled
from client_app.sharing import Badge, goes_to, part_badge, readers_of, sharing_of
from portal.core.language import _
from portal.domain import caseload, consent, mood
from portal.domain import help as help_numbers
from portal.domain.mood import BothChanged, Support
from portal.web.forms import problems_in
from portal.web.numbers import likely
from portal.web.session import me

bp = Blueprint("mood", __name__, url_prefix="/check-ins")

MORE = "words"  # what the button says that keeps the level and goes on to its words


# ------------------------------------------------------------------ one tap, and looking back


@bp.get("")
def index() -> ResponseReturnValue:
    asked = request.args.get("days", type=int)
    return _page(CheckinForm(), asked if asked in {*mood.RANGES, mood.YEAR} else mood.RANGES[0])


@bp.post("")
def check_in() -> ResponseReturnValue:
    form = CheckinForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                mood.check_in(me(), form.level.data, checkin_id=form.checkin_id.data)
                return _kept(form.checkin_id.data, more=request.form.get("more") == MORE)
        except BothChanged as both:
            return _other_window(filled(mood.read(me(), both.kept.id)), both)
    return _page(form, mood.RANGES[0])


@bp.get("/all")
def shelf() -> ResponseReturnValue:
    before = request.args.get("before", type=UUID)
    found = mood.shelf(me(), before)
    seen = _seen(line.reading.id for line in found.lines)
    return render_template("client/mood/shelf.html", shelf=found, seen=seen, is_later=before is not None)


@bp.get("/patterns")
def patterns() -> ResponseReturnValue:
    return render_template("client/mood/patterns.html", found=mood.patterns(me()), least=mood.LEAST)


# ------------------------------------------------------------------ one check-in


@bp.get("/new")
def new() -> ResponseReturnValue:
    """One for an earlier hour or day; or for now, with all its words at once."""
    here = mood.here(me())
    return _words(WordsForm(formdata=None, data={"day": here.date(), "clock": here.time()}), None)


@bp.post("/new")
def write() -> ResponseReturnValue:
    form = WordsForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                mood.check_in(me(), form.level.data, form.words, form.checkin_id.data, form.moment)
                return _kept(form.checkin_id.data)
        except BothChanged as both:
            return _other_window(form, both)
    return _words(form, None)


@bp.get("/<uuid:checkin_id>")
def show(checkin_id: UUID) -> ResponseReturnValue:
    return _words(filled(mood.read(me(), checkin_id)), checkin_id)


@bp.post("/<uuid:checkin_id>")
def change(checkin_id: UUID) -> ResponseReturnValue:
    stands, form = mood.read(me(), checkin_id), WordsForm()
    if form.validate_on_submit():
        as_it_was = form.moment == stands.at.replace(tzinfo=None, second=0, microsecond=0)
        try:
            with problems_in(form):
                moment = None if as_it_was else form.moment
                mood.change(me(), checkin_id, form.base_version.data, form.level.data, form.words, moment)
                return _kept(checkin_id)
        except BothChanged as both:
            return _other_window(form, both)
    return _words(form, checkin_id)


@bp.post("/<uuid:checkin_id>/remove")
def remove(checkin_id: UUID) -> ResponseReturnValue:
    mood.remove(me(), checkin_id)
    flash(_("That check-in is gone."))
    return redirect(url_for("client.mood.shelf"), HTTPStatus.SEE_OTHER)


@bp.get("/words")
def own() -> ResponseReturnValue:
    return render_template("client/mood/own.html", own=mood.own(me()), form=OwnForm())


@bp.post("/words")
def forget() -> ResponseReturnValue:
    form = OwnForm()
    if form.validate_on_submit():
        mood.forget_words(me(), form.feelings.data, form.activities.data)
        flash(_("Those are not offered any more. Check-ins that have them stay as they are."))
    return redirect(url_for("client.mood.own"), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ the support card


@bp.get("/now")
def now() -> ResponseReturnValue:
    """The card by itself: what comes after such a check-in before anything else, and whenever somebody asks for it."""
    card = mood.support(me())
    return render_template("client/mood/now.html", card=card, **beside_support(card))


@bp.post("/now")
def put_away() -> ResponseReturnValue:
    mood.put_away(me())
    return redirect(url_for("client.home.show"), HTTPStatus.SEE_OTHER)


def beside_support(card: Support | None) -> dict[str, Any]:
    """What stands on the support card: the people who can be reached, and who can be let know of that check-in."""
    return {
        "country": next(likely(), None),
        "own": help_numbers.own_lines(me()),
        "therapists": caseload.my_therapists(me()),
        "asks": readers_of(card.checkin_id, mood.KIND) if card else [],
    }


# ------------------------------------------------------------------ pages


def _kept(checkin_id: UUID, *, more: bool = False) -> ResponseReturnValue:
    """It is kept. The support card goes before everything, when it is due."""
    if more:
        return redirect(url_for("client.mood.show", checkin_id=checkin_id), HTTPStatus.SEE_OTHER)
    seers, readers = _goes(checkin_id)
    flash(_told(seers, readers))
    return redirect(url_for("client.mood.now" if mood.support(me()) else "client.home.show"), HTTPStatus.SEE_OTHER)


def _told(seers: str, readers: str) -> str:
    """What is said once it is kept: who can see the level, and who the words too."""
    if not seers:
        return _("Your check-in is here, only for you.")
    if readers == seers:
        return _("Your check-in is here. %(seers)s can see the level, and its words.", seers=seers)
    return _("Your check-in is here. %(seers)s can see the level.", seers=seers)


def _page(form: CheckinForm, days: int) -> str:
    past = mood.year(me()) if days == mood.YEAR else mood.look_back(me(), days)
    template = "client/mood/year.html" if days == mood.YEAR else "client/mood/index.html"
    page = {"form": form, "past": past, "seen": _seen(past.drawn_from), "days": days}
    return render_template(template, **page, ranges=(*mood.RANGES, mood.YEAR))


def _seen(checkin_ids: Iterable[UUID]) -> Badge:
    """Who can read some of these check-ins or their words."""
    return part_badge(thing_id for checkin_id in checkin_ids for thing_id in (checkin_id, mood.words_of(checkin_id)))


def _words(form: WordsForm, checkin_id: UUID | None, stands: mood.Reading | None = None) -> str:
    return render_template(
        "client/mood/words.html",
        form=form,
        checkin_id=checkin_id,
        stands=stands,
        own=mood.own(me()),
        feelings=mood.FEELINGS,
        activities=mood.ACTIVITIES,
        sharing=sharing_of(checkin_id, mood.KIND) if checkin_id else None,
        sees_words=_sees_words(checkin_id) if checkin_id else [],
        goes=_goes(checkin_id),
    )


def _goes(checkin_id: UUID | None) -> tuple[str, str]:
    """First names of those who read the level, and the words, of a new check-in, or of this one once it is changed."""
    if checkin_id is None:
        return goes_to(mood.KIND), goes_to(mood.KIND_WORDS)
    words = mood.words_of(checkin_id) if mood.read(me(), checkin_id).reading.words else checkin_id
    return goes_to(mood.KIND, checkin_id), goes_to(mood.KIND_WORDS, words)


def _sees_words(checkin_id: UUID) -> list[str]:
    return consent.who_reads_some(me(), [mood.words_of(checkin_id)])


def _other_window(form: WordsForm, both: BothChanged) -> ResponseReturnValue:
    """Nothing is written over unseen: both are shown, and saving again takes the place of what stands there."""
    form.base_version.data = both.kept.version
    form.base_version.raw_data = None
    return _words(form, both.kept.id, both.kept), HTTPStatus.CONFLICT
