"""People that the tests of leaks begin with."""

from tests.acts import mara, sam

__all__ = ["mara", "sam"]
