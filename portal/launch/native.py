"""Makes the libraries and fonts that WeasyPrint needs known to this process, before WeasyPrint is imported."""

import ctypes
import os
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

PROJECT = Path(__file__).resolve().parents[2]
UNPACKED = PROJECT / ".native"
OWN_FONTS = PROJECT / "portal" / "assets" / "fonts" / "pdf"


def load(data_dir: Path | None = None) -> None:
    """Point fontconfig at our fonts, and load what was unpacked under .native.

    Call it once, before `import weasyprint`, in a process that draws PDFs. It is cheap when nothing is unpacked.

    Args:
        data_dir: folder that may hold fonts.conf and the font cache; by default $PORTAL_DATA_DIR, else ./data.
    """
    folder = (data_dir or Path(os.environ.get("PORTAL_DATA_DIR", PROJECT / "data"))).resolve()
    os.environ["FONTCONFIG_FILE"] = str(write_fonts_conf(folder))
    load_libraries(UNPACKED)


def write_fonts_conf(folder: Path) -> Path:
    """Write fonts.conf: the system's fonts, the unpacked ones, and those that come with the project.

    With no font at all Pango does not raise, the process dies; so our own fonts are always on the list.
    """
    path = folder / "fonts.conf"
    text = _fonts_conf(folder / "cache" / "fonts")
    if path.exists() and path.read_text() == text:
        return path
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".fonts-")
    with os.fdopen(handle, "w") as file:
        file.write(text)
    Path(name).replace(path)  # at once, so a second process never reads half a file
    return path


def load_libraries(root: Path) -> int:
    """Load every shared library below a folder by its full path.

    One library needs another, and the order is not known; so go round until nothing more can be loaded.

    Returns:
        how many were loaded.
    """
    waiting = [path for path in sorted(root.rglob("*.so.*")) if path.is_file() and not path.is_symlink()]
    loaded = 0
    while waiting:
        refused = [path for path in waiting if not _loads(path)]
        loaded += len(waiting) - len(refused)
        if len(refused) == len(waiting):
            break
        waiting = refused
    return loaded


def _loads(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def _fonts_conf(cache: Path) -> str:
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", UNPACKED / "usr" / "share" / "fonts", OWN_FONTS)
    lines = "\n".join(f"  <dir>{escape(str(folder))}</dir>" for folder in folders)
    return f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
{lines}
  <cachedir>{escape(str(cache))}</cachedir>
</fontconfig>
"""
