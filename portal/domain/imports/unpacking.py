"""Archives, looked at before anything is unpacked: how many files, how large, how tightly. Their paths lead nowhere."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from portal.core import dates
from portal.core.language import _, lazy
from portal.domain.imports.records import Spoiled, Unreadable

BEGINNING, EMPTY = b"PK\x03\x04", b"PK\x05\x06"
MOST_FILES = 20_000
MOST_UNPACKED = 100 * 1024 * 1024  # bytes of all the files we read
MOST_OF_ONE = 64 * 1024 * 1024  # bytes
TIGHTEST = 200  # times smaller than what it holds; text comes to about ten
NOT_SUSPECT = 1024 * 1024  # bytes: what holds less can do no harm, however tight
_ENCRYPTED = 0x1
BROKEN = lazy("This archive is damaged, so it cannot be opened. Export it once more, and choose the new file.")


class Member(NamedTuple):
    """A file of the archive: its bare name, and a way to its bytes."""

    name: str
    read: Callable[[], bytes]


def members(data: bytes, endings: tuple[str, ...]) -> Iterator[Member]:
    """The files whose names end like this, in the order of their paths. Nothing is written to any disk.

    Args:
        data: the archive.
        endings: in small letters, with the dot.

    Raises:
        Unreadable: damaged, locked, or more than anybody's journal holds.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeError):
        raise Unreadable(str(BROKEN)) from None
    _check_all(infos, len(data))
    wanted = [info for info in infos if _name(info).lower().endswith(endings) and not _is_of_the_system(info)]
    _check_wanted(wanted)
    for info in sorted(wanted, key=lambda info: info.filename):
        yield Member(_name(info), lambda info=info: _bytes(archive, info))  # type: ignore[misc]


def _check_all(infos: list[zipfile.ZipInfo], size: int) -> None:
    if len(infos) > MOST_FILES:
        raise Unreadable(
            _(
                "This archive holds %(length)s files; %(most)s can be read at once.",
                length=dates.number(len(infos)),
                most=dates.number(MOST_FILES),
            )
        )
    if sum(info.compress_size for info in infos) > size:  # files that lie over one another
        raise Unreadable(str(BROKEN))


def _check_wanted(infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Unreadable(_("This archive is locked with a password. Export it once more without one."))
    largest = max((info.file_size for info in infos), default=0)
    tight = any(i.file_size > NOT_SUSPECT and i.file_size > TIGHTEST * max(1, i.compress_size) for i in infos)
    if tight or largest > MOST_OF_ONE or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise Unreadable(
            _(
                "Unpacked, this archive is larger than %(most)s MB of text, so it is not opened.",
                most=MOST_UNPACKED // 1024**2,
            )
        )


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").rpartition("/")[2]


def _is_of_the_system(info: zipfile.ZipInfo) -> bool:
    return info.is_dir() or "__MACOSX/" in info.filename or _name(info).startswith(".")


def _bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Raises Spoiled where it is damaged."""
    try:
        with archive.open(info) as file:
            return file.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Spoiled(_("It is damaged inside the archive.")) from None
