"""Sentences in the language of whoever reads them. English is what stands in the source; see docs/languages.md."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import flask_babel
from babel import Locale
from flask import Flask
from markupsafe import Markup, escape

from portal.core import catalogues

FIRST = "en"  # the language the source is written in


def init_app(app: Flask, choose: Callable[[], str]) -> None:
    """Let this application speak; `choose` says in which language whoever asks is answered."""
    flask_babel.Babel(
        app,
        default_locale=FIRST,
        default_translation_directories=str(catalogues.FOLDER),
        locale_selector=choose,
    )


def installed() -> tuple[str, ...]:
    """Every language there is, English first."""
    return (FIRST, *catalogues.compiled())


def name_of(language: str) -> str:
    """What a language calls itself: 'Deutsch'."""
    said = Locale.parse(language).get_display_name(language) or language
    return said[0].upper() + said[1:]


def spoken() -> str:
    """The language of whoever is answered now, as <html lang> has it; English where nobody asks."""
    return str(locale()).replace("_", "-")


def locale() -> Locale:
    """The same, for Babel."""
    found: Locale | None = flask_babel.get_locale()
    return found or Locale(FIRST)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """For mails, documents and jobs: all sentences inside are in the language of the person they are for."""
    with flask_babel.force_locale(language if language in installed() else FIRST):
        yield


def _(sentence: str, **named: object) -> str:
    """A whole sentence, in the language of whoever is answered.

    Args:
        sentence: in English, a constant, with %(name)s where something comes in.
        named: what comes in. With any of it, a per cent sign of the sentence itself is doubled.
    """
    return cast("str", flask_babel.gettext(sentence, **named))


def ngettext(one: str, many: str, num: int, **named: object) -> str:
    """The same where a number decides; it is %(num)s in both."""
    return cast("str", flask_babel.ngettext(one, many, num, **named))


def lazy(sentence: str, **named: object) -> str:
    """A sentence that stands in a constant: it is put into a language each time it is shown."""
    return cast("str", Later(sentence, named))


def from_file(sentence: str) -> str:
    """A sentence of a file that comes with the house, such as portal/assets/help.json; put into a language when shown.

    What a practice wrote into a file of its own is nobody's sentence here, and stays as it is.
    """
    return lazy(sentence) if sentence else ""  # gettext answers nothing with what stands at the head of a catalogue


def kept_as(sentence: str) -> str:
    """A sentence that is kept as it stands, in English, and put into a language by `from_file` when it is shown."""
    return sentence


class Later:
    """A sentence that is not said yet. It behaves as the text it will be."""

    __slots__ = ("_named", "_sentence")

    def __init__(self, sentence: str, named: dict[str, object]) -> None:
        self._sentence, self._named = sentence, named

    def __str__(self) -> str:
        return _(self._sentence, **self._named)

    def said_by(self, translate: Callable[[str], str]) -> str:
        """What it is where `translate` knows the words, whatever language is spoken now."""
        named = {name: one.said_by(translate) if isinstance(one, Later) else one for name, one in self._named.items()}
        said = translate(self._sentence)
        return said % named if named else said

    def __repr__(self) -> str:
        return f"lazy({self._sentence!r})"

    def __html__(self) -> Markup:
        return escape(str(self))

    def __format__(self, how: str) -> str:
        return format(str(self), how)

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | Later) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)

    def __hash__(self) -> int:
        return hash(self._sentence)

    def __len__(self) -> int:
        return len(str(self))

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __getitem__(self, at: Any) -> str:
        return str(self)[at]

    def __add__(self, more: str) -> str:
        return str(self) + more

    def __radd__(self, before: str) -> str:
        return before + str(self)

    def __mod__(self, values: Any) -> str:
        return str(str(self) % values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found: Any = getattr(str(self), name)
        return found
