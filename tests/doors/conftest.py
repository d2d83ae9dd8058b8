"""A mail server that tests of the doors may listen at."""

from tests.mailbox import box

__all__ = ["box"]
