"""What is said in other languages: files that people write, put together into one that gettext reads."""

import os
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[1] / "translations"
PLACE, NAME = "LC_MESSAGES", "messages.mo"


def areas(language: str) -> Iterator[Path]:
    """The files people write: one for each part of the house, so that several can be at work."""
    yield from sorted((FOLDER / language / PLACE).glob("*.po"))


def languages() -> list[str]:
    """Every language somebody has begun to write, besides English."""
    return sorted(path.name for path in FOLDER.iterdir() if (path / PLACE).is_dir())


def read(path: Path, language: str) -> Catalog:
    """One file as Babel reads it.

    Raises:
        ValueError: it is not written as such a file is.
    """
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def together(language: str) -> Catalog:
    """All areas as one catalogue; where two say the same sentence differently, the first one counts.

    It is looked up by its English for one alone, so a sentence for one and for many serves for both.
    """
    whole = Catalog(locale=language)
    found = [message for path in areas(language) for message in read(path, language) if message.id]
    for message in sorted(filter(is_written, found), key=lambda one: isinstance(one.id, str)):
        if whole.get(message.id) is None:
            whole.add(message.id, message.string)
    return whole


def is_written(message: Message) -> bool:
    """Whether there are words for it, in each number it can be said in."""
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)


def compile_all() -> None:
    """Make what gettext reads, where it is not there or older than what people wrote. Part of the set-up."""
    for language in languages():
        made = FOLDER / language / PLACE / NAME
        written = max((path.stat().st_mtime_ns for path in areas(language)), default=0)
        if not made.exists() or made.stat().st_mtime_ns < written:
            _write(made, together(language))


def _write(made: Path, catalogue: Catalog) -> None:
    handle, beside = tempfile.mkstemp(dir=made.parent)
    with os.fdopen(handle, "wb") as file:
        write_mo(file, catalogue)
    Path(beside).chmod(0o644)
    Path(beside).replace(made)


@cache
def compiled() -> tuple[str, ...]:
    """The languages that are ready to be spoken."""
    return tuple(language for language in languages() if (FOLDER / language / PLACE / NAME).exists())


if __name__ == "__main__":
    compile_all()
    sys.exit(0)
