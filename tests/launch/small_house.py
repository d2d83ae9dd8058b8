"""A supervisor over small parts, as a program of its own: each argument is one part, a line for the shell.

It prints what the supervisor says, `ready` when all parts were started, and ends as the launcher does.
"""

import os
import sys

from portal.launch.supervisor import Part, Supervisor


def say(words):
    print(words, flush=True)  # noqa: T201 - it speaks to the test


supervisor = Supervisor(say)
supervisor.obey_signals()
for number, line in enumerate(sys.argv[1:]):
    supervisor.start(Part(f"part {number}", ("/bin/sh", "-c", line), os.environ, stdin=f"word {number}\n", patience=1))
say("ready")
supervisor.watch()
supervisor.stop()
say("stopped")
