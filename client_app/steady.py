"""Steady: grounding, breathing, and the cards a person keeps for hard moments. Only they can read them."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from client_app.sharing import Sharing, sharing_of
from portal.core.language import _, lazy
from portal.domain import drafts, steady
from portal.domain.drafts import Draft
from portal.domain.steady import FIELDS, Card, CardChanged, Slot
from portal.web.drafting import Drafted, resumed
from portal.web.forms import HiddenNumber, OnceId, Text, problems_in
from portal.web.session import me

bp = Blueprint("steady", __name__, url_prefix="/steady")

KIND = "card"  # of the drafts written here
CARE = {  # small things that do one good; what somebody picks is sealed
    "walk": lazy("A walk round the block"),
    "water": lazy("A glass of water, slowly"),
    "shower": lazy("A warm shower"),
    "music": lazy("One song, doing nothing else"),
    "window": lazy("Ten minutes at an open window"),
    "sleep": lazy("To bed half an hour earlier"),
    "meal": lazy("Something warm to eat"),
    "friend": lazy("A message to somebody kind"),
    "hands": lazy("Something for the hands: cooking, mending, drawing"),
    "outside": lazy("A tree, a river, an animal"),
    "screen-off": lazy("An evening without the phone"),
    "no": lazy("One thing I say no to"),
    "stretch": lazy("A stretch, from the neck down"),
    "laugh": lazy("Something that has made me laugh before"),
}


class CardForm(Drafted):
    draft_id = OnceId()  # no draft says by its id which card it is about
    slot = HiddenField()
    base_version = HiddenNumber(default=0)


class CopingForm(CardForm):
    signs = Text(lazy("How I notice that it is getting too much"))
    helps = Text(lazy("What helps me then"))
    reminder = Text(lazy("What I want to remember"))


class SafetyForm(CardForm):
    signs = Text(lazy("Signs that things are getting dangerous for me"))
    alone = Text(lazy("What I can do by myself"))
    distraction = Text(lazy("People and places that take my mind off it"))
    people = Text(lazy("People I can ask for help"))
    professionals = Text(lazy("Professionals and services I can call"))
    surroundings = Text(lazy("How I make the place around me safer"))


class CareForm(CardForm):
    picks = SelectMultipleField(
        lazy("Small things that do me good"),
        choices=[SelectChoice(*one) for one in CARE.items()],
        validate_choice=False,
    )
    own = Text(lazy("Your own"))


@bp.get("")
def index() -> ResponseReturnValue:
    cards = {slot.name.lower(): card for slot, card in steady.cards(me()).items()}
    return render_template("client/steady/index.html", cards=cards, care=CARE)


@bp.get("/grounding")
def grounding() -> ResponseReturnValue:
    return render_template("client/steady/grounding.html")


@bp.get("/breathing")
def breathing() -> ResponseReturnValue:
    return render_template("client/steady/breathing.html")


# ------------------------------------------------------------------ cards


@bp.get("/card")
def coping() -> ResponseReturnValue:
    return _coping(_filled(CopingForm, steady.card(me(), Slot.COPING)))


@bp.post("/card")
def keep_coping() -> ResponseReturnValue:
    form = CopingForm()
    return _keep(Slot.COPING, form) or _coping(form)


@bp.get("/plan")
def safety() -> ResponseReturnValue:
    """The plan to read and to print; to a form while there is none."""
    card = steady.card(me(), Slot.SAFETY)
    if card.is_empty:
        return redirect(url_for("client.steady.edit_safety"), HTTPStatus.SEE_OTHER)
    return render_template("client/steady/safety.html", card=card, country=_country(), sharing=_sharing(card))


@bp.get("/plan/edit")
def edit_safety() -> ResponseReturnValue:
    return _safety(_filled(SafetyForm, steady.card(me(), Slot.SAFETY)))


@bp.post("/plan/edit")
def keep_safety() -> ResponseReturnValue:
    form = SafetyForm()
    return _keep(Slot.SAFETY, form) or _safety(form)


@bp.get("/care")
def care() -> ResponseReturnValue:
    card = steady.card(me(), Slot.CARE)
    return _care(_filled(CareForm, card))


@bp.post("/care")
def keep_care() -> ResponseReturnValue:
    form = CareForm()
    return _keep(Slot.CARE, form) or _care(form)


@bp.get("/cards/<uuid:card_id>")
def show(card_id: UUID) -> ResponseReturnValue:
    """Where a card is led to by its id: its own page, with what was just done about it."""
    return {Slot.COPING: coping, Slot.SAFETY: safety}[steady.find(me(), card_id).slot]()


def _keep(slot: Slot, form: CardForm) -> ResponseReturnValue | None:
    """Keep what was typed; None when the form has to be shown again, with everything on it."""
    if not form.validate_on_submit():
        return None
    said = {name: form[name].data for name in FIELDS[slot]}
    words = {
        name: text if isinstance(text, str) else " ".join(set(text or ()) & set(CARE)) for name, text in said.items()
    }
    try:
        with problems_in(form):
            steady.keep(me(), slot, form["base_version"].data, words)
            drafts.kept(me(), form["draft_id"].data, words, form.seen)
            flash(_("Kept, only for you."))
            return redirect(url_for("client.steady.index"), HTTPStatus.SEE_OTHER)
    except CardChanged as other:
        return _meanwhile(form, other.kept)
    return None


def _meanwhile(form: CardForm, kept: Card) -> ResponseReturnValue:
    """Another window kept something else: both stand on the page, and the next press decides."""
    form["base_version"].data = kept.version
    pages = {Slot.COPING: "coping", Slot.SAFETY: "edit_safety", Slot.CARE: "care"}
    about = {"meanwhile": _in_words(kept), "country": _country(), "sharing": _sharing(kept), "draft": _draft(form)}
    return render_template(f"client/steady/{pages[kept.slot]}.html", form=form, **about), HTTPStatus.CONFLICT


def _in_words(kept: Card) -> list[str]:
    """What stands on a card, as a person reads it."""
    picks = [str(CARE[slug]) for slug in kept.words.get("picks", "").split() if slug in CARE]
    return [*picks, *(text for name, text in kept.words.items() if name != "picks" and text)]


def _filled(form: type[CardForm], card: Card) -> CardForm:
    """The form with what stands on the card, or with the draft of it that was saved last."""
    slot = str(int(card.slot))
    begun = next((draft for draft in drafts.index(me(), KIND) if draft.words["slot"] == slot), None)
    stands = {**card.words, "base_version": card.version, "slot": slot, **resumed(begun)}
    stands |= {"picks": stands.get("picks", "").split(), "draft_id": begun and begun.about_id}
    return form(formdata=None, data=stands)


def _draft(form: CardForm) -> Draft | None:
    return drafts.find(me(), form["draft_id"].data)


def _coping(form: CardForm) -> str:
    sharing = _sharing(steady.card(me(), Slot.COPING))
    return render_template("client/steady/coping.html", form=form, meanwhile=None, sharing=sharing, draft=_draft(form))


def _safety(form: CardForm) -> str:
    about = {"country": _country(), "sharing": _sharing(steady.card(me(), Slot.SAFETY))}
    return render_template("client/steady/edit_safety.html", form=form, meanwhile=None, draft=_draft(form), **about)


def _sharing(card: Card) -> Sharing | None:
    """Who can read it; none while there is nothing on it."""
    return sharing_of(card.id, steady.KIND) if card.id and not card.is_empty else None


def _care(form: CardForm) -> str:
    return render_template("client/steady/care.html", form=form, meanwhile=None, draft=_draft(form))


def _country() -> object:
    """The numbers of the practice's country, to stand beside the plan; none when it is not set."""
    return current_app.config["HELP"].of(current_app.config["COUNTRY"])
