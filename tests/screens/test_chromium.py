"""Getting Chromium onto a machine, or saying in one sentence what is missing."""

import contextlib
import os
import sys

import pytest

from tests.screens import chromium
from tests.screens.chromium import CHROMIUM, CHROMIUM_MISSING


@pytest.fixture
def stack(monkeypatch):
    """A test run of its own, that has not been told anything."""
    for name in (CHROMIUM, CHROMIUM_MISSING):
        monkeypatch.delenv(name, raising=False)
    with contextlib.ExitStack() as stack:
        yield stack


def put(folder, *programs):
    for name in programs:
        (folder / name).touch(mode=0o755)
    return str(folder)


def test_what_is_there_is_used_and_told_until_the_end_of_the_run(stack, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", put(tmp_path, "chromium"))
    chromium.start_for_tests(stack, ["tests"])
    assert os.environ[CHROMIUM] == str(tmp_path / "chromium")
    stack.close()
    assert CHROMIUM not in os.environ


def test_without_it_and_without_root_the_reason_names_the_one_command(stack, monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    for tool, command in (
        ("apt-get", "sudo apt-get install chromium libatomic1"),
        ("dnf", "sudo dnf install chromium libatomic"),
    ):
        folder = tmp_path / tool
        folder.mkdir()
        monkeypatch.setenv("PATH", put(folder, tool))
        chromium.start_for_tests(stack, ["tests/screens/test_axe.py::test_axe_finds_nothing"])
        assert CHROMIUM not in os.environ
        assert os.environ[CHROMIUM_MISSING].endswith(f": {command}")
        assert "\n" not in os.environ[CHROMIUM_MISSING]


def test_a_driver_that_does_not_start_counts_as_missing(stack, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", put(tmp_path, "chromium"))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    chromium.start_for_tests(stack, ["tests"])
    assert CHROMIUM not in os.environ
    assert "cannot be driven here" in os.environ[CHROMIUM_MISSING]


def test_a_system_without_a_known_package_tool_is_told_what_to_look_for(stack, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    chromium.start_for_tests(stack, ["tests"])
    assert "install Chromium with your system's package tool" in os.environ[CHROMIUM_MISSING]


def test_a_run_that_does_not_come_here_is_not_kept_waiting(stack, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", put(tmp_path, "chromium"))
    chromium.start_for_tests(stack, ["tests/domain", "tests/core/test_db.py::test_something"])
    assert CHROMIUM not in os.environ
    assert CHROMIUM_MISSING not in os.environ
