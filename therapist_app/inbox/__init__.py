"""The inbox: what clients share, in the order of their next sessions; read, put off, answered, quoted, by keys too."""

from therapist_app.inbox import acting, answering, keys, reading
from therapist_app.inbox.piles import bp

__all__ = ["acting", "answering", "bp", "keys", "reading"]
