"""A real worker whose child is killed once: before it hands a mail over (BEFORE), or after it was taken (SENT)."""

import os
import signal
import sys
from pathlib import Path

from portal import worker
from portal.core import mail

BEFORE, SENT = "before", "sent"


def main(moment, mark):
    real = mail.send

    def send(letter):
        if moment == SENT:
            real(letter)
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if moment == BEFORE:
            real(letter)

    mail.send = send
    worker.main(sys.argv[1:])


if __name__ == "__main__":
    main(os.environ["HARBOUR_DIES"], Path(os.environ["HARBOUR_MARK"]))
