"""Plain Markdown: one file for each note, its day at the top of it or in its name."""

import re
from datetime import date, time

from portal.core.language import _
from portal.core.text import shows
from portal.domain.imports.records import EMPTY, Record, Spoiled, at_local, headed, tidy

ENDINGS = (".md", ".markdown", ".txt")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z_-]+)[ \t]*:[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.+)")
_DAY = re.compile(r"(?<!\d)(\d{4})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d)")
_CLOCK = re.compile(r"[T ](\d{2}):(\d{2})")
_DATES = ("date", "day", "created", "created_at", "created-at")


def note(text: str, name: str, zone: str, where: str) -> Record:
    """The note of one file.

    Args:
        text: of the file.
        name: of the file, without any folder.
        zone: of the writer.
        where: how to call it.

    Raises:
        Spoiled: it has no day, or no words.
    """
    front, body = _parted(tidy(text))
    stem = name.rpartition(".")[0] or name
    on_day, clock = _day(front, stem)
    at, here = at_local(on_day, clock, zone)
    title = (front.get("title") or [""])[0]
    if not title:
        title, body = headed(body)
    title = title or _DAY.sub("", stem).strip(" -_.")
    if not shows(body):
        if not shows(title):
            raise Spoiled(str(EMPTY))
        title, body = "", title
    return Record(where, on_day, at, here, title, body.strip("\n"), tuple(front.get("tags", ())))


def _parted(text: str) -> tuple[dict[str, list[str]], str]:
    """What stands between the two lines at the top, by name, and the rest."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    front: dict[str, list[str]] = {}
    name = ""
    for line in found[1].split("\n"):
        if item := _ITEM.fullmatch(line):
            front.setdefault(name, []).append(_bare(item[1]))
        elif pair := _LINE.fullmatch(line):
            name, said = pair[1].lower(), pair[2].strip()
            several = said[1:-1].split(",") if said.startswith("[") and said.endswith("]") else [said]
            front[name] = [_bare(part) for part in several if _bare(part)]
    return front, text[found.end() :]


def _bare(said: str) -> str:
    return said.strip().strip("\"'").strip()


def _day(front: dict[str, list[str]], stem: str) -> tuple[date, time | None]:
    said = [front[name][0] for name in _DATES if front.get(name)]
    for text in (*said, stem):
        if found := _DAY.search(text):
            try:
                on_day = date(int(found[1]), int(found[2]), int(found[3]))
                clock = _CLOCK.search(text, found.end())
                return on_day, time(int(clock[1]), int(clock[2])) if clock else None
            except ValueError:
                continue
    raise Spoiled(_("It names no day, neither at its top nor in its name."))
