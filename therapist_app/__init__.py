"""The therapist's room: what clients share, and summaries made from it. Nothing here tells of what is not shared."""

from flask import Blueprint

from portal.core.actor import Role
from portal.web.session import only
from therapist_app import (
    appointments,
    brief,
    caseload,
    inbox,
    measures,
    process_notes,
    progress_notes,
    prompts,
    rhythm,
    signals,
    summaries,
    today,
)

room = Blueprint("therapist", __name__, url_prefix="/desk", template_folder="templates")
room.before_request(only(Role.THERAPIST))
room.context_processor(lambda: {"signals_waiting": signals.signals_waiting})
parts = (
    today,
    brief,
    appointments,
    inbox,
    caseload,
    process_notes,
    progress_notes,
    measures,
    prompts,
    rhythm,
    summaries,
)
for part in (*parts, signals):
    room.register_blueprint(part.bp)
