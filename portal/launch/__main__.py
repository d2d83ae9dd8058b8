"""`python -m portal.launch`: start Harbour; with a word behind it, one command on a prepared installation."""

import os
import resource
import sys

from portal.launch import pango, start
from portal.launch.installation import CannotStart, Installation, cli
from portal.launch.native import PROJECT


def main(words: list[str]) -> int:
    """Without words: start. `pdf`: see to Pango. `secrets`: write them. Anything else is a command of portal.cli."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not write people's words to a core file
    os.chdir(PROJECT)
    if words == ["pdf"]:
        return 0 if pango.ensure() else 1
    try:
        installation = Installation.from_env(os.environ)
        installation.make_folders()
        installation.write_secrets()
        if words == ["secrets"]:
            return 0
        if not words:
            return start.run(installation)
        installation.migrate()
        if words != ["migrate"]:
            os.execve(sys.executable, cli(*words), installation.environment(installation.running_redis()))  # noqa: S606
    except CannotStart as why:
        print(why, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
