"""The house as people meet it: served by processes of its own, on SQLite, at an address of this machine."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from flask import Flask
from redis import Redis
from rq import Queue

from config import Secrets, Settings
from portal.app import create_app
from portal.core.db import db
from portal.core.tables import bring_up_to_date
from portal.launch.supervisor import end_with_parent
from wsgi import build

ROOT = Path(__file__).resolve().parents[2]
STALE = "a form without a good token"  # what the log says of forms that tests leave open for too long, on purpose
PATIENCE = 20  # seconds a server may take to stop
CHEAP = {"PORTAL_ARGON2_MEMORY_KIB": "64", "PORTAL_ARGON2_PASSES": "1"}  # a password hash that costs little


@dataclass(frozen=True)
class House:
    """A served installation. `app` is the same application in this process, for what is arranged behind the pages.

    `away`: another site, where Leave ends. `env`: what its processes are told.
    """

    app: Flask
    address: str
    away: str
    env: dict[str, str]

    @contextlib.contextmanager
    def behind_the_pages(self) -> Iterator[None]:
        """Where the verbs of the domain can be called."""
        with self.app.app_context():
            yield
            db.session.remove()

    def forget_jobs(self) -> None:
        """Take out of the line what nobody is to do: some screens show what waits."""
        with Redis.from_url(self.env["PORTAL_REDIS_URL"]) as redis:
            Queue(self.env["PORTAL_QUEUE_NAME"], connection=redis, serializer="json").delete(delete_jobs=True)

    def do_jobs(self) -> None:
        """A worker comes, does what is in line, and goes."""
        command = [sys.executable, "-m", "portal.worker", "--burst"]
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


@contextlib.contextmanager
def serving(folder: Path, redis_url: str, queue_name: str, away: str) -> Iterator[House]:
    """Migrate an empty database in this folder and serve it until the block ends. No worker listens to the queue."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        mine = {
            "PORTAL_DATA_DIR": str(folder),
            "PORTAL_REDIS_URL": redis_url,
            "PORTAL_QUEUE_NAME": queue_name,
            "PORTAL_PUBLIC_URL": address,
            "PORTAL_LEAVE_URL": away,
            **CHEAP,
        }
        Secrets.write_new(folder / "secrets")
        settings = Settings.from_env(mine, opens_bundles=True)
        made = create_app(settings)
        bring_up_to_date(made)
        with made.app_context():
            db.engine.dispose()
        app = build(settings)
        ours = ("PORTAL_", "COV")  # settings of another installation; and what it covers is counted elsewhere
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        with _web_server(door, inherited | mine, folder / "web.log"):
            yield House(app, address, away, inherited | mine)
        with app.app_context():
            db.engine.dispose()


@contextlib.contextmanager
def weather() -> Iterator[str]:
    """Another site on this machine that tells nothing; its address."""

    class Weather(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # a browser may have gone on already
                self.wfile.write(b"<!doctype html><title>Weather</title><p>Rain later.")

        def log_message(self, *_words):
            """Nothing is said of who came."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/weather"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def _web_server(door: socket.socket, env: dict[str, str], log: Path) -> Iterator[None]:
    """The web server of an installation, on a door that is open already, so that nobody waits for it."""
    words = ("--bind", f"fd://{door.fileno()}", "--worker-class", "gthread", "--threads", "4", "--log-level", "warning")
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--no-control-socket", *words, "wsgi:build()"],
            env=env,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            pass_fds=[door.fileno()],
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - started before any thread of ours
        )
    door.close()  # from here on it is the server's; if that falls over, pages are refused at once
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
    said = [line for line in log.read_text().splitlines() if STALE not in line]
    assert said == []  # nothing went wrong on any page
