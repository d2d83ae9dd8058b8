"""What the source says in English and what stands in the other languages; `python -m tests.languages` begins a file.

python -m tests.languages AREA FOLDER...    adds what has no German yet to translations/de/LC_MESSAGES/AREA.po
"""

import io
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from portal.core import catalogues
from tests.architecture.rules import PACKAGES, ROOT

KEYWORDS = {"_": None, "lazy": None, "kept_as": None, "ngettext": (1, 2)}
SAID = {".html": "jinja2.ext:babel_extract", ".py": "python"}
ASSETS = ROOT / "portal" / "assets"
Id = str | tuple[str, str]


def in_prompts(said: Any) -> Iterator[str]:
    """What the library of questions says."""
    for topic in said["topics"]:
        yield from (topic["name"], topic["lead"])
    for one in said["prompts"]:
        yield from (one["text"], one["why"], one["safety_note"], *one["follow_ups"])


def in_resources(said: Any) -> Iterator[str]:
    """What the starter set of the shelf says; a title with somebody's name beside it is theirs."""
    for one in said:
        yield from (one["about"], "" if one["by"] else one["title"])


def in_help(said: Any) -> Iterator[str]:
    """The words around the help numbers."""
    for country in said["countries"]:
        yield country["name"]
        for line in country["lines"]:
            yield from (line["whom"], line["hours"], line.get("speaks", ""))


# Files that hold sentences as data; portal.core.language.from_file says them. Others hold none, or one language each.
DATA = {"prompts.json": in_prompts, "resources.json": in_resources, "help.json": in_help}


def is_data(path: Path) -> bool:
    return path.parent == ASSETS and path.name in DATA


def said_in(path: Path) -> Iterator[tuple[int, Id]]:
    """Every marked sentence of a file: (line, sentence), a pair where a number decides."""
    if path.suffix == ".json":
        for sentence in DATA[path.name](json.loads(path.read_text(encoding="utf-8"))):
            if sentence:
                yield 0, sentence
        return
    with path.open("rb") as file:
        for line, said, _comments, _context in extract(SAID[path.suffix], file, KEYWORDS, ["What comes in:"]):
            yield line, said


def sources(*folders: str) -> list[Path]:
    """Every file of these folders (of the whole house) that may say something."""
    roots = [ROOT / name for name in folders or PACKAGES]
    found = (path for root in roots for path in ([root] if root.is_file() else root.rglob("*")))
    return sorted(path for path in found if path.is_file() and (path.suffix in SAID or is_data(path)))


@cache
def english() -> dict[Id, list[str]]:
    """Every sentence there is, with the places where it stands."""
    found: dict[Id, list[str]] = {}
    for path in sources():
        for line, said in said_in(path):
            found.setdefault(said, []).append(f"{path.relative_to(ROOT).as_posix()}:{line}")
    return found


def messages(language: str) -> Iterator[tuple[str, Message]]:
    """Everything that was written in a language: (area, message)."""
    for path in catalogues.areas(language):
        yield from ((path.stem, message) for message in catalogues.read(path, language) if message.id)


def begin(language: str, area: str, *folders: str) -> int:
    """Add to the file of an area, without words, what these folders say and nobody has written yet.

    What nobody says any more goes out of it. Returns how much there is to write.
    """
    path = catalogues.FOLDER / language / catalogues.PLACE / f"{area}.po"
    before = catalogues.read(path, language) if path.exists() else Catalog(locale=language)
    catalogue = Catalog(locale=language)
    for message in before:
        if message.id and key_of(message) in english():
            catalogue.add(message.id, message.string, locations=message.locations)
    known = {key_of(message) for _area, message in messages(language)}
    for source in sources(*folders):
        for _line, said in said_in(source):
            if said not in known and catalogue.get(said) is None:
                where = (source.relative_to(ROOT).as_posix(), 0)
                catalogue.add(said, ("", "") if isinstance(said, tuple) else "", locations=[where])
    write(path, catalogue)
    return sum(not catalogues.is_written(message) for message in catalogue if message.id)


def key_of(message: Message) -> Id:
    return tuple(message.id) if isinstance(message.id, list | tuple) else message.id


def write(path: Path, catalogue: Catalog) -> None:
    """The file of an area, with the least a program needs at its head, so that two people seldom change one line."""
    written = io.BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False)
    head = (
        f"# {path.stem}: see docs/languages.md\n"
        f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    path.write_bytes(head.encode() + written.getvalue())


if __name__ == "__main__":
    print(begin("de", *sys.argv[1:]), "to write")  # noqa: T201 - it talks to the translator
