"""Files that are sent to us: which addresses take large ones, and where their bytes lie until a view has read them."""

import io
from typing import IO, Any

from flask import Flask, Request, request

LARGEST = {  # bytes, by endpoint; everything else keeps to the usual limit
    "client.imports.take": 64 * 1024 * 1024,
    "admin.rosters.take": 8 * 1024 * 1024,  # more than a list may have, so that a larger one gets a sentence
}


class Private(Request):
    """A request whose files stay in memory: words that are to be sealed do not lie in a folder of the system first."""

    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        """Called by Werkzeug for each file of a form; whole requests are bounded, so memory is."""
        return io.BytesIO()


def init_app(app: Flask) -> None:
    """To be called before anything reads a form."""
    app.request_class = Private
    app.before_request(_make_room)


def _make_room() -> None:
    most = LARGEST.get(request.endpoint or "")
    if most is not None:
        request.max_content_length = request.max_form_memory_size = most


def largest_mb(endpoint: str) -> int:
    """How much an address takes, for a sentence."""
    return LARGEST[endpoint] // 1024**2
