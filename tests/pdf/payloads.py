"""Fourteen ways to make a renderer of HTML fetch something, and a place that counts whether it did."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CANARY = "canary-in-a-file-9c41d7"
NAMES = (
    "img",
    "link to a style sheet",
    "import in a style sheet",
    "font face",
    "attachment",
    "attached file",
    "object",
    "iframe",
    "svg inside a data address",
    "file",
    "redirect",
    "xlink",
    "background image",
    "content before",
)


@dataclass
class Trap:
    """A server on this machine that writes down who called, and a file that nobody is to read."""

    address: str
    file: Path
    calls: list[str] = field(default_factory=list)

    def payloads(self) -> dict[str, str]:
        at, file = self.address, self.file.as_uri()
        nested = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{at}/nested" width="9" height="9"/></svg>'
        inline = base64.b64encode(nested.encode()).decode()
        made = (
            f'<img src="{at}/img" alt="a">',
            f'<link rel="stylesheet" href="{at}/style">',
            f'<style>@import url("{at}/import");</style>',
            f'<style>@font-face {{ font-family: T; src: url("{at}/font") }} * {{ font-family: T }}</style>',
            f'<link rel="attachment" href="{at}/attachment">',
            f'<a rel="attachment" href="{file}">a</a><link rel="attachment" href="{file}">',
            f'<object data="{at}/object"></object>',
            f'<iframe src="{at}/iframe"></iframe><embed src="{at}/embed">',
            f'<img src="data:image/svg+xml;base64,{inline}" alt="a">',
            f'<img src="{file}" alt="a"><object data="{file}"></object>',
            f'<img src="{at}/redirect" alt="a">',
            f'<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{at}/xlink" width="9"/></svg>',
            f'<p style="background-image: url({at}/background)">a</p>',
            f'<style>p::before {{ content: url("{at}/before") }}</style>',
        )
        return dict(zip(NAMES, made, strict=True))


@contextmanager
def trap(folder: Path) -> Iterator[Trap]:
    """The trap, armed: `calls` fills with each path that is asked for."""
    file = folder / "canary.txt"
    file.write_text(CANARY)

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            armed.calls.append(self.path)
            self.send_response(302 if self.path == "/redirect" else 200)
            self.send_header("Location", "/redirected")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    armed = Trap(f"http://127.0.0.1:{server.server_port}", file)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield armed
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
