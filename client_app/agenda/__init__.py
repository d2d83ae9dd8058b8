"""The agenda for the next session, the pins on it, and what one takes away afterwards. Only for the client."""

from client_app.agenda import before, past
from client_app.agenda.forms import bp

__all__ = ["before", "bp", "past"]
