"""The supervisor, with real processes: starting, starting again, stopping, leaving nobody behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SMALL_HOUSE = Path(__file__).with_name("small_house.py")
PROJECT = Path(__file__).parents[2]


def wait_for(seen):
    """Wait until something is so; the time limit of the test ends a wait in vain."""
    while not seen():
        time.sleep(0.02)


def is_alive(pid):
    """Whether a process runs; one that has ended and that nobody has asked about yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def house(tmp_path):
    """Start a supervisor over these shell lines, in a folder they may write to."""
    started = []

    def start(*lines):
        process = subprocess.Popen(
            [sys.executable, SMALL_HOUSE, *lines],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        wait_for(lambda: process.stdout.readline() == "ready\n")
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def pids(tmp_path, name="pids"):
    path = tmp_path / name
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_a_part_that_falls_over_is_started_again_and_it_is_said(house, tmp_path):
    process = house("echo $$ >> pids; test -e seen && exec sleep 1000; touch seen; exit 3")

    wait_for(lambda: len(pids(tmp_path)) == 2)
    process.terminate()

    assert "The part 0 stopped (code 3); it starts again in 1 s." in process.communicate()[0]


def test_a_part_killed_by_a_signal_is_named_with_it_and_started_again(house, tmp_path):
    process = house("echo $$ >> pids; exec sleep 1000")
    wait_for(lambda: pids(tmp_path))

    os.kill(pids(tmp_path)[0], signal.SIGKILL)
    wait_for(lambda: len(pids(tmp_path)) == 2)
    process.terminate()

    assert "(signal SIGKILL)" in process.communicate()[0]


def test_a_part_is_told_its_words_again_when_it_is_started_again(house, tmp_path):
    house("read line; echo $line >> heard; test $(wc -l < heard) = 2 && exec sleep 1000; exit 1")

    wait_for(lambda: (tmp_path / "heard").exists() and (tmp_path / "heard").read_text() == "word 0\nword 0\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_stops_all_parts_and_ends_well(house, tmp_path, number):
    process = house("echo $$ >> pids; exec sleep 1000", "echo $$ >> pids; exec sleep 1000")
    wait_for(lambda: len(pids(tmp_path)) == 2)

    process.send_signal(number)

    assert process.communicate()[0].endswith("stopped\n")
    assert process.returncode == 0
    assert not any(is_alive(pid) for pid in pids(tmp_path))


def test_parts_stop_in_the_reverse_of_the_order_they_were_started_in(house, tmp_path):
    line = "trap 'echo {0} >> order; exit 0' TERM; echo $$ >> pids; while :; do sleep 0.05; done"
    process = house(*(line.format(name) for name in ("redis", "worker", "web")))
    wait_for(lambda: len(pids(tmp_path)) == 3)

    process.terminate()
    process.wait()

    assert (tmp_path / "order").read_text().split() == ["web", "worker", "redis"]


def test_a_part_is_asked_twice_before_it_is_ended(house, tmp_path):
    process = house("trap 'echo asked >> asked' TERM; echo $$ >> pids; while :; do sleep 0.05; done")
    wait_for(lambda: pids(tmp_path))

    process.terminate()
    process.wait()

    assert (tmp_path / "asked").read_text().split() == ["asked", "asked"]
    assert not is_alive(pids(tmp_path)[0])


def test_what_a_part_has_started_goes_with_it(house, tmp_path):
    process = house("sleep 1000 & echo $! >> pids; sleep 1000 & echo $! >> pids; wait")
    wait_for(lambda: len(pids(tmp_path)) == 2)

    process.terminate()
    process.wait()

    wait_for(lambda: not any(is_alive(pid) for pid in pids(tmp_path)))


def test_what_a_part_left_behind_when_it_fell_over_is_ended_before_it_starts_again(house, tmp_path):
    house("sleep 1000 & echo $! >> pids; exit 1")

    wait_for(lambda: pids(tmp_path) and not is_alive(pids(tmp_path)[0]))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_parts_stop_even_when_the_supervisor_itself_is_killed(house, tmp_path):
    process = house("echo $$ >> pids; exec sleep 1000")
    wait_for(lambda: pids(tmp_path))

    process.kill()
    process.wait()

    wait_for(lambda: not is_alive(pids(tmp_path)[0]))


def test_a_ctrl_c_in_the_terminal_reaches_the_supervisor_alone(house, tmp_path):
    process = house("echo $$ >> pids; exec sleep 1000")
    wait_for(lambda: pids(tmp_path))

    assert os.getpgid(pids(tmp_path)[0]) != os.getpgid(process.pid)
    assert os.getsid(pids(tmp_path)[0]) != os.getsid(process.pid)
