"""Agendas: the blueprint of their pages, and the forms on them."""

from flask import Blueprint
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from portal.core.language import lazy
from portal.domain import agenda
from portal.domain.agenda import After
from portal.web.drafting import Drafted
from portal.web.forms import Form, HiddenNumber, Line, OnceId, Text, an_id

bp = Blueprint("agenda", __name__, url_prefix="/agenda")

SCORES = [SelectChoice(str(number), str(number)) for number in range(11)]


def _number(said: object) -> int | None:
    """A number of a radio button; None, which is no choice, of anything else."""
    try:
        return int(str(said))
    except ValueError:
        return None


class AgendaForm(Drafted):
    agenda_id = OnceId()
    base_version = HiddenNumber(default=0)
    body = Text(lazy("What do you want to talk about?"))
    wish = Line(lazy("What do you want from it?"))


class PinForm(Form):
    pin_id = OnceId()
    pin = Line(lazy("Something else, in a few words"))


class RewordForm(Form):
    """How one pin reads. Several of these stand on the page, each with the pin's id in the names of its fields."""

    pin = Line(lazy("In other words"))


class AfterForm(Drafted):
    base_version = HiddenNumber(default=0)
    takeaways = Text(lazy("What do you take away?"))
    next_step = Line(lazy("A next step"))
    heard, matters, way, overall = (
        RadioField(scale.question, coerce=_number, choices=SCORES, validate_choice=False)
        for scale in agenda.PULSE.values()
    )
    lines = BooleanField(lazy("The lines, as they stand"))
    pins = SelectMultipleField(lazy("Pins"), coerce=an_id, validate_choice=False, choices=())

    def said(self) -> After:
        """What was typed and chosen; raises Invalid."""
        pulse = [self[name].data for name in agenda.PULSE]
        return After.checked(self["takeaways"].data or "", self["next_step"].data or "", pulse)
