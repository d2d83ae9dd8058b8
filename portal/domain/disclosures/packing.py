"""The archive of an access request: pages to read and the same as JSON; the log in as many files as it needs.

The pages are in the language of the person they are about. The JSON has the names of a program and moments as they are
kept.
"""

import html
import io
import json
import zipfile
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from portal.core import dates
from portal.core.clock import zone
from portal.core.language import _, from_file, lazy, spoken
from portal.domain.disclosures.about import SOMEBODY, Gathered
from portal.domain.retention import REASONS

LABELS = {  # what the pages call the names of the JSON
    "practice": lazy("Practice"),
    "made_at": lazy("Made at"),
    "account": lazy("Account"),
    "looked_after": lazy("Looked after"),
    "consents": lazy("Consents"),
    "kept_until": lazy("Kept until"),
    "not_in_it": lazy("Not in it"),
    "log": lazy("Log"),
    "lines": lazy("Lines"),
    "files": lazy("Files"),
    "name": lazy("Name"),
    "signs_in_as": lazy("Signs in as"),
    "pronouns": lazy("Pronouns"),
    "time_zone": lazy("Time zone"),
    "joined_at": lazy("Joined at"),
    "closed_at": lazy("Closed at"),
    "roles": lazy("Roles"),
    "role": lazy("Role"),
    "since": lazy("Since"),
    "until": lazy("Until"),
    "therapist": lazy("Therapist"),
    "whose": lazy("Whose"),
    "who_may_disclose": lazy("Who may disclose"),
    "what": lazy("What"),
    "to_whom": lazy("To whom"),
    "purpose": lazy("Purpose"),
    "how_to_stop": lazy("How to stop"),
    "limits_of_stopping": lazy("Limits of stopping"),
    "ended_at": lazy("Ended at"),
    "signed": lazy("Signed"),
    "given_at": lazy("Given at"),
    "wording": lazy("Wording"),
    "years_after_the_last_session": lazy("Years after the last session"),
    "last_day_of_care": lazy("Last day of care"),
    "deleted_because": lazy("Deleted because"),
    "at": lazy("When"),
    "who": lazy("Who"),
    "about": lazy("About"),
}
ROLES = {
    "client": lazy("client"),
    "therapist": lazy("therapist"),
    "admin": lazy("admin"),
    "officer": lazy("recovery officer"),
    "confidant": lazy("someone a client trusts"),
}
DAYS = frozenset({"made_at", "joined_at", "closed_at", "since", "until", "ended_at", "given_at", "at"})
OURS = frozenset({"what", "purpose", "how_to_stop", "limits_of_stopping", "signed", "not_in_it"})
WHY = {**REASONS, "closed": lazy("They closed it themselves")}
IN_A_ROW = 4  # more would not fit beside one another on paper
STYLE = Path(__file__).parents[2] / "assets" / "exports" / "page.css"  # as of what a client takes away
SAME_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: it tells nothing


class Pack:
    """An archive being put together. What was added is in the file already, and not in memory any more."""

    def __init__(self, gathered: Gathered) -> None:
        self.lines = 0
        self._facts, self._files, self._zone = gathered.facts, 0, zone(gathered.facts["account"]["time_zone"])
        self._made = io.BytesIO()
        self._zip = zipfile.ZipFile(self._made, "w", zipfile.ZIP_DEFLATED)

    def add(self, lines: list[dict[str, Any]]) -> None:
        """Some lines of the log, as one more file."""
        self._files += 1
        self.lines += len(lines)
        self._both(f"log-{self._files}", _("The activity log"), {"log": lines})

    def close(self) -> bytes:
        """The whole, with the page that comes first."""
        said = {"lines": self.lines, "files": [f"log-{number}.html" for number in range(1, self._files + 1)]}
        self._both("about", _("What is held"), self._facts | {"log": said})
        self._zip.close()
        return self._made.getvalue()

    def _both(self, name: str, title: str, found: dict[str, Any]) -> None:
        data = json.dumps(found, ensure_ascii=False, indent=1)
        for end, text in (("html", _page(title, found, self._zone)), ("json", data)):
            self._zip.writestr(zipfile.ZipInfo(f"{name}.{end}", SAME_DAY), text, zipfile.ZIP_DEFLATED)


def _page(title: str, found: dict[str, Any], where: tzinfo) -> str:
    """A page that needs nothing else; every value is escaped."""
    parts = "".join(f"<h2>{_label(key)}</h2>{_shown(key, value, where)}" for key, value in found.items())
    head = f'<!doctype html><html lang="{spoken()}"><meta charset="utf-8"><title>{html.escape(title)}</title>'
    head += f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
    return f"{head}<body><h1>{html.escape(title)}</h1>{parts}</body></html>"


def _shown(key: str, value: Any, where: tzinfo) -> str:
    if isinstance(value, dict):
        told = {name: one for name, one in value.items() if one is not None and one != ""}
        rows = (f"<dt>{_label(name)}</dt><dd>{_shown(name, one, where)}</dd>" for name, one in told.items())
        return f"<dl>{''.join(rows)}</dl>"
    if isinstance(value, list) and value and isinstance(value[0], dict) and len(value[0]) <= IN_A_ROW:
        return _table(value, where)
    if isinstance(value, list):
        rows = (f"<li>{_shown(key, one, where)}</li>" for one in value)
        return f"<ol>{''.join(rows)}</ol>" if value else f"<p>{html.escape(_('Nothing.'))}</p>"
    return html.escape("" if value is None else _said(key, str(value), where))


def _table(rows: list[dict[str, Any]], where: tzinfo) -> str:
    head = "".join(f'<th scope="col">{_label(name)}</th>' for name in rows[0])
    lines = ("".join(f"<td>{_shown(name, one, where)}</td>" for name, one in row.items()) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _said(key: str, value: str, where: tzinfo) -> str:
    """A moment or a word of ours, in the language of the page; what somebody is called as it stands."""
    if key in DAYS and value[:1].isdigit():
        at = datetime.fromisoformat(value).astimezone(where)
        return f"{dates.said(at, 'day_year')}, {at:%H:%M}"
    if key == "last_day_of_care":
        return dates.said(date.fromisoformat(value), "day_year")
    if key == "deleted_because":
        return str(WHY.get(value, value))
    if key == "role":
        return str(ROLES.get(value, value))
    return str(from_file(value)) if key in OURS or key in DAYS or value == SOMEBODY else value


def _label(key: str) -> str:
    return html.escape(str(LABELS[key]))
