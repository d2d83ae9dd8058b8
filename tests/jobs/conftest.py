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
PATIENCE = 100  # seconds after which something that is waited for counts as never coming


@dataclass
class Processes:
    """Starts programs of the house with the environment of this test's installation."""

    env: dict[str, str]
    folder: Path

    def burst(self, program="portal.worker", **more) -> str:
        """Let a worker do all there is; what it logged."""
        done = subprocess.run(
            [sys.executable, "-m", program, "--burst"],
            check=False,
            env=self.env | more,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    @contextlib.contextmanager
    def running(self, program, **more):
        """A program that runs until the block ends; SIGTERM must then end it cleanly. Its log is a file."""
        log = self.folder / f"{program}-{time.monotonic_ns()}.log"
        with log.open("w") as output:
            command = [sys.executable, "-m", program]
            process = subprocess.Popen(command, env=self.env | more, cwd=ROOT, stdout=output, stderr=output)
        process.log = log
        try:
            yield process
            process.terminate()
            assert process.wait(PATIENCE) == 0, log.read_text()
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def processes(settings, tmp_path_factory):
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
    return Processes(inherited | mine, tmp_path_factory.mktemp("processes"))


@pytest.fixture(scope="module")
def worker(processes, tables, settings):
    """One real worker for all the tests of a file; it is at work, with nothing to do, before they begin."""
    tables.empty()  # what the test before has left is not this worker's to judge
    with _queue(settings.redis_url, settings.queue_name) as queue, processes.running("portal.worker") as process:
        wait_until(lambda: process.poll() is not None or queue.connection.exists(f"rq:workers:{settings.queue_name}"))
        assert process.poll() is None, process.log.read_text()
        yield process


@pytest.fixture
def queue(settings):
    """This test's queue."""
    with _queue(settings.redis_url, settings.queue_name) as queue:
        yield queue


@pytest.fixture
def side_queue(house, settings, another_app):
    """A queue no running worker listens to; what the test asks for goes there."""
    name = f"{settings.queue_name}-side"
    with another_app(queue_name=name).app_context(), _queue(settings.redis_url, name) as queue:
        yield queue


@contextlib.contextmanager
def _queue(redis_url, name):
    queue = Queue(name, connection=Redis.from_url(redis_url), serializer="json")
    queue.delete(delete_jobs=True)
    yield queue
    queue.connection.close()


@pytest.fixture
def eventually():
    """Wait until something is so. Waiting in vain is a failure; how long it took is nobody's business."""
    return wait_until


def wait_until(so):
    end = time.monotonic() + PATIENCE
    while not (found := so()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
    return found
