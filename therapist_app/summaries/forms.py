"""The forms on the page of one summary: words that amend it, and a password for a copy."""

from collections.abc import Iterable
from uuid import uuid4

from wtforms import PasswordField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.language import _, lazy
from portal.web.drafting import Drafted
from portal.web.forms import Form, OnceId, Text

WHOLE = SelectChoice(0, lazy("The summary"))


class AddendumForm(Drafted):
    KIND = "summary-addendum"  # of the drafts written here

    addendum_id = OnceId()
    words = Text(lazy("Addendum"))

    def begin_another(self, said: str) -> None:
        """What was typed can be sent as an addendum of its own; it has no draft yet."""
        self["addendum_id"].data, self["number"].data = uuid4(), 0
        self["words"].errors = [said]


class CopyForm(Form):
    part = SelectField(lazy("Which file"), coerce=int, choices=[WHOLE], default=0)
    password = PasswordField(lazy("Password for the copy"))

    def offer(self, numbers: Iterable[int]) -> None:
        """Each addendum is a file of its own."""
        self["part"].choices = [
            WHOLE,
            *(SelectChoice(number, _("Addendum %(number)s", number=number)) for number in numbers),
        ]
