"""Strictness about JSON: each shape is asked for by name, and what is not that raises with a sentence."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any


def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        raise ValueError("a name stands twice in one place")
    return said


def no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def only(said: Any, where: str, needed: Collection[str], optional: Collection[str] = ()) -> Any:
    if not isinstance(said, dict):
        raise TypeError(f"{where} is not what it has to be: names with values")
    if unknown := sorted(said.keys() - {*needed, *optional}):
        raise ValueError(f"{where} has a name nobody knows: {unknown[0]!r}")
    if lacking := sorted({*needed} - said.keys()):
        raise ValueError(f"{where} lacks {lacking[0]!r}")
    return said


def text(said: Any, name: str | int, *, may_be_empty: bool = False) -> str:
    found = said[name]
    if not isinstance(found, str) or found != found.strip() or not (found or may_be_empty):
        raise ValueError(f"{name!r} is a text without spaces around it")
    return found


def word(said: Mapping[str, Any], name: str) -> str:
    found = text(said, name)
    if not (found.isascii() and found.replace("_", "").replace("-", "").isalnum()):
        raise ValueError(f"{name!r} has letters, digits, _ and - only")
    return found


def listed(said: Mapping[str, Any], name: str) -> list[Any]:
    found = said[name]
    if not isinstance(found, list):
        raise TypeError(f"{name!r} is a list")
    return found


def whole(said: Any, name: str) -> int:
    if type(said) is not int:
        raise TypeError(f"{name} is a whole number")
    return said


def number(said: Any, name: str) -> float:
    if type(said) not in (int, float):
        raise TypeError(f"{name} is a number")
    return float(said)


def pair(said: Any, name: str) -> tuple[int, int]:
    low, high = (whole(end, name) for end in said)
    if low > high:
        raise ValueError(f"{name} ends before it begins")
    return low, high


def one_of(said: Any, choices: Sequence[Any]) -> Any:
    if not any(said is choice or (isinstance(said, str) and said == choice) for choice in choices):
        raise ValueError(f"{said!r} is none of {', '.join(map(str, choices))}")
    return said
