"""Notes: the shelf and its search, writing, what stands beside a note, versions, deleting, and layouts."""

from client_app.journal import deleting, layouts, let_go, reading, shelf, writing
from client_app.journal.forms import bp

__all__ = ["bp", "deleting", "layouts", "let_go", "reading", "shelf", "writing"]
