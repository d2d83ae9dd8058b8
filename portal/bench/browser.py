"""One visitor at one web server, on one connection that stays open: as little as a client can cost."""

import re
import socket
from collections.abc import Mapping
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value|type)="([^"]*)"')
SUCCESS, REDIRECT = 2, 3  # hundreds
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class CannotMeasure(RuntimeError):
    """What was to be measured did not happen; the message says why."""


class Browser:
    """Keeps cookies; never follows a redirect."""

    def __init__(self, sock: Path) -> None:
        self._sock = sock
        self._connection: HTTPConnection | None = None
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        return self._ask("GET", path, b"", {}, SUCCESS)

    def post(self, path: str, body: str) -> str:
        return self._ask("POST", path, body.encode(), {}, SUCCESS)

    def submit(self, path: str, fields: Mapping[str, str]) -> None:
        """Send a form; where it was taken, the answer leads elsewhere."""
        self._ask("POST", path, urlencode(fields).encode(), FORM, REDIRECT)

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the forms on a page."""
        inputs = [dict(ATTRIBUTE.findall(tag)) for tag in INPUT.findall(self.get(path))]
        return {field["name"]: unescape(field.get("value", "")) for field in inputs if field.get("type") == "hidden"}

    def rest(self) -> None:
        """Close the connection, before the server does so in the middle of the next question."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str], expected: int) -> str:
        if self._connection is None:
            self._connection = _UnixConnection(self._sock)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()), **headers}
        self._connection.request(method, path, body or None, sent)
        response = self._connection.getresponse()
        said = response.read().decode()
        for line in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if response.status // 100 != expected:
            raise CannotMeasure(f"{method} {path} answered {response.status}")
        return said


class _UnixConnection(HTTPConnection):
    def __init__(self, sock: Path) -> None:
        super().__init__("localhost", timeout=30)
        self._path = sock

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))
