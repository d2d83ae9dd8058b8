"""The style sheets as one file: what every page links, in the order of the layers and without their comments.

Six files are easier to read than one. One is a single request, and compresses to three quarters of the six. What only
staff see is in `desk.css`, which their layout links beside it.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response

NAME = "css/harbour.css"  # among the static files, though no file of this name lies there
ORDER = ("tokens", "base", "parts", "forms", "pages", "prefs")
COMMENT = re.compile(rb"/\*.*?\*/\n?", re.DOTALL)


def init_app(app: Flask) -> None:
    """Serve the one sheet beside the files it is made of."""
    file, folder = app.view_functions["static"], Path(app.static_folder or "")

    def static(filename: str) -> Any:
        return Response(joined(folder), mimetype="text/css") if filename == NAME else file(filename=filename)

    app.view_functions["static"] = static


@cache
def joined(folder: Path) -> bytes:
    """The sheets of this folder of static files in their order, as one."""
    whole = b"".join((folder / "css" / f"{name}.css").read_bytes() for name in ORDER)
    return COMMENT.sub(b"", whole)
