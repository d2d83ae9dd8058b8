"""People that the tests of the client's room begin with."""

from tests.acts import mara, sam

__all__ = ["mara", "sam"]
