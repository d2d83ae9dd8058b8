"""Where this installation keeps its things, and the environment its programs run in."""

import contextlib
import errno
import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.launch import redis_server
from portal.launch.native import PROJECT

HOST = "127.0.0.1"
OWNER_URL = "PORTAL_OWNER_DATABASE_URL"


class CannotStart(RuntimeError):
    """Harbour cannot start; the message says why and names the command that mends it."""


@dataclass(frozen=True, slots=True)
class Installation:
    """One data folder, one port, one environment."""

    data_dir: Path
    port: int
    given: Mapping[str, str]

    @classmethod
    def from_env(cls, given: Mapping[str, str]) -> "Installation":
        """Read where to keep things and where to listen: PORTAL_DATA_DIR and PORT.

        Raises:
            CannotStart: the port is not a number.
        """
        port = given.get("PORT", "8000")
        if not port.isdecimal():
            raise CannotStart(f"PORT is a number between 1 and 65535, not {port!r}. Try: PORT=8000 python3 run.py")
        return cls(Path(given.get("PORTAL_DATA_DIR", PROJECT / "data")).resolve(), int(port), given)

    @property
    def run_dir(self) -> Path:
        return self.data_dir / "run"

    @property
    def redis_dir(self) -> Path:
        return self.data_dir / "redis"

    @property
    def secrets_dir(self) -> Path:
        return Path(self.given.get("PORTAL_SECRETS_DIR", self.data_dir / "secrets"))

    @property
    def brings_redis(self) -> bool:
        return "PORTAL_REDIS_URL" not in self.given

    @property
    def public_url(self) -> str:
        return self.given.get("PORTAL_PUBLIC_URL", f"http://{HOST}:{self.port}").rstrip("/")

    def environment(self, redis_url: str | None = None) -> dict[str, str]:
        """What the programs are given. The database owner's address is left out: only migrations need it."""
        mine = {"PORTAL_DATA_DIR": str(self.data_dir), "PORTAL_PUBLIC_URL": self.public_url}
        if redis_url:
            mine["PORTAL_REDIS_URL"] = redis_url
        return {name: value for name, value in self.given.items() if name != OWNER_URL} | mine

    def owner_environment(self) -> dict[str, str]:
        """What migrations are given."""
        owner = {OWNER_URL: self.given[OWNER_URL]} if OWNER_URL in self.given else {}
        return self.environment() | owner

    def make_folders(self) -> None:
        """Make the data folder and what is in it, for this user alone.

        Raises:
            CannotStart: the data folder belongs to somebody else.
        """
        try:
            for folder in (self.data_dir, self.run_dir, self.redis_dir):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.run_dir / "lock").touch(mode=0o600)
        except PermissionError:
            raise CannotStart(
                f"{self.data_dir} cannot be written by this user. Start Harbour as the user who owns it,\n"
                "or keep the data elsewhere: PORTAL_DATA_DIR=$HOME/harbour-data python3 run.py"
            ) from None

    def write_secrets(self) -> None:
        """Draw this installation's secrets on the first start; on any later one, leave them alone."""
        from config import Secrets  # noqa: PLC0415 - config pulls in the vault's primitives

        Secrets.write_new(self.secrets_dir)

    def migrate(self, *, opens: bool = False) -> str:
        """Bring the tables up to date.

        Args:
            opens: whether people are let in then, so that what was taken back must not stand.

        Returns:
            the address to open first: with a set-up token while there is no practice yet.

        Raises:
            CannotStart: the migrations did not run through; they have said why.
        """
        command = cli(
            "migrate", *(["may-open"] if opens else []), "set-up-address"
        )  # in one go: starting Python and the house twice takes its time
        done = subprocess.run(
            command, env=self.owner_environment(), cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise CannotStart("Harbour could not be made ready; the reason is above. Nothing was started.")
        return done.stdout.strip()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold this data folder, so that two supervisors never share one Redis file or one scheduler.

        Raises:
            CannotStart: Harbour already runs on this folder.
        """
        with (self.run_dir / "lock").open("r+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotStart(
                    f"Harbour already runs on {self.data_dir}.\n"
                    f"Stop it with Ctrl-C in its terminal, or with: kill {lock.read()}"
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def check_port(self) -> None:
        """See that the port is free before anything is started.

        Raises:
            CannotStart: another program has the port.
        """
        if _is_free(self.port):
            return
        free = next(port for port in range(self.port + 1, 65536) if _is_free(port))
        raise CannotStart(
            f"Port {self.port} cannot be used; another program may have it.\n"
            f"Take another one: PORT={free} python3 run.py"
        )

    def running_redis(self) -> str | None:
        """The address of our Redis if it runs now, so that a command beside a running Harbour finds it."""
        sock = redis_server.socket_path(self.run_dir)
        return redis_server.url(sock) if self.brings_redis and redis_server.answers(sock) else None


def cli(*words: str) -> list[str]:
    return [sys.executable, "-m", "portal.cli", *words]


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True
