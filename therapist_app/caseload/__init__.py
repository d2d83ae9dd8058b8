"""The people this therapist looks after: the list, and a page for each with its parts."""

from therapist_app.caseload import board, parts
from therapist_app.caseload.head import bp

__all__ = ["board", "bp", "parts"]
