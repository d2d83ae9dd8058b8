"""The style sheets as one file: what every page links, in the order of the layers and without their comments.

Six files are easier to read than one. One is a single request, and compresses to three quarters of the six. What only
staff see is in `desk.css`, which their layout links beside it, without its comments, too; a practice with a colour of
its own has one more, which is made from that colour alone, so that nothing of it can be out of date.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response

from portal.core.errors import NotFound
from portal.domain.settings import can_be_used, sheet

NAME = "css/harbour.css"  # among the static files, though no file of this name lies there
ORDER = ("tokens", "base", "parts", "forms", "pages", "prefs")
SHEETS = {NAME: ORDER, "css/desk.css": ("desk",)}
OF_A_COLOUR = re.compile(r"css/colour-([0-9a-f]{6})\.css")
COMMENT = re.compile(rb"/\*.*?\*/\n?", re.DOTALL)


def init_app(app: Flask) -> None:
    """Serve the one sheet beside the files it is made of."""
    file, folder = app.view_functions["static"], Path(app.static_folder or "")

    def static(filename: str) -> Any:
        if shade := OF_A_COLOUR.fullmatch(filename):
            return Response(_usable(shade[1]), mimetype="text/css")
        if filename in SHEETS:
            return Response(joined(folder, filename), mimetype="text/css")
        return file(filename=filename)

    app.view_functions["static"] = static


def name_of(shade: str) -> str:
    """The sheet of a colour (#RRGGBB) among the static files."""
    return f"css/colour-{shade[1:].lower()}.css"


def mark_of(shade: str) -> str:
    """Changes when the sheet does: with the palette that the other colours come from."""
    return hashlib.sha256(sheet(shade).encode()).hexdigest()[:12]


def _usable(digits: str) -> str:
    shade = f"#{digits.upper()}"
    if not can_be_used(shade):
        raise NotFound
    return sheet(shade)


@cache
def joined(folder: Path, sheet_name: str = NAME) -> bytes:
    """The sheets of this folder of static files that make up this one, in their order and without comments."""
    whole = b"".join((folder / "css" / f"{name}.css").read_bytes() for name in SHEETS[sheet_name])
    return COMMENT.sub(b"", whole)
