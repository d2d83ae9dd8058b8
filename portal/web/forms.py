"""The form kit: a typed base, the house's fields, and rules that become problems beside the field they belong to."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import flash
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.core import UnboundField
from wtforms.widgets import Select

from portal.core.errors import Invalid, TooSoon
from portal.core.language import _, installed, lazy, name_of, ngettext, speaking, spoken
from portal.core.text import shown
from portal.core.whole import whole

if TYPE_CHECKING:

    class Form:
        """What the rooms see of an untyped library."""

        def __init__(self, *args: Any, **kwargs: Any) -> None: ...

        errors: dict[str, Any]

        def validate(self) -> bool: ...
        def validate_on_submit(self) -> bool: ...
        def __getitem__(self, name: str) -> Any: ...
        def __contains__(self, name: str) -> bool: ...
else:

    class Form(FlaskForm):
        """A form that carries its own token against cross-site requests. Its fields for free words name themselves."""

        def __init_subclass__(cls, **more: Any) -> None:
            super().__init_subclass__(**more)
            for name, field in vars(cls).items():
                kind = field.field_class if isinstance(field, UnboundField) else object
                if issubclass(kind, _IN_WORDS) and not issubclass(kind, (HiddenField, PasswordField, Day)):
                    TYPED.add(name)


_IN_WORDS = (StringField, TextAreaField)
TYPED: set[str] = set()  # names of fields for free words, in all forms there are
KEPT = frozenset("\n\r\t")
_A_NUMBER = re.compile(r"[0-9]{1,9}")


def plain_text(_form: Any, field: Field) -> None:
    """Text a person can have meant: no NUL and no other control signs. Direction marks and any script are welcome."""
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in KEPT for sign in field.data or ""):
        raise ValidationError(
            _("There is a sign in here that cannot be kept, often from pasting. Type that part again.")
        )


def one_line(_form: Any, field: Field) -> None:
    """No line breaks: what goes into names must not reach headers or files as two lines."""
    if any(sign in (field.data or "") for sign in "\r\n\t\u2028\u2029"):
        raise ValidationError(_("Please keep this on one line."))


class SaidOnce(Select):  # type: ignore[misc]  # WTForms is untyped
    """A long list whose choices are mostly called what is sent: then the page carries it once."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Any:
        option = super().render_option(choice, **kwargs)
        return option.replace(f' value="{choice.value}"', "") if choice.value == choice.label else option


class Line(StringField):  # type: ignore[misc]  # WTForms is untyped
    """One line of plain text, without spaces around it, in composed form (NFC)."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = unicodedata.normalize("NFC", (self.data or "").strip())

    def pre_validate(self, form: Any) -> None:
        plain_text(form, self)
        one_line(form, self)

    def _value(self) -> str:
        """What goes back to the page: a sign that no page may hold shows as a gap."""
        return shown(self.data or "")


class Text(TextAreaField):  # type: ignore[misc]  # WTForms is untyped
    """Words over several lines, as typed; the verb they go to says what may be kept."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or ""

    def _value(self) -> str:
        return shown(self.data or "")


class Day(StringField):  # type: ignore[misc]  # WTForms is untyped
    """A calendar day, or none. What cannot be one comes back as it was typed, with a sentence beside it."""

    data: Any
    said = ""

    def process_data(self, value: date | str | None) -> None:
        """A day, or what a draft kept of one."""
        try:
            self.data = date.fromisoformat(value) if isinstance(value, str) and value else value or None
        except ValueError:
            self.data, self.said = None, str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.said, self.data = "".join(valuelist).strip(), None
        if self.said:
            try:
                self.data = date.fromisoformat(self.said)
            except ValueError:
                raise ValueError(_("This is no day. Write it like 2026-03-31.")) from None

    def _value(self) -> str:
        return self.data.isoformat() if isinstance(self.data, date) else shown(self.said)


def its_language() -> SelectField:
    """A choice of the language that is a new practice's own; ready beforehand is the one the page speaks."""
    return SelectField(
        lazy("Language of the practice"),
        id="its-language",  # the switch at the foot has the other one
        choices=lambda: [(each, name_of(each)) for each in installed()],
        default=spoken,
    )


class Spoken(HiddenField):  # type: ignore[misc]  # WTForms is untyped
    """The language of the page it stands on, also when the page is shown again in another one."""

    def _value(self) -> str:
        return spoken()


class Agreeing(Form):
    """A form under words that somebody agrees to: it knows in which language those stood on the page."""

    spoken = Spoken()

    def as_read(self) -> AbstractContextManager[None]:
        """What is agreed to inside is what was read, whatever language was chosen in another window since."""
        return speaking(self["spoken"].data or spoken())


class HiddenNumber(HiddenField):  # type: ignore[misc]  # WTForms is untyped
    """A whole number the page carries along; 0, which nothing is numbered, when it comes back as anything else."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = a_number("".join(valuelist))
        except ValueError:
            self.data = 0


class HiddenId(HiddenField):  # type: ignore[misc]  # WTForms is untyped
    """An id the page carries along; None when there is none, or it comes back as anything else."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.process_data("".join(valuelist))

    def process_data(self, value: UUID | str | None) -> None:
        """An id, or what a draft kept of one."""
        try:
            self.data = UUID(str(value)) if value else None
        except ValueError:
            self.data = None

    def _value(self) -> str:
        return str(self.data or "")


class OnceId(HiddenField):  # type: ignore[misc]  # WTForms is untyped
    """A random id made when the form is shown, so that sending it twice makes one thing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = UUID(valuelist[0]) if valuelist else uuid4()
        except ValueError:
            self.data = uuid4()

    def process_data(self, value: UUID | str | None) -> None:
        """An id, or what a draft kept of one."""
        self.process_formdata([str(value)] if value else [])

    def _value(self) -> str:
        return str(self.data)


def a_number(said: str) -> int:
    """A whole number that any database can hold, for `request.args.get(…, type=a_number)`; raises ValueError."""
    if not _A_NUMBER.fullmatch(said):
        raise ValueError("no number of ours")
    return int(said)


def an_id(chosen: object) -> UUID | None:
    """A chosen id; none, of anything else."""
    try:
        return UUID(str(chosen))
    except ValueError:
        return None


def numbered(chosen: object) -> int | None:
    """A chosen number; none, of anything else."""
    try:
        return a_number(str(chosen))
    except ValueError:
        return None


@contextmanager
def problems_in(form: Form) -> Iterator[None]:
    """Turn a rule's refusal into a problem at its field; the page is shown again with everything typed kept.

    What is refused leaves nothing behind: the page that tells of it commits only what was there before.
    """
    try:
        with whole():
            yield
    except Invalid as problem:
        field = form[problem.field] if problem.field in form else next(iter(form))  # type: ignore[call-overload]
        field.errors = [*field.errors, str(problem)]
    except TooSoon as problem:
        field = next(iter(form))  # type: ignore[call-overload]
        field.errors = [*field.errors, too_soon(problem)]


@contextmanager
def problems_told() -> Iterator[None]:
    """The same where no form is shown again: whoever asked is told on the page they come to next."""
    try:
        with whole():
            yield
    except Invalid as problem:
        flash(str(problem), "please-know")
    except TooSoon as problem:
        flash(too_soon(problem), "please-know")


def too_soon(problem: TooSoon) -> str:
    """Of what there was too much, and when to come again."""
    return " ".join((str(problem.words), _("Try again in %(span)s.", span=_span(problem.wait))))


def _span(seconds: int) -> str:
    """'8 seconds', '2 minutes': rounded up, so that it is never too soon again."""
    if seconds < 90:  # noqa: PLR2004 - from here on minutes read better
        return ngettext("1 second", "%(num)s seconds", seconds)
    minutes = -(-seconds // 60)
    if minutes < 120:  # noqa: PLR2004 - as above
        return _("%(minutes)s minutes", minutes=minutes)
    return _("%(hours)s hours", hours=-(-minutes // 60))
