"""A temporary installation: its own folder, secrets, tables, Redis, worker and web servers; gone afterwards."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import MetaData, create_engine, inspect

from config import Secrets, Settings
from portal.app import create_app
from portal.bench import limits
from portal.bench.browser import Browser, CannotMeasure
from portal.core.tables import bring_up_to_date
from portal.launch import native, redis_server
from portal.launch.supervisor import end_with_parent

START_SECONDS = 60.0
GUNICORN = ("gunicorn", "--no-control-socket", "--worker-class", "gthread", "--workers", "2", "--threads", "8")


@dataclass(frozen=True, slots=True)
class House:
    """What runs: the application in this process, and the servers, each by its socket and process id."""

    app: Flask
    settings: Settings
    web_pid: int
    limits_pid: int
    worker_pid: int

    def browser(self) -> Browser:
        return Browser(_socket(self.settings, "web"))

    def browser_of_limits(self) -> Browser:
        return Browser(_socket(self.settings, "limits"))


@contextmanager
def an_empty_house(database_url: str | None, owner_database_url: str | None) -> Iterator[House]:
    """Migrated, without a practice, everything running.

    Args:
        database_url: of an empty PostgreSQL database; None: SQLite in the temporary folder.
        owner_database_url: the same database as the role that will own the tables; they are dropped afterwards.

    Raises:
        CannotMeasure: the database holds something, or a server does not start.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="harbour-bench-")))
        settings = _settings(folder, database_url, owner_database_url)
        stack.enter_context(_borrowed(settings.owner_database_url))
        bring_up_to_date(create_app(settings))
        limits_url = _limits_url(settings)
        limits.fill(limits_url)
        _start_redis(stack, settings)
        worker_pid = stack.enter_context(_running(settings, "worker", "portal.worker"))
        web_pid = _serve(stack, settings, "web", "wsgi:build()", "/status")
        limits_pid = _serve(stack, settings, "limits", f"portal.bench.limits:build({limits_url!r})", "/ping")
        app = create_app(settings)
        stack.enter_context(app.app_context())
        native.load(folder)
        try:
            yield House(app, settings, web_pid, limits_pid, worker_pid)
        except CannotMeasure as why:
            raise CannotMeasure(f"{why}\n{_said(settings, 'web')}{_said(settings, 'worker')}") from None


def _settings(folder: Path, database_url: str | None, owner_database_url: str | None) -> Settings:
    Secrets.write_new(folder / "secrets")
    url = database_url or f"sqlite:///{folder / 'harbour.db'}"
    return Settings(
        data_dir=folder,
        secrets=Secrets.from_dir(folder / "secrets", opens_bundles=True),
        database_url=url,
        owner_database_url=owner_database_url or url,
        redis_url=redis_server.url(folder / "redis.sock"),
    )


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_REDIS_URL": str(settings.redis_url),
    }


@contextmanager
def _borrowed(owner_url: str) -> Iterator[None]:
    """Use an empty database, and leave it empty.

    Raises:
        CannotMeasure: it is not empty: it may be somebody's.
    """
    engine = create_engine(owner_url)
    if inspect(engine).get_table_names():
        raise CannotMeasure("That database holds tables. Name an empty one: it is filled, and emptied afterwards.")
    try:
        yield
    finally:
        found = MetaData()
        found.reflect(engine)
        found.drop_all(engine)
        engine.dispose()


def _limits_url(settings: Settings) -> str:
    """The limits have a file of their own, or, in PostgreSQL, tables of their own that only the owner can use."""
    if settings.owner_database_url.startswith("sqlite"):
        return f"sqlite:///{settings.data_dir / 'limits.db'}"
    return settings.owner_database_url


def _start_redis(stack: ExitStack, settings: Settings) -> None:
    sock = _socket(settings, "redis")
    words = redis_server.configuration(settings.data_dir, sock)
    stack.enter_context(_running(settings, "redis", str(redis_server.binary()), "-", words=words))
    _wait(lambda: redis_server.answers(sock), settings, "redis")


def _serve(stack: ExitStack, settings: Settings, name: str, factory: str, path: str) -> int:
    """A web server as Harbour ships it, but on a socket and with workers that stay."""
    sock = _socket(settings, name)
    command = (*GUNICORN, "--bind", f"unix:{sock}", "--log-level", "warning", factory)
    pid = stack.enter_context(_running(settings, name, *command))
    _wait(lambda: _answers(sock, path), settings, name)
    return pid


def _socket(settings: Settings, name: str) -> Path:
    return settings.data_dir / f"{name}.sock"


@contextmanager
def _running(settings: Settings, name: str, *command: str, words: str = "") -> Iterator[int]:
    """A program (a path, or a module of Python) that ends with us; gives its process id."""
    program = command if command[0].startswith("/") else (sys.executable, "-m", *command)
    with (settings.data_dir / f"{name}.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - our own programs
            program,
            env=_environment(settings),
            cwd=native.PROJECT,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            text=True,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - started before any thread
        )
    if process.stdin:
        process.stdin.write(words)
        process.stdin.close()
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _answers(sock: Path, path: str) -> bool:
    try:
        Browser(sock).get(path)
    except (OSError, CannotMeasure):
        return False
    return True


def _wait(ready: Callable[[], bool], settings: Settings, name: str) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise CannotMeasure(f"{name} does not answer after {START_SECONDS:.0f} s.\n{_said(settings, name)}")
        time.sleep(0.05)


def _said(settings: Settings, name: str) -> str:
    """The end of what a server has written."""
    return (settings.data_dir / f"{name}.log").read_text(encoding="utf-8")[-2000:]
