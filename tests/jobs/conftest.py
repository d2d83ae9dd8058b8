"""A real worker and a real scheduler as processes, on the database and the Redis of the test."""

import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds after which something that is waited for counts as never coming


@dataclass
class Processes:
    """Starts programs of the house with the environment of this test's installation."""

    env: dict[str, str]
    folder: Path

    def burst(self, program="portal.worker") -> str:
        """Let a worker do all there is; what it logged."""
        done = subprocess.run(
            [sys.executable, "-m", program, "--burst"], env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    @contextlib.contextmanager
    def running(self, program):
        """A program that runs until the block ends; SIGTERM must then end it cleanly. Its log is a file."""
        log = self.folder / f"{program}-{time.monotonic_ns()}.log"
        with log.open("w") as output:
            process = subprocess.Popen([sys.executable, "-m", program], env=self.env, cwd=ROOT, stdout=output, stderr=output)
        process.log = log
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            finally:
                process.kill()
                process.wait()


@pytest.fixture
def processes(settings, tmp_path):
    secrets = settings.data_dir / "secrets"
    secrets.mkdir(mode=0o700, exist_ok=True)
    for part in fields(settings.secrets):
        (secrets / part.name).write_bytes(getattr(settings.secrets, part.name))
    mine = {
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_REDIS_URL": settings.redis_url,
        "PORTAL_QUEUE_NAME": settings.queue_name,
        "PORTAL_ENVIRONMENT": "testing",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return Processes(inherited | mine, tmp_path)


@pytest.fixture
def queue(settings):
    """This test's queue, empty at first."""
    queue = Queue(settings.queue_name, connection=Redis.from_url(settings.redis_url), serializer="json")
    queue.delete(delete_jobs=True)
    yield queue
    queue.connection.close()


@pytest.fixture
def eventually():
    """Wait until something is so; a test that waits in vain fails, one that does not wait long is no faster for it."""

    def wait(so):
        end = time.monotonic() + PATIENCE
        while not (found := so()):
            assert time.monotonic() < end, "it never came"
            time.sleep(0.02)
        return found

    return wait
