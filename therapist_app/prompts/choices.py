"""The fields that pages of giving have in common, and what can be chosen in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.dates import WEEKDAYS
from portal.core.language import _, lazy
from portal.core.text import cut
from portal.domain import caseload, measures, prompts, resources
from portal.domain.prompts import Rhythm
from portal.web.forms import Day, Form, Text, an_id, numbered
from portal.web.session import me
from portal.web.templating import small

bp = Blueprint("prompts", __name__, url_prefix="/prompts")
RHYTHMS = [
    SelectChoice("once", lazy("Once")),
    SelectChoice("weekday", lazy("Every week")),
    SelectChoice("days", lazy("Every few days")),
]
MODES = [
    SelectChoice("after", lazy("After the one before it")),
    SelectChoice("delay", lazy("Some days after the one before it is done with")),
    SelectChoice("interval", lazy("Some days after the one before it opened")),
    SelectChoice("weekday", lazy("On a day of the week, after the one before it opened")),
    SelectChoice("at-once", lazy("At once")),
]
MINUTES = (5, 10, 15, 20, 30, 45, 60)
MANY_WORDS = 100  # characters of a question in a list to choose from
NOT_FOR_THE_AFRAID = lazy("not where somebody may be afraid")


class WhomForm(Form):
    """Whom it is for."""

    client = SelectMultipleField(lazy("For whom"), coerce=an_id, validate_choice=False)

    def offer_clients(self) -> None:
        """My clients, as they are now; a tick at somebody who has left is gone with them."""
        self["client"].choices = [(one.id, one.name) for one in caseload.my_clients(me())]

    @property
    def clients(self) -> list[UUID]:
        """Those ticked; what is no id of anybody's is one that nobody has."""
        return [one or UUID(int=0) for one in self["client"].data or ()]


class WhenForm(Form):
    """How often it comes, and for which day."""

    rhythm = RadioField(lazy("How often"), choices=RHYTHMS, default="once", validate_choice=False)
    due_on = Day(lazy("For which day"), [Optional()])
    weekday = SelectField(lazy("On which day of the week"), coerce=numbered, validate_choice=False)
    days = SelectField(lazy("Every how many days"), coerce=numbered, validate_choice=False)

    def offer_days(self) -> None:
        """Days of the week, and numbers of days."""
        offer_days(self)

    def chosen(self) -> Rhythm:
        """The rhythm; raises Invalid."""
        return Rhythm.checked(self["rhythm"].data, self["weekday"].data, self["days"].data)


class StepForm(Form):
    """One thing to give."""

    class Meta:
        """Part of a form that has a token."""

        csrf = False

    what = SelectField(lazy("What"), validate_choice=False)
    text = Text(lazy("Wording"), [Optional()])
    minutes = SelectField(lazy("About how long"), coerce=numbered, validate_choice=False)
    beside = SelectField(lazy("To go with it"), validate_choice=False)
    mode = SelectField(lazy("When it opens"), choices=MODES, validate_choice=False)
    days = SelectField(lazy("How many days"), coerce=numbered, validate_choice=False)
    weekday = SelectField(lazy("On which day of the week"), coerce=numbered, validate_choice=False)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What can be chosen for a step, as its words and what is known of it."""

    text: str
    minutes: int = 0
    beside: str = ""
    made_from: UUID | None = None
    is_risky: bool = False
    why: str = ""
    note: str = ""  # what the client reads first


class Shelf:
    """Everything a therapist may give, looked up once for a page."""

    def __init__(self) -> None:
        library = prompts.library(me().person_id)
        self.packs = {f"m-{pack.id}": pack for pack in measures.here().offered()}
        self.resources = [(one.slug, f"{resources.KINDS[one.kind]}: {one.title}") for one in resources.shelf(me())]
        self.known: dict[str, Chosen] = {}
        own, common = _("Your own"), _("Of the practice")
        groups: dict[str, list[str]] = {own: [], common: []}
        for one in prompts.stock(me()):
            if not one.is_retired:
                worded = one.wording
                self.known[str(one.id)] = Chosen(worded.text, worded.minutes, worded.beside, is_risky=worded.is_risky)
                groups[common if one.is_common else own].append(str(one.id))
        for topic in library.topics:
            for question in library.about(topic.id):
                is_risky, key = prompts.ABUSE_RISK in question.risks, str(question.id)
                self.known[key] = Chosen(
                    question.text, question.minutes, "", question.id, is_risky, question.why, question.safety_note
                )
                groups.setdefault(topic.name, []).append(key)
        self.groups = {name: keys for name, keys in groups.items() if keys}
        self.texts = {one.text for one in self.known.values()}

    def offer(self, step: StepForm) -> None:
        """Fill the lists of one step."""
        by_group = {name: [(key, self._listed(key)) for key in keys] for name, keys in self.groups.items()}
        sheets = [(key, f"{pack.short}: {small(pack.about)}") for key, pack in self.packs.items()]
        step["what"].choices = {"": [("", _("A question in your own words"))], **by_group, _("Questionnaires"): sheets}
        step["beside"].choices = [("", _("Nothing")), *self.resources]
        offer_minutes(step)
        offer_days(step)

    def chosen(self, step: StepForm) -> Chosen | None:
        return self.known.get(step["what"].data or "")

    def fill(self, step: StepForm) -> None:
        """Put what is chosen into the fields that nobody has filled in yet."""
        if chosen := self.chosen(step):
            step["text"].data = self.words(step)
            step["minutes"].data = step["minutes"].data or chosen.minutes or None
            step["beside"].data = step["beside"].data or chosen.beside

    def words(self, step: StepForm) -> str:
        """What was typed; where nothing was, or only what another choice had put there, the words of what is chosen."""
        typed, chosen = step["text"].data or "", self.chosen(step)
        return chosen.text if chosen and (not typed.strip() or typed.strip() in self.texts) else typed

    def _listed(self, key: str) -> str:
        one = self.known[key]
        return cut(one.text, MANY_WORDS) + (f" ({NOT_FOR_THE_AFRAID})" if one.is_risky else "")


def offer_days(form: Form) -> None:
    """Days of the week, and numbers of days."""
    form["weekday"].choices = list(enumerate(WEEKDAYS))
    form["days"].choices = [(days, str(days)) for days in range(1, prompts.LONGEST_GAP + 1)]


def offer_minutes(form: Form) -> None:
    """A few numbers of minutes, and the one that is there."""
    known: Iterable[int] = {*MINUTES, *([form["minutes"].data] if form["minutes"].data else [])}
    form["minutes"].choices = [
        ("", _("Not said")),
        *((one, _("%(minutes)s minutes", minutes=one)) for one in sorted(known)),
    ]
