"""What a receipt can be about, and its sentence."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.core.language import kept_as, lazy

STOP = kept_as(
    "You can stop at any time: on the page of the thing, or on Sharing. No reason is asked for, and what is open "
    "closes at once. Whatever was done before, relying on this consent, is not undone by it."
)
KEEPING = kept_as("so that you can use this place, and the practice can work with you")
STOP_KEEPING = kept_as(
    "You can close the account at any time, under Settings, My data. No reason is asked for. What belongs to the "
    "record by law stays in it; whatever was done before is not undone by it."
)
NOT_UNDONE = kept_as("What was read may be remembered. A summary that was printed or kept can\u2019t be called back.")
SIGNED = kept_as("Agreed by pressing the button on the page named here, signed in with one\u2019s own password.")
SEEN_LATER = kept_as("Found in the practice\u2019s log and written down here later: no key of yours was at hand then.")
BY_DATE = kept_as("Ended by itself on the day agreed to, and written down when you next acted or looked.")


class Act(StrEnum):
    """What was done. The first five open something."""

    GIVEN = "given"
    REPLACED = "replaced"
    END_CHANGED = "end-changed"
    OPENED_NOW = "opened-now"
    STANDING_GIVEN = "standing-given"
    STOPPED = "stopped"
    UNDONE = "undone"
    STANDING_ENDED = "standing-ended"
    PERSON_STOPPED = "person-stopped"
    PAUSED = "paused"
    RESUMED = "resumed"
    RAN_OUT = "ran-out"
    PRACTICE_ENDED = "practice-ended"
    TRUST_ENDED = "trust-ended"
    LEFT = "left"
    PUT_DOWN = "put-down"
    ACCOUNT_CLOSING = "account-closing"
    AGREED = "agreed"


OPENING = frozenset({Act.GIVEN, Act.REPLACED, Act.END_CHANGED, Act.OPENED_NOW, Act.STANDING_GIVEN})
ENDING_ALL_OF_ONE = frozenset({Act.PERSON_STOPPED, Act.PRACTICE_ENDED, Act.TRUST_ENDED, Act.LEFT})
ENDING_ALL = frozenset({Act.PAUSED, Act.ACCOUNT_CLOSING})
SENTENCES = {
    Act.GIVEN: lazy("Opened to {to}: {what}."),
    Act.REPLACED: lazy("Opened to {to}, in place of version {replaces}: {what}."),
    Act.END_CHANGED: lazy("Another end for {to}: {what}."),
    Act.OPENED_NOW: lazy("Opened to {to} without waiting: {what}."),
    Act.STANDING_GIVEN: lazy("Opens to {to} from now on, by itself: {what}."),
    Act.STOPPED: lazy("Stopped for {to}: {what}."),
    Act.UNDONE: lazy("Taken back before {to} could open it: {what}."),
    Act.STANDING_ENDED: lazy("No longer opens to {to} by itself: {what}."),
    Act.PERSON_STOPPED: lazy("Everything stopped for {to}."),
    Act.PAUSED: lazy("Everything paused, for everybody."),
    Act.RESUMED: lazy("Resumed: what you chose is open again, and nothing else."),
    Act.RAN_OUT: lazy("Came to its end by its date, for {to}: {what}."),
    Act.PRACTICE_ENDED: lazy("The practice closed everything that was open to {to}."),
    Act.TRUST_ENDED: lazy("Trust in {to} ended, and everything open to them closed."),
    Act.LEFT: lazy("{to} left, and everything open to them closed."),
    Act.PUT_DOWN: lazy("{to} put it down, and it closed for them: {what}."),
    Act.AGREED: lazy(
        "You agreed that the practice keeps what is here, under the words below. Nothing was shared by this."
    ),
    Act.ACCOUNT_CLOSING: lazy("You asked to close the account, and everything that was open closed."),
}


@dataclass(frozen=True, slots=True)
class What:
    """What an act is about. `kind`: of item, or what a standing consent gives; `words`: on screen."""

    kind: str
    words: str
    thing_id: UUID | None = None
    item_id: UUID | None = None
    replaces: int | None = None  # the version a reader had before
    opens_at: datetime | None = None
    along: UUID | None = None  # the item that goes with it: the words of a check-in
    earlier: bool = False  # of a standing consent: also what was written in the 30 days before
