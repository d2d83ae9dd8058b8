"""People that the tests of the client's room begin with."""

from tests.acts import mara, sam
from tests.mailbox import box

__all__ = ["box", "mara", "sam"]
