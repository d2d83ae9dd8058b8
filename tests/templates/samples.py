"""Reads the samples of every component (samples.html) and makes a small page of each."""

import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from portal.domain.help import read
from tests import charts
from tests.architecture.rules import ROOT
from tests.templates import stage

COMPONENTS = ROOT / "portal/templates/components"
SAMPLES = Path(__file__).with_name("samples.html")
JOB_STATES = ["waiting", "checking", "drawing", "slow", "ready", "changed", "failed", "again", "removed", "withdrawn"]
JOB = {
    "poll_url": "/job", "ahead": 2, "client": "Sam", "pages": 2, "size": "84 kB", "kept_until": "25 November",
    "download_url": "/d", "web_url": "/w", "again": "/a", "reference": "K7-2F", "removed_on": "25 November",
    "withdrawn": "Sam stopped sharing one note after you downloaded this.",
}  # fmt: skip
TEXT = {
    "text": "One\r\ntwo\n\n\n  three\n\n\u0645\u0631\u062d\u0628\u0627",
    "long": "Slept. Properly. First time since the move, and nobody needed anything from me until nine.",
}


DRAFT = SimpleNamespace(
    about_id="an-id",
    number=3,
    saved_at=datetime(2025, 11, 18, 22, 41, tzinfo=UTC),
    words={"title": "", "body": "One line."},
)
NOTE = SimpleNamespace(title="Sunday walk", body=TEXT["text"], on_day=date(2025, 11, 16))

HELP = read(ROOT / "portal/assets")


@cache
def components() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in COMPONENTS.glob("*.html")))


@cache
def all_samples() -> dict[str, str]:
    """The body of each sample under its name; the name begins with that of its component."""
    _, *parts = re.split(r"^=== (.+)$", SAMPLES.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def page(body: str) -> str:
    """The source of a small page around some component calls; imports what the body names and nothing else."""
    named = [name for name in components() if re.search(rf"(?<![\w.\"/]){name}\(", body)]
    imports = "".join(f'{{% from "components/{name}.html" import {name} %}}' for name in named)
    heading = "" if "page_head(" in body else "<h1>Sample</h1>"
    return (
        f'{{% extends "layouts/plain.html" %}}{imports}{{% block title %}}Sample{{% endblock %}}'
        f"{{% block content %}}{heading}{body}{{% endblock %}}"
    )


def readers(*states: str) -> list[dict[str, str]]:
    who = {"name": "Mara Lindqvist", "short": "Mara", "role": "Your therapist", "preview_url": "/p", "stop_url": "/s"}
    return [who | {"id": f"r{at}", "state": state} for at, state in enumerate(states)]


def data():
    """What the samples may use. Made inside the request, because forms need one."""
    return TEXT | {
        "form": stage.fresh(),
        "refused": stage.refused(),
        "readers": readers("off", "on", "earlier"),
        "off": readers("off"),
        "job": JOB,
        "states": JOB_STATES,
        "note": NOTE,
        "draft": DRAFT,
        "number": HELP.countries[0].emergency,
        "help_lines": [line for country in HELP.countries for line in country.lines],
        "untitled": SimpleNamespace(title="", body="One line.", on_day=NOTE.on_day),
        "drawn": charts.drawn(marked=[0, 7]),
        "blank": charts.drawn([()] * 30),
        "months": charts.drawn(charts.MONTHS),
    }
