"""All of Harbour, started as an operator starts it: one address, every part running, nothing left behind."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

PROJECT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return trial.getsockname()[1]


def descendants(pid):
    """Every process that comes from this one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(path.parent.name)] = int(words[1])
    found, wave = set(), {pid}
    while wave:
        wave = {child for child, parent in parents.items() if parent in wave}
        found |= wave
    return found


def is_there(pid):
    return Path(f"/proc/{pid}").exists()


def status(address):
    where = urlsplit(address)
    line = http.client.HTTPConnection(where.netloc, timeout=20)
    line.request("GET", where.path or "/")
    try:
        return line.getresponse().status
    finally:
        line.close()


class Running:
    """A started Harbour and what it has said so far."""

    def __init__(self, data_dir, port):
        env = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        self.said = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portal.launch"],
            cwd=PROJECT,
            env=env | {"PORTAL_DATA_DIR": str(data_dir), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def address(self):
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("http"):
                return line.strip()
        raise AssertionError("".join(self.said))

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.said += self.process.stdout.readlines()
        self.process.stdout.close()
        return self.process.wait()


@pytest.fixture
def harbour(tmp_path):
    started = []

    def start(port=None):
        started.append(Running(tmp_path / "data", port or free_port()))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()
        each.process.stdout.close()


def test_one_command_leads_to_the_set_up_page_and_a_stop_leaves_nothing_behind(harbour, tmp_path):
    running = harbour()
    address = running.address()
    family = descendants(running.process.pid)

    assert re.search(r"/set-up/.{20,}", address)
    assert status(address) == 200
    assert len(family) >= 5  # Redis, worker, scheduler, the web server and one process of it or more
    assert [path for path in (tmp_path / "data").rglob("*") if path.lstat().st_mode & 0o077] == []

    assert running.stop() == 0
    assert not any(is_there(pid) for pid in family)
    assert sum(line.startswith("http") for line in running.said) == 1


def test_a_part_that_is_killed_comes_back_and_the_second_start_keeps_the_secrets(harbour, tmp_path):
    first = harbour()
    address = first.address()
    web = next(pid for pid in descendants(first.process.pid) if _is_web_server(pid, first.process.pid))
    os.kill(web, signal.SIGKILL)
    while is_there(web) or not _answers(address):
        time.sleep(0.05)
    assert first.stop(signal.SIGINT) == 0
    assert "web server stopped (signal SIGKILL)" in "".join(first.said)
    secrets = {path.name: path.read_bytes() for path in (tmp_path / "data" / "secrets").iterdir()}

    second = harbour()
    assert status(second.address()) == 200
    assert second.stop() == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "data" / "secrets").iterdir()} == secrets


def test_a_taken_port_ends_the_start_before_anything_runs(harbour, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        running = harbour(other.getsockname()[1])

        assert running.process.wait() == 1
        assert re.search(r"PORT=\d+ python3 run.py", running.process.stdout.read())
    assert not (tmp_path / "data" / "harbour.db").exists()


def test_a_setting_we_do_not_know_is_said_in_a_sentence_and_nothing_is_started(tmp_path):
    env = os.environ | {"PORTAL_DATA_DIR": str(tmp_path / "data"), "PORTAL_TYPO": "1", "PORT": str(free_port())}

    done = subprocess.run(
        [sys.executable, "-m", "portal.launch"], cwd=PROJECT, env=env, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "Unknown setting: PORTAL_TYPO" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "harbour.db").exists()


def _is_web_server(pid, parent):
    try:
        return b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes() and _parent(pid) == parent
    except FileNotFoundError:
        return False


def _parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def _answers(address):
    try:
        return status(address) == 200
    except OSError:
        return False
