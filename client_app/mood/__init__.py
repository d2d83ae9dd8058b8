"""Check-ins: how things are right now and how they were, only for the person who says so."""

from client_app.mood.forms import CheckinForm
from client_app.mood.pages import beside_support, bp

__all__ = ["CheckinForm", "beside_support", "bp"]
