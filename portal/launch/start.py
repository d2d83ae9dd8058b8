"""Starts all of Harbour and stays with it: Redis, worker, scheduler and web under one supervisor."""

import http.client
import sys
import time
from collections.abc import Callable, Mapping

from portal.launch import pango, redis_server
from portal.launch.installation import HOST, CannotStart, Installation
from portal.launch.supervisor import Part, Supervisor

START_SECONDS = 60.0  # a slow first start on a small machine
GRACE = "10"  # seconds an open request may take to end when Harbour stops


def run(installation: Installation) -> int:
    """Start, print the one address, stay until told to stop.

    Returns:
        the exit code: 0 after a clean stop.

    Raises:
        CannotStart: something keeps Harbour from starting; nothing is left running.
    """
    with installation.alone():
        installation.check_port()
        trial = pango.begin_trial()  # meanwhile the tables are brought up to date
        address = installation.migrate(opens=True)
        pango.ensure(trial)
        supervisor = Supervisor(say)
        supervisor.obey_signals()
        try:
            env = installation.environment(_start_redis(installation, supervisor))
            for part in (_worker(env), _scheduler(env), _web(env, installation.port)):
                supervisor.start(part)
            _wait_until(lambda: _answers(installation.port), supervisor)
            if not supervisor.stopping:
                say(f"Harbour is running. Ctrl-C stops it.\n{address}")
            supervisor.watch()
        finally:
            supervisor.stop()
    say("Harbour has stopped.")
    return 0


def say(words: str) -> None:
    print(words, flush=True)


def _start_redis(installation: Installation, supervisor: Supervisor) -> str | None:
    if not installation.brings_redis:
        return None
    try:
        server, sock = redis_server.binary(), redis_server.socket_path(installation.run_dir)
    except redis_server.NoRedis as why:
        raise CannotStart(str(why)) from None
    configuration = redis_server.configuration(installation.redis_dir, sock)
    log = installation.redis_dir / "server.log"
    supervisor.start(Part("Redis server", (str(server), "-"), installation.environment(), stdin=configuration, log=log))
    _wait_until(lambda: redis_server.answers(sock), supervisor)
    return redis_server.url(sock)


def _worker(env: Mapping[str, str]) -> Part:
    return Part("worker", (sys.executable, "-m", "portal.worker"), env, patience=20)


def _scheduler(env: Mapping[str, str]) -> Part:
    return Part("scheduler", (sys.executable, "-m", "portal.scheduler"), env)


def _web(env: Mapping[str, str], port: int) -> Part:
    options = {
        "--bind": f"{HOST}:{port}",
        "--worker-class": "gthread",
        "--workers": "2",
        "--threads": "8",  # cheap: most of them wait; `core.crypto` keeps two free of password hashes
        "--graceful-timeout": GRACE,
        "--max-requests": "5000",  # a worker is renewed now and then, so a slow leak never adds up
        "--max-requests-jitter": "500",
        "--log-level": "warning",
    }
    # Preloaded: what does not start says so at once, and the processes share what they have in memory.
    words = [word for pair in options.items() for word in pair]
    command = (sys.executable, "-m", "gunicorn", "--no-control-socket", "--preload", *words, "wsgi:build()")
    return Part("web server", command, env, patience=float(GRACE) + 5)


def _wait_until(ready: Callable[[], bool], supervisor: Supervisor) -> None:
    """Wait for what was started last, unless something falls over or we are told to stop."""
    end = time.monotonic() + START_SECONDS
    while not supervisor.stopping and not ready():
        if fallen := supervisor.first_to_fall():
            raise CannotStart(
                f"The {fallen.name} did not start; the reason is {f'in {fallen.log}' if fallen.log else 'above'}."
            )
        if time.monotonic() > end:
            raise CannotStart(f"The {supervisor.last_started().name} does not answer after {START_SECONDS:.0f} s.")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        line.request("GET", "/status")
        return line.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
