"""The web server as it is started: where a request ends is decided one way, and a doubtful one ends the connection."""

import socket
import subprocess
import time

import pytest

from portal.launch.start import _web

HEAD = b"POST / HTTP/1.1\r\nHost: harbour.example\r\n"
NEXT = b"GET /smuggled HTTP/1.1\r\nHost: harbour.example\r\n\r\n"
DOUBTFUL = {
    "two lengths": b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
    "a length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks that are not": b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n",
    "chunks twice": b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "chunks not last": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a length with a sign": b"Content-Length: +0\r\n\r\n",
    "a length below nothing": b"Content-Length: -1\r\n\r\n",
    "a space before the colon": b"Content-Length : 44\r\n\r\n",
    "a header that goes on in the next line": b"X-A: b\r\n Content-Length: 44\r\n\r\n",
    "a size of a chunk that is none": b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
    "a NUL in a header": b"X-A: a\0b\r\nContent-Length: 0\r\n\r\n",
}


@pytest.fixture(scope="module")
def server():
    """gunicorn with the options of the house, before a program of Python's own that answers everything."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    command = [*_web({}, port).command[:-1], "wsgiref.simple_server:demo_app"]
    command[command.index("--workers") + 1] = "1"
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except ConnectionRefusedError:
                assert time.monotonic() < end
                time.sleep(0.02)
        yield port
        process.terminate()


def answers(port, sent):
    """The first lines of the answers to what was sent over one connection, until the server ends it."""
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        got = b"".join(iter(lambda: line.recv(65536), b""))
    return [part.split(b" ")[1] for part in got.split(b"\r\n") if part.startswith(b"HTTP/1.1 ")], got


@pytest.mark.parametrize("head", DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_a_request_whose_end_is_in_doubt_is_refused_and_nothing_after_it_is_read(server, head):
    """ASVS 5.0: 4.2.1."""
    statuses, got = answers(server, HEAD + head + NEXT)
    assert b"/smuggled" not in got
    assert statuses[-1:] in ([b"400"], [b"501"], [])


def test_a_sound_one_is_answered_and_so_is_the_one_behind_it(server):
    statuses, got = answers(server, HEAD + b"Content-Length: 0\r\n\r\n" + NEXT)
    assert statuses[0] == b"200"
    assert b"400" not in statuses
    assert b"/smuggled" in got, "the program says which page was asked for"
