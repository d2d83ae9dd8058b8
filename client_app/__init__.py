"""The client's room: today, goals, notes, check-ins, and who can read what."""

from flask import Blueprint

from client_app import (
    agenda,
    conversation,
    erasing,
    exports,
    files,
    goals,
    home,
    imports,
    journal,
    measures,
    mood,
    prompts,
    reminders,
    resources,
    sharing,
    signals,
    steady,
)
from portal.core.actor import Role
from portal.web.session import only

room = Blueprint("client", __name__, template_folder="templates")
room.before_request(only(Role.CLIENT))
room.context_processor(
    lambda: {
        "badges_of": sharing.badges_of,
        "part_badge": sharing.part_badge,
        "goes_to": sharing.goes_to,
        "stream_readers": sharing.stream_readers,
        "rhythms": sharing.rhythms,
        "cover_hours": signals.cover_hours,
    }
)
for part in (
    agenda,
    conversation,
    erasing,
    exports,
    files,
    goals,
    home,
    imports,
    journal,
    measures,
    mood,
    prompts,
    reminders,
    resources,
    signals,
    steady,
):
    room.register_blueprint(part.bp)
for part in (
    sharing.excerpts,
    sharing.handovers,
    sharing.looking,
    sharing.pages,
    sharing.pausing,
    sharing.people,
    sharing.receipts,
    sharing.streams,
):
    room.register_blueprint(part.bp)
