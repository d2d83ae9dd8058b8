"""What changed from release to release: the change log that comes with the code."""

import re
from pathlib import Path

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.web.operators import only_operator

bp = Blueprint("releases", __name__, url_prefix="/releases")
bp.before_request(only_operator)

_WAY_IN_HERE = re.compile(r"\[([^\]]*)\]\((?!https?:)[^)]*\)")  # to another file of the code: no address here
_NEW_LINE = re.compile(r"\n(?!#|[-*] ) *")  # but not before a heading or a thing of a list
LOG = Path(__file__).parents[3] / "CHANGELOG.md"


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("operators/releases/show.html", log=_flowing(LOG.read_text(encoding="utf-8")))


def _flowing(log: str) -> str:
    """Without its own head, the ends of its lines, which are those of an editor, marks for code and ways to files."""
    blocks = _WAY_IN_HERE.sub(r"\1", log.replace("`", "")).split("\n\n")
    return "\n\n".join(_NEW_LINE.sub(" ", block.strip()) for block in blocks[1:])
