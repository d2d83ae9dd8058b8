"""The archive of an access request: pages to read and the same as JSON; the log in as many files as it needs."""

import html
import io
import json
import zipfile
from typing import Any

from portal.domain.disclosures.about import Gathered

SAME_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: it tells nothing


class Pack:
    """An archive being put together. What was added is in the file already, and not in memory any more."""

    def __init__(self, gathered: Gathered) -> None:
        self.lines = 0
        self._facts, self._files = gathered.facts, 0
        self._made = io.BytesIO()
        self._zip = zipfile.ZipFile(self._made, "w", zipfile.ZIP_DEFLATED)

    def add(self, lines: list[dict[str, Any]]) -> None:
        """Some lines of the log, as one more file."""
        self._files += 1
        self.lines += len(lines)
        self._both(f"log-{self._files}", "The activity log", {"log": lines})

    def close(self) -> bytes:
        """The whole, with the page that comes first."""
        said = {"lines": self.lines, "files": [f"log-{number}.html" for number in range(1, self._files + 1)]}
        self._both("about", "What is held", self._facts | {"log": said})
        self._zip.close()
        return self._made.getvalue()

    def _both(self, name: str, title: str, found: dict[str, Any]) -> None:
        data = json.dumps(found, ensure_ascii=False, indent=1)
        for end, text in (("html", _page(title, found)), ("json", data)):
            self._zip.writestr(zipfile.ZipInfo(f"{name}.{end}", SAME_DAY), text, zipfile.ZIP_DEFLATED)


def _page(title: str, found: dict[str, Any]) -> str:
    """A page that needs nothing else; every value is escaped."""
    parts = "".join(f"<h2>{html.escape(_words(key))}</h2>{_shown(value)}" for key, value in found.items())
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
    return f"{head}<body><h1>{html.escape(title)}</h1>{parts}</body></html>"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        rows = "".join(f"<dt>{html.escape(_words(key))}</dt><dd>{_shown(one)}</dd>" for key, one in value.items())
        return f"<dl>{rows}</dl>"
    if isinstance(value, list):
        return f"<ol>{''.join(f'<li>{_shown(one)}</li>' for one in value)}</ol>" if value else "<p>Nothing.</p>"
    return html.escape("" if value is None else str(value))


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()
