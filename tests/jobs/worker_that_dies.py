"""A real worker whose child is killed outright, once for each job, at a moment chosen for it.

HARBOUR_DIES is JSON: a folder that remembers who died, and for each job's id the moment.
"""

import json
import os
import signal
import sys
from functools import wraps
from pathlib import Path

from portal import worker
from portal.core import db as database
from portal.domain import disclosures, files, outbox, summaries, vault
from portal.domain.operators import archives

MOMENTS = {
    "before it is taken": (outbox, "take"),
    "before anything is read": (summaries, "gather"),
    "before pages are laid out": (summaries, "draw"),
    "before they are kept": (summaries, "keep"),
    "before the commit": (outbox, "finish"),
    "after the commit": (database, "commit"),
}
OF_FILES = {
    "before its texts are read": (files, "gather"),
    "before the file is kept": (files, "keep"),
    "before the commit": (outbox, "finish"),
    "after the commit": (database, "commit"),
}
OF_REQUESTS = {
    "before anything is gathered": (disclosures, "gather"),
    "between two parts of the log": (disclosures, "log_part"),
    "before it is sealed": (disclosures, "keep"),
    "before the commit": (outbox, "finish"),
    "after the commit": (database, "commit"),
}
OF_ARCHIVES = {
    "before its place is known": (archives, "begin"),
    "in the midst of a row": (archives, "_plain"),
    "before it is put in its place": (archives, "keep"),
    "in its place, before the commit": (archives.Path, "replace"),
    "after the commit": (database, "commit"),
}
EVERY = {moment: place for each in (MOMENTS, OF_FILES, OF_REQUESTS, OF_ARCHIVES) for moment, place in each.items()}
AFTER = ("after the commit", "in its place, before the commit")
AT_WORK = {"job": None, "sealed": False}


def main(folder, moments):
    for moment, (place, name) in EVERY.items():
        setattr(place, name, deadly(getattr(place, name), moment, Path(folder), moments))
    vault.fulfil = noting(vault.fulfil)
    archives.keep = noting(archives.keep)
    outbox.take = noting(outbox.take)
    worker.main(sys.argv[1:])


def deadly(real, moment, folder, moments):
    """The same function, but the first call of the chosen job ends the process."""

    @wraps(real)
    def run(*args, **more):
        after = moment in AFTER
        found = real(*args, **more) if after else None
        is_now = moments.get(AT_WORK["job"]) == moment and (AT_WORK["sealed"] or not after)
        mark = folder / str(AT_WORK["job"])
        if is_now and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return found if after else real(*args, **more)

    return run


def noting(real):
    """Remember which job this is, and that its words have been sealed."""

    @wraps(real)
    def run(*args, **more):
        if real.__name__ == "take":
            AT_WORK.update(job=str(args[0]), sealed=False)
        else:
            AT_WORK["sealed"] = True
        return real(*args, **more)

    return run


if __name__ == "__main__":
    main(**json.loads(os.environ["HARBOUR_DIES"]))
