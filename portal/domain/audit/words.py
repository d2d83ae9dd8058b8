"""What each event is called in the log of the office: plain words for who did something, never for what it was.

Whoever adds an event adds its words here, under the kind it belongs to. `Kind.PRIVATE` is what an admin never sees, not
even as a number: when somebody writes, signs in to write, shares or stops sharing, what they answered about a move, or
what waits with them. That something was shared shows once somebody of staff has opened it, not before. Its lines are in
the chain all the same, and what concerns a client is on the client's own page (`consent/log.py`).
"""

from collections.abc import Mapping
from enum import StrEnum

from portal.core.actor import Role
from portal.core.language import lazy
from portal.domain.audit.events import Event

E = Event


class Kind(StrEnum):
    """The saved views of the activity log, in their order; the last one has no view."""

    OPENED = "opened"
    EXPORTS = "exports"
    TROUBLE = "trouble"
    OFFICE = "office"
    ACCOUNTS = "accounts"
    CARE = "care"
    PRIVATE = "private"


# Several events have the same words where a finer one would say what it was: a questionnaire, a goal, a check-in.
BY_KIND: Mapping[Kind, Mapping[Event, str]] = {
    Kind.OPENED: {
        E.OPENED: lazy("opened something that was shared"),
        E.STREAM_OPENED: lazy("opened something that was shared"),
        E.GOALS_OPENED: lazy("opened something that was shared"),
        E.MEASURES_OPENED: lazy("opened something that was shared"),
        E.SUMMARY_OPENED: lazy("opened a summary"),
        E.REPLIED: lazy("answered something that was shared"),
        E.REPLY_WITHDRAWN: lazy("took back an answer"),
        E.DECLINED: lazy("put down something that was shared"),
    },
    Kind.EXPORTS: {
        E.SUMMARY_ASKED: lazy("asked for a summary"),
        E.SUMMARY_MADE: lazy("made a summary"),
        E.SUMMARY_FAILED: lazy("asked for a summary that was not made"),
        E.DISCLOSURE_MADE: lazy("gathered what the practice holds about a person"),
        E.DISCLOSURE_FETCHED: lazy("took along what was gathered about a person"),
        E.DISCLOSURE_FAILED: lazy("asked for what the practice holds about a person, and it was not gathered"),
        E.LOG_EXPORTED: lazy("took lines of this log as a file"),
        E.SUMMARY_GIVEN: lazy("gave a summary to the person it is about"),
    },
    Kind.TROUBLE: {
        E.SIGN_IN_FAILED: lazy("tried to sign in, and it did not work"),
        E.FACTOR_REFUSED: lazy("gave the right password, and the second step did not fit"),
        E.CODE_FAILED: lazy("tried an invitation code, and it did not fit"),
        E.ACCESS_DENIED: lazy("asked for a page that is not theirs"),
    },
    Kind.OFFICE: {
        E.PRACTICE_SET_UP: lazy("set the practice up"),
        E.PRACTICE_PAUSED: lazy("closed the practice for now, as the operator of the installation"),
        E.PRACTICE_RESUMED: lazy("opened the practice again, as the operator of the installation"),
        E.PRACTICE_HOST_SET: lazy("changed the host of the practice, as the operator of the installation"),
        E.PRACTICE_ARCHIVED: lazy("made a sealed archive of the practice, as the operator of the installation"),
        E.PRACTICE_ARCHIVE_FAILED: lazy("asked for an archive that was not made, as the operator of the installation"),
        E.PRACTICE_LEAVING: lazy("asked for the practice to be removed, as the operator of the installation"),
        E.PRACTICE_STAYS: lazy("stopped the removal of the practice, as the operator of the installation"),
        E.PRACTICE_RESTORED: lazy("put the practice back from a backup, as the operator of the installation"),
        E.PERSON_INVITED: lazy("made an invitation"),
        E.INVITATION_EXPIRED: lazy("ended an invitation before its day"),
        E.INVITATION_TAKEN_BACK: lazy("took an invitation back"),
        E.SLIPS_PRINTED: lazy("had slips of invitations printed"),
        E.SLIPS_FETCHED: lazy("fetched a sheet of slips"),
        E.SLIPS_FAILED: lazy("asked for slips that were not made"),
        E.ROSTER_PREPARED: lazy("had a list of people invited"),
        E.ROSTER_SENT: lazy("had the links of a list mailed"),
        E.ROSTER_UNDONE: lazy("had a list of invitations taken back"),
        E.ROSTER_FAILED: lazy("asked for work on a list that was not done"),
        E.ROLE_BEGUN: lazy("gave somebody something to do here"),
        E.ROLE_ENDED: lazy("ended something somebody did here"),
        E.CLIENT_DELETED: lazy("began deleting an account"),
        E.DELETION_STOPPED: lazy("stopped deleting an account"),
        E.ERASURE_ASKED: lazy("wished a record erased before its date"),
        E.ERASURE_STOPPED: lazy("left a record until its date"),
        E.RECORD_ERASED: lazy("erased the record of somebody who has gone"),
        E.CASELOAD_ASSIGNED: lazy("put somebody on a caseload"),
        E.CASELOAD_ENDED: lazy("took somebody off a caseload"),
        E.PLACES_SET: lazy("set how many places somebody has"),
        E.HANDOVER_ASKED: lazy("asked somebody about a move"),
        E.HANDOVER_TAKEN_BACK: lazy("took back a question about a move"),
        E.HANDOVER_ANSWERED: lazy("answered a question about a move"),
        E.EMERGENCY_ASKED: lazy("asked for the record to be opened in an emergency"),
        E.EMERGENCY_ALLOWED: lazy("agreed that the record is opened in an emergency"),
        E.EMERGENCY_NOTES_ALLOWED: lazy("agreed that own notes are opened in an emergency"),
        E.EMERGENCY_DECLINED: lazy("declined that the record is opened in an emergency"),
        E.EMERGENCY_ENDED: lazy("closed the record again"),
        E.EMERGENCY_READ: lazy("read in the record, in an emergency"),
        E.EMERGENCY_NOTES_READ: lazy("read own notes of a therapist, in an emergency"),
        E.KIT_MADE: lazy("made a new practice kit"),
        E.KIT_CONFIRMED: lazy("put the practice kit in force"),
        E.OFFICER_MADE: lazy("let somebody hold the recovery key"),
        E.OFFICER_ENDED: lazy("took the recovery key from somebody"),
        E.DRILL_DONE: lazy("tried a way to the recovery key"),
        E.HELP_LINE_ADDED: lazy("added a help number"),
        E.HELP_LINE_CHECKED: lazy("checked a help number"),
        E.HELP_LINE_REMOVED: lazy("took off a help number"),
        E.RESOURCE_KEPT: lazy("put something into the library"),
        E.RESOURCE_ENDED: lazy("took something off the library"),
        E.WORDING_ADDED: lazy("added a version of what clients agree to"),
        E.SETTING_CHANGED: lazy("changed a setting of the practice"),
        E.COVER_HOURS_SET: lazy("set after how many hours the cover is told"),
    },
    Kind.ACCOUNTS: {
        E.BACK_IN_AGREED: lazy("agreed that somebody is helped back in"),
        E.BACK_IN_SECONDED: lazy("agreed too, so that it can happen at once"),
        E.BACK_IN_HASTENED: lazy("gave their second step, so that it can happen at once"),
        E.BACK_IN_STOPPED: lazy("stopped that somebody is helped back in"),
        E.BACK_IN_USED: lazy("came back in with the help of the practice"),
        E.RECOVERY_CODE_USED: lazy("came back in with a recovery code"),
        E.PERSON_JOINED: lazy("joined"),
        E.AGREED: lazy("agreed that the practice keeps what is theirs"),
        E.SIGNED_IN: lazy("signed in"),
        E.SIGNED_OUT: lazy("signed out"),
        E.PROVED_AGAIN: lazy("gave their password again"),
        E.NEW_DEVICE: lazy("signed in on a new device"),
        E.FACTOR_ADDED: lazy("added a second step to their sign-in"),
        E.FACTOR_REMOVED: lazy("removed a second step from their sign-in"),
        E.FACTORS_FORGOTTEN: lazy("had the second steps of their sign-in taken away"),
        E.SPARE_CODES_MADE: lazy("made new codes for their sign-in"),
        E.SPARE_CODE_USED: lazy("signed in with one of their codes"),
        E.SIGNED_OUT_EVERYWHERE: lazy("signed out everywhere"),
        E.KEYS_RENEWED: lazy("changed their password and all their keys"),
        E.PASSWORD_CHANGED: lazy("changed their password"),
        E.RECOVERY_CODE_MADE: lazy("made a recovery code"),
        E.CONTACT_CHANGED: lazy("changed how they may be written to"),
        E.CLOSING_ASKED: lazy("closed their account, with some days to come back"),
        E.CLOSING_STOPPED: lazy("came back to a closed account"),
        E.ACCOUNT_CLOSED: lazy("erased a closed account"),
        E.MAIL_FAILED: lazy("could not send a mail"),
    },
    Kind.CARE: {
        E.MEASURE_ASKED: lazy("gave something to answer"),
        E.QUESTION_ASKED: lazy("gave something to answer"),
        E.PROGRAMME_GIVEN: lazy("gave something to answer"),
        E.MEASURE_ASK_ENDED: lazy("ended something that was given to answer"),
        E.QUESTION_ENDED: lazy("ended something that was given to answer"),
        E.PROGRAMME_PAUSED: lazy("paused something that was given to answer"),
        E.PROGRAMME_RESUMED: lazy("went on with something that was given to answer"),
        E.PROGRAMME_ENDED: lazy("ended something that was given to answer"),
        E.PROMPT_KEPT: lazy("kept a question for others to use"),
        E.PROMPT_RETIRED: lazy("put a question away"),
        E.PROMPT_BROUGHT_BACK: lazy("brought a question back"),
        E.PROMPT_DELETED: lazy("deleted a question nobody was asked"),
        E.SUMMARY_FINISHED: lazy("made a summary final"),
        E.SUMMARY_REMOVED: lazy("removed the draft of a summary"),
        E.ADDENDUM_ADDED: lazy("added to a final summary"),
        E.ADDENDUM_FAILED: lazy("wished to add to a final summary, and it was not made"),
        E.PROGRESS_NOTE_SIGNED: lazy("signed a progress note"),
        E.PROGRESS_NOTE_AMENDED: lazy("added to a signed progress note"),
        E.APPOINTMENTS_ADDED: lazy("arranged a session"),
        E.APPOINTMENTS_MOVED: lazy("moved a session"),
        E.APPOINTMENTS_CANCELLED: lazy("called off a session"),
        E.APPOINTMENTS_UNDONE: lazy("took back a change to a session"),
        E.FEED_MADE: lazy("made a calendar address"),
        E.FEED_ENDED: lazy("ended a calendar address"),
        E.RHYTHM_KEPT: lazy("set their working days"),
    },
    Kind.PRIVATE: {
        E.SUMMARY_CLOSED: "closed a summary, as sharing ended",
        E.SUMMARY_FLAGGED: "marked a final summary, as sharing ended",
        E.SHARED: "shared something",
        E.STREAM_GIVEN: "shared something",
        E.SHARE_UNDONE: "stopped sharing something",
        E.SHARE_STOPPED: "stopped sharing something",
        E.STREAM_ENDED: "stopped sharing something",
        E.PERSON_STOPPED: "ended all sharing with one person",
        E.PAUSED: "paused all sharing",
        E.BACK_IN_ASKED: "asked to be helped back in",
        E.HAND_BACK_ASKED: "asked for something to be handed back",
        E.HANDED_BACK: "handed something back",
        E.TAKEN_UP: "kept what was handed back",
        E.BEGUN_ANEW: "began anew with new keys",
        E.REUNITED: "opened again what was closed since they began anew",
        E.HELP_CHOSEN: "chose that the practice can help",
        E.ONLY_ME_CHOSEN: "chose that nobody can help",
        E.SIGNAL_REACHED: "was told that something waits",
        E.SIGNAL_COVERED: "answered, as cover, what waited",
        E.ENTRY_WRITTEN: "wrote a note",
        E.ENTRY_EDITED: "changed a note",
        E.ENTRY_DELETED: "deleted a note",
        E.ENTRY_BROUGHT_BACK: "brought a note back",
        E.ENTRY_ERASED: "erased a note",
        E.EXCERPT_MADE: "chose a part of a note",
        E.MEASURE_TAKEN: "filled in a questionnaire",
        E.MEASURE_DELETED: "deleted a questionnaire",
        E.CHECKED_IN: "checked in",
        E.CHECKIN_CHANGED: "changed a check-in",
        E.CHECKIN_REMOVED: "removed a check-in",
        E.GOAL_WRITTEN: "wrote a goal",
        E.GOAL_CHANGED: "changed a goal",
        E.GOAL_RATED: "said how far a goal is",
        E.GOAL_DELETED: "deleted a goal",
        E.AGENDA_WRITTEN: "wrote what to talk about",
        E.AGENDA_CHANGED: "changed what to talk about",
        E.AGENDA_CLOSED: "put away what was talked about",
        E.AGENDA_DELETED: "deleted what to talk about",
        E.AFTER_WRITTEN: "wrote something after a session",
        E.CARD_KEPT: "kept a card for hard moments",
        E.CONVERSATION_KEPT: "kept a plan for a conversation",
        E.CONVERSATION_REMOVED: "removed a plan for a conversation",
        E.DAYS_DELETED: "deleted days",
        E.BROUGHT_IN: "brought in notes from elsewhere",
        E.TAKEN_BACK: "took back what was brought in",
        E.TRUST_GIVEN: "named someone they trust",
        E.TRUST_ENDED: "ended it with someone they trusted",
        E.TRUST_LEFT: "left as someone trusted",
        E.FILE_ASKED: "asked for a file of their own",
        E.FILE_MADE: "had a file of their own made",
        E.FILE_FAILED: "asked for a file of their own that was not made",
        E.FILE_FETCHED: "fetched a file of their own",
        E.FILE_REMOVED: "removed a file of their own",
        E.SUMMARY_PUT_AWAY: "put away a summary they were given",
        E.REMINDER_SET: "set a reminder",
        E.REMINDER_ENDED: "ended a reminder",
        E.REMINDER_FAILED: "could not send a reminder",
        E.SIGNAL_RAISED: "left a mark for their therapist",
        E.SIGNAL_TAKEN_BACK: "took a mark back",
        E.SIGNAL_ENDED: "let a mark go",
        E.SIGNAL_ANSWERED: "answered a mark",
        E.PROCESS_NOTE_WRITTEN: "wrote a note of their own",
        E.PROCESS_NOTE_CHANGED: "changed a note of their own",
        E.PROCESS_NOTE_DELETED: "deleted a note of their own",
        E.PROGRESS_NOTE_WRITTEN: "began a progress note",
        E.PROGRESS_NOTE_CHANGED: "changed a progress note",
    },
}  # fmt: skip
WORDS: Mapping[Event, str] = {event: said for kind in BY_KIND.values() for event, said in kind.items()}
# When a client comes and goes, and which stale address they follow, says when they write.
# Where mail may find them is their own matter.
NOT_OF_CLIENTS = frozenset(
    {
        E.SIGNED_IN,
        E.PROVED_AGAIN,
        E.SPARE_CODE_USED,
        E.NEW_DEVICE,
        E.SIGNED_OUT,
        E.SIGNED_OUT_EVERYWHERE,
        E.SIGN_IN_FAILED,
        E.FACTOR_REFUSED,
        E.FACTOR_ADDED,
        E.FACTOR_REMOVED,
        E.SPARE_CODES_MADE,
        E.RECOVERY_CODE_MADE,
        E.RECOVERY_CODE_USED,
        E.KEYS_RENEWED,
        E.PASSWORD_CHANGED,
        E.ACCESS_DENIED,
        E.PERSON_INVITED,
        E.CONTACT_CHANGED,
    }
)
_KIND_OF: Mapping[Event, Kind] = {event: kind for kind, events in BY_KIND.items() for event in events}


def kind_of(event: Event) -> Kind:
    """The one kind an event belongs to."""
    return _KIND_OF[event]


def is_listed(event: Event, role: Role | None) -> bool:
    """Whether a line of this event, done in this role, is one the office may see.

    Nothing that someone trusted does is: it would say whom a client trusts. Nor whom a client invites, nor when a
    client comes and goes.

    Args:
        event: what happened.
        role: of whoever did it; None when nobody was signed in, or it came about by itself.
    """
    if _KIND_OF[event] is Kind.PRIVATE or role is Role.CONFIDANT:
        return False
    return role is not Role.CLIENT or event not in NOT_OF_CLIENTS
