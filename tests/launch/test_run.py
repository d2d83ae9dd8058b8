"""run.py, the first thing a newcomer starts: a virtual environment of its own, made once."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def clone(tmp_path):
    """A clean clone whose locks ask for nothing, so that no package has to be fetched."""
    shutil.copy(PROJECT / "run.py", tmp_path)
    shutil.copytree(PROJECT / "vendor", tmp_path / "vendor")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("# nothing\n")
    return tmp_path


def run(clone, *words):
    return subprocess.run([sys.executable, clone / "run.py", *words], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_first_start_makes_an_environment_and_the_second_finds_it_made(clone):
    first = run(clone, "prepare")
    made = (clone / ".venv" / "pyvenv.cfg").stat().st_ino
    second = run(clone, "prepare")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "Installing the packages" in first.stdout
    assert second.stdout == ""
    assert (clone / ".venv" / "pyvenv.cfg").stat().st_ino == made


@pytest.mark.slow
def test_a_changed_lock_is_installed_again_and_an_environment_of_another_python_made_anew(clone):
    run(clone, "prepare")
    (clone / "requirements-dev.txt").write_text("# still nothing\n")
    assert "Installing the packages" in run(clone, "prepare").stdout

    settings = clone / ".venv" / "pyvenv.cfg"
    settings.write_text(settings.read_text().replace(f"version = {sys.version.split()[0]}", "version = 3.9.1"))
    assert "Installing the packages" in run(clone, "prepare").stdout
    assert "3.9.1" not in settings.read_text()


@pytest.mark.slow
def test_a_package_whose_hash_is_not_the_locked_one_is_refused(clone):
    shutil.copy(next((clone / "vendor").glob("pip-*.whl")), clone)
    wheel = next(clone.glob("pip-*.whl"))
    (clone / "requirements-dev.txt").write_text(f"pip @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n")

    done = run(clone, "prepare")

    assert done.returncode == 1
    assert "could not be installed" in done.stderr
    assert not (clone / ".venv" / ".requirements-dev.stamp").exists()


def test_help_names_every_command_and_sets_up_nothing(clone):
    done = run(clone, "help")

    assert all(word in done.stdout for word in ("run.py test", "run.py prepare", "demo", "PORT="))
    assert not (clone / ".venv").exists()


def test_the_launcher_needs_the_standard_library_alone():
    """It is started with the system's Python, in which nothing of ours is installed."""
    imported = {
        line.split()[1].split(".")[0]
        for line in (PROJECT / "run.py").read_text().splitlines()
        if line.startswith(("import ", "from "))
    }

    assert imported <= sys.stdlib_module_names


def test_every_package_is_locked_with_a_hash_and_no_lock_names_an_index():
    for name in ("requirements.txt", "requirements-dev.txt", "tests/audit/requirements.txt"):
        text = (PROJECT / name).read_text()
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

        assert pins
        assert all("==" in line and line.endswith("\\") for line in pins)
        assert "://" not in text
        assert "--index" not in text


def test_development_uses_the_same_versions_as_the_installation():
    def pins(name):
        lines = (PROJECT / name).read_text().splitlines()
        return {line.rstrip(" \\") for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
