"""What a process holds in memory is looked at by nobody else."""

import ctypes
import resource
import sys

PR_SET_DUMPABLE = 4  # from <linux/prctl.h>


def keep_private() -> None:
    """No core files, and no other process of this user may look inside: keys and words pass through here.

    Children that are forked inherit both; a program started anew does not.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
