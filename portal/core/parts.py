"""A list too long for one statement or one breath, some at a time."""

from collections.abc import Iterator
from typing import TypeVar

T = TypeVar("T")


def parts(every: list[T], most: int) -> Iterator[list[T]]:
    """The whole list in its order, at most so many at a time; nothing of an empty one."""
    return (every[at : at + most] for at in range(0, len(every), most))
