"""The five mails there are, and no other: what each says, and from whom. No names, no content, no reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.core import mail as post
from portal.core.language import lazy
from portal.domain.settings import TELLING


class Kind(StrEnum):
    """Which mail; the later in this list, the more it matters when two become one."""

    REMINDER = "reminder"
    SOMETHING_NEW = "something-new"
    FILE_READY = "file-ready"
    NOTICE = "notice"  # reads as something new; of the person's own safety, so it waits neither for a visit nor a day
    NEW_DEVICE = "new-device"
    MOVED = "moved"  # the same words, once, to the address that mail went to before
    LEAVING = "leaving"  # the same words: the practice is due to be removed, and it goes only while that is so
    ACCOUNT_READY = "account-ready"
    TRIAL = "trial"  # an admin's own, to see that mail arrives


ALONE = (
    Kind.ACCOUNT_READY,
    Kind.TRIAL,
    Kind.MOVED,
    Kind.LEAVING,
)  # these go their own way: beside the others, counting for none


SUBJECTS: Mapping[Kind, str] = {
    Kind.ACCOUNT_READY: lazy("Your account is ready"),
    Kind.SOMETHING_NEW: lazy("Something new for you"),
    Kind.NOTICE: lazy("Something new for you"),
    Kind.MOVED: lazy("Something new for you"),
    Kind.LEAVING: lazy("Something new for you"),
    Kind.REMINDER: lazy("A reminder you set"),
    Kind.NEW_DEVICE: lazy("Sign-in from a new device"),
    Kind.FILE_READY: lazy("Your file is ready"),
    Kind.TRIAL: lazy("Something new for you"),
}
BODIES: Mapping[Kind, str] = {
    Kind.ACCOUNT_READY: lazy(
        "Open the page below and enter the code you were given. If this isn't for you, you can ignore it."
    ),
    Kind.SOMETHING_NEW: lazy("There is something new for you. You find it when you next sign in."),
    Kind.NOTICE: lazy("There is something new for you. You find it when you next sign in."),
    Kind.MOVED: lazy("There is something new for you. You find it when you next sign in."),
    Kind.LEAVING: lazy("There is something new for you. You find it when you next sign in."),
    Kind.REMINDER: lazy("You asked for this reminder. You can change or end it when you next sign in."),
    Kind.NEW_DEVICE: lazy(
        "Your account was opened on a device it was not opened on before. "
        "If that was not you, sign in and sign out everywhere."
    ),
    Kind.TRIAL: lazy("This is the mail you asked for, to see that it arrives."),
    Kind.FILE_READY: lazy("Your file is ready. You find it when you next sign in."),
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail without its address."""

    sender_name: str
    subject: str
    body: str


def render(kind: Kind, practice_name: str, link: str | None = None) -> Rendered:
    """The whole of a mail.

    Args:
        kind: which one.
        practice_name: stands as the sender, unless it tells what kind of practice this is.
        link: to the page for the spoken code, or to the front door for somebody who chose normal mail. It signs
            nobody in.
    """
    name = post.one_line(practice_name)
    below = f"\n\n{link}" if link else ""
    return Rendered("" if TELLING.search(name) else name, str(SUBJECTS[kind]), f"{BODIES[kind]}{below}\n")
