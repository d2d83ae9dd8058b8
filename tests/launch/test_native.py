"""Libraries and fonts: what a process that draws PDFs is told."""

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

from portal.launch import native


def test_the_fonts_of_the_project_are_always_on_the_list(tmp_path):
    text = native.write_fonts_conf(tmp_path).read_text()

    assert f"<dir>{native.OWN_FONTS}</dir>" in text
    assert f"<cachedir>{tmp_path}/cache/fonts</cachedir>" in text


def test_a_folder_with_an_ampersand_in_its_name_still_makes_valid_xml(tmp_path):
    folder = tmp_path / "mind & body <practice>"

    assert "mind &amp; body &lt;practice&gt;" in native.write_fonts_conf(folder).read_text()


def test_fonts_conf_is_left_alone_when_it_says_the_right_thing_already(tmp_path):
    first = native.write_fonts_conf(tmp_path).stat()

    assert native.write_fonts_conf(tmp_path).stat().st_ino == first.st_ino


def test_loading_points_fontconfig_at_our_file(tmp_path):
    show = (
        "import os, pathlib, sys; from portal.launch import native;"
        "native.load(pathlib.Path(sys.argv[1])); print(os.environ['FONTCONFIG_FILE'])"
    )

    done = subprocess.run([sys.executable, "-c", show, tmp_path], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == str(tmp_path / "fonts.conf")


def test_libraries_are_loaded_by_path_and_what_is_no_library_is_passed_over(tmp_path):
    real = next(Path(line.split()[-1]) for line in Path("/proc/self/maps").read_text().splitlines() if ".so." in line)
    (tmp_path / "usr").mkdir()
    shutil.copy(real, tmp_path / "usr" / "libcopied.so.1")
    (tmp_path / "libfalse.so.1").write_text("not a library")
    (tmp_path / "liblink.so.1").symlink_to(tmp_path / "usr" / "libcopied.so.1")

    assert native.load_libraries(tmp_path) == 1
    assert ctypes.CDLL(str(tmp_path / "usr" / "libcopied.so.1"))


def test_nothing_unpacked_means_nothing_to_load(tmp_path):
    assert native.load_libraries(tmp_path / "absent") == 0
