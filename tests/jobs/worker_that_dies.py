"""A real worker whose child is killed outright at a chosen moment: `python -m tests.jobs.worker_that_dies --burst`.

HARBOUR_DIES_AT names the moment; the child dies there the first time only, as the folder HARBOUR_DIED remembers.
"""

import os
import signal
import sys
from pathlib import Path

from portal import jobs, worker
from portal.core import db as database
from portal.domain import outbox, summaries, vault

MOMENTS = {
    "before-it-is-taken": (outbox, "take"),
    "before-anything-is-read": (summaries, "gather"),
    "before-pages-are-laid-out": (summaries, "draw"),
    "before-they-are-kept": (summaries, "keep"),
    "before-the-commit": (outbox, "finish"),
    "after-the-commit": (database, "commit"),
}


def die_once():
    mark = Path(os.environ["HARBOUR_DIED"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def arm(moment):
    place, name = MOMENTS[moment]
    real = getattr(place, name)

    def deadly(*args, **more):
        if moment == "after-the-commit":
            wrote = "vault.fulfilled" in database.db.session.info
            real(*args, **more)
            if wrote:
                die_once()
            return None
        die_once()
        return real(*args, **more)

    setattr(place, name, deadly)
    if moment == "after-the-commit":
        fulfil = vault.fulfil

        def noted(*args):
            fulfil(*args)
            database.db.session.info["vault.fulfilled"] = True

        vault.fulfil = noted


if __name__ == "__main__":
    assert jobs.WORK
    arm(os.environ["HARBOUR_DIES_AT"])
    worker.main(sys.argv[1:])
