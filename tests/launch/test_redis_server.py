"""The Redis that comes with Harbour."""

import contextlib
import os
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import redis

from portal.launch import redis_server


@contextlib.contextmanager
def serving(folder: Path):
    """Our Redis on this folder, ended by SIGKILL as if the power had gone."""
    sock = redis_server.socket_path(folder)
    process = subprocess.Popen(
        [redis_server.binary(), "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    process.stdin.write(redis_server.configuration(folder, sock))
    process.stdin.close()
    try:
        while not redis_server.answers(sock):
            assert process.poll() is None
            time.sleep(0.02)
        with redis.Redis.from_url(redis_server.url(sock)) as client:
            yield process, client
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.fixture
def folder():
    """A folder whose name is short, as a socket's must be, and needs quoting."""
    with tempfile.TemporaryDirectory(prefix="harbour a%20b", dir="/tmp") as name:
        yield Path(name)


def test_it_listens_on_one_socket_for_its_owner_and_on_no_port(folder):
    with serving(folder) as (_, client):
        mode = redis_server.socket_path(folder).stat().st_mode

        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o700
        assert client.config_get("port") == {"port": "0"}


def test_it_keeps_what_it_was_told_when_it_is_killed(folder):
    with serving(folder) as (_, client):
        client.config_set("appendfsync", "always")
        client.set("job", "waiting")

    with serving(folder) as (_, client):
        assert client.get("job") == b"waiting"


def test_it_forgets_nothing_to_make_room(folder):
    with serving(folder) as (_, client):
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_nobody_answers_on_a_socket_that_is_not_there(tmp_path):
    assert not redis_server.answers(tmp_path / "redis.sock")


def test_a_path_too_long_for_a_socket_moves_to_a_private_folder_that_is_always_the_same(tmp_path):
    deep = tmp_path / ("d" * 120)

    sock = redis_server.socket_path(deep)

    assert len(bytes(sock)) <= redis_server.LONGEST_SOCKET_PATH
    assert stat.S_IMODE(sock.parent.stat().st_mode) == 0o700
    assert redis_server.socket_path(deep) == sock
    sock.parent.rmdir()


def test_a_private_folder_that_others_may_enter_is_refused(tmp_path):
    deep = tmp_path / ("d" * 120)
    private = redis_server.socket_path(deep).parent
    private.chmod(0o755)

    with pytest.raises(redis_server.NoRedis):
        redis_server.socket_path(deep)
    private.rmdir()


def test_the_servers_of_the_system_come_first(monkeypatch, tmp_path):
    (tmp_path / "redis-server").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert redis_server.binary() == tmp_path / "redis-server"


def test_without_one_the_server_of_the_requirements_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "valkey" in redis_server.binary().name
    assert os.access(redis_server.binary(), os.X_OK)
