"""People that several tests of the domain begin with."""

from tests.acts import mara, sam

__all__ = ["mara", "sam"]
