"""Why somebody else is to look after a client. Each is about the practice, and is told to the client just like this.

There is none about the client on purpose: a row that says "asked for somebody else" would say something of theirs.
"""

from enum import StrEnum

from portal.core.language import lazy


class Reason(StrEnum):
    """Stands in the row, in clear."""

    LEAVING = "leaving"
    AWAY = "away"
    HOURS = "hours"
    EVENLY = "evenly"
    TALKED = "talked"


IN_THE_OFFICE = {  # as the office chooses
    Reason.LEAVING: lazy("The therapist leaves the practice"),
    Reason.AWAY: lazy("The therapist is away for a longer time"),
    Reason.HOURS: lazy("The therapist works fewer hours here"),
    Reason.EVENLY: lazy("To share the work more evenly"),
    Reason.TALKED: lazy("It was talked over in person"),
}
TO_THE_CLIENT = {  # whole sentences; `name` is whoever looks after them now
    Reason.LEAVING: lazy("{name} is leaving the practice."),
    Reason.AWAY: lazy("{name} is away for a longer time."),
    Reason.HOURS: lazy("{name} works fewer hours here."),
    Reason.EVENLY: lazy("The practice shares its work more evenly."),
    Reason.TALKED: lazy("It was talked over with you in person."),
}
