"""The forms of the inbox."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.actor import Role
from portal.core.language import lazy
from portal.domain import consent
from portal.web.forms import Day, Form, OnceId, Text

PHRASES = consent.PHRASES[Role.THERAPIST]


class ActForm(Form):
    act_id = OnceId()


class LaterForm(ActForm):
    day = Day(lazy("Another day"), [Optional()])


class AnswerForm(Form):
    phrase = RadioField(
        lazy("A kind line"),
        choices=[SelectChoice(line, line) for line in PHRASES],
        validators=[Optional()],
        validate_choice=False,
    )
    words = Text(lazy("Or in your own words"))
