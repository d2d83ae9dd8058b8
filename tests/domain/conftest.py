"""People that several tests of the domain begin with, and a mail server they may listen at."""

from tests.acts import mara, sam
from tests.mailbox import box

__all__ = ["box", "mara", "sam"]
