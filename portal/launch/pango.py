"""Gets Pango, which WeasyPrint draws with, onto this machine: by root's apt, into .native without root, or by brew."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.launch.native import PROJECT, UNPACKED

WANTED = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
DRAW = "from portal.launch import native; native.load(); import weasyprint; weasyprint.HTML(string='<p>x').write_pdf()"
# Without HarfBuzz-Subset WeasyPrint only warns, and makes larger files more slowly; for us that is not all of it.
TRIAL = f"import warnings; warnings.filterwarnings('error', message='HarfBuzz-Subset'); {DRAW}"
MENDS = {
    "apt-get": "apt-get install --no-install-recommends " + " ".join(WANTED),
    "dnf": "dnf install pango",
    "zypper": "zypper install pango",
    "pacman": "pacman -S pango",
    "apk": "apk add pango",
    "brew": "brew install pango",
}


def ensure(begun: subprocess.Popen[str] | None = None) -> bool:
    """See that a PDF can be drawn, and fetch what is missing.

    Args:
        begun: a trial that runs already.

    Returns:
        whether PDFs can be drawn now. If not, the one command that mends it has been printed.
    """
    if not trial(begun):
        return True
    if shutil.which("apt-get"):
        _install_as_root() if os.geteuid() == 0 else _unpack_without_root()
    elif shutil.which("brew"):
        print("Installing Pango with brew, for the PDFs.", flush=True)
        _quietly(["brew", "install", "pango"])
    reason = trial(begin_trial(DRAW))
    if not reason:
        print("Pango is in place: PDFs can be drawn.", flush=True)
        return True
    print(
        "PDFs are off, because Pango could not be used. Everything else works; summaries can be read as web pages.\n"
        f"What it said: {reason}\n"
        f"To have PDFs: {mend()}",
        flush=True,
    )
    return False


def begin_trial(script: str = TRIAL) -> subprocess.Popen[str]:
    """Draw one paragraph in a process of its own: without a font Pango does not raise, it ends the process."""
    command = [sys.executable, "-c", script]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def trial(begun: subprocess.Popen[str] | None = None) -> str:
    """Wait for a trial to end.

    Returns:
        why it did not work, in one line; empty when it did.
    """
    process = begun or begin_trial()
    said = process.communicate()[1]
    if process.returncode == 0:
        return ""
    words = said.strip().splitlines()
    return words[-1] if words else f"the trial ended with code {process.returncode}"


def mend() -> str:
    """The one command that installs Pango on this system."""
    for tool, command in MENDS.items():
        if shutil.which(tool):
            return command if tool == "brew" or os.geteuid() == 0 else f"sudo {command}"
    return "install Pango (libpango, libpangoft2, harfbuzz-subset) with your system's package tool"


def packages_to_fetch(simulation: str) -> list[str]:
    """The packages apt would install, read from `apt-get --simulate install`.

    The names are never written down here: Debian renames libraries between releases.
    """
    return [line.split()[1] for line in simulation.splitlines() if line.startswith("Inst ")]


def _install_as_root() -> None:
    print("Installing Pango with apt-get, for the PDFs.", flush=True)
    _quietly(["apt-get", "-qq", "update"])
    _quietly(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *WANTED])


def _unpack_without_root() -> None:
    """Download the packages with an apt state of our own, and unpack them under .native without installing them."""
    print("Unpacking Pango into .native, for the PDFs; the system stays as it is.", flush=True)
    fresh = UNPACKED.with_name(".native.new")
    shutil.rmtree(fresh, ignore_errors=True)
    state, debs = fresh / "apt", fresh / "debs"
    for folder in (state / "lists" / "partial", state / "cache" / "archives" / "partial", debs):
        folder.mkdir(parents=True)
    apt = ["apt-get", *_private_state(state)]
    _quietly([*apt, "-qq", "update"])
    simulation = subprocess.run(
        [*apt, "--simulate", "--no-install-recommends", "install", *WANTED],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    ).stdout
    if packages := packages_to_fetch(simulation):
        _quietly([*apt, "-qq", "download", *packages], cwd=debs)
    for deb in sorted(debs.glob("*.deb")):
        _quietly(["dpkg-deb", "-x", str(deb), str(fresh)])
    shutil.rmtree(state)
    shutil.rmtree(debs)
    shutil.rmtree(UNPACKED, ignore_errors=True)
    fresh.rename(UNPACKED)


def _private_state(state: Path) -> list[str]:
    """Options for apt that keep every written file below one folder of ours; apt still checks every signature."""
    return [
        *("-o", f"Dir::State::Lists={state}/lists"),
        *("-o", f"Dir::Cache={state}/cache"),
        *("-o", "APT::Sandbox::User="),
    ]


def _quietly(command: list[str], cwd: Path | None = None) -> None:
    """Run a command and show what it says only when it fails: the trial render afterwards is the judge."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{command[0]} did not succeed:\n{(done.stderr or done.stdout).strip()}", flush=True)
