"""What each event is called in the log of the office: plain words for who did something, never for what it was.

Whoever adds an event adds its words here, under the kind it belongs to. `Kind.PRIVATE` is what an admin never sees, not
even as a number: when somebody writes, signs in to write, shares or stops sharing, what they answered about a move, or
what waits with them. That something was shared shows once somebody of staff has opened it, not before. Its lines are in
the chain all the same, and what concerns a client is on the client's own page (`consent/log.py`).
"""

from collections.abc import Mapping
from enum import StrEnum

from portal.core.actor import Role
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
        E.OPENED: "opened something that was shared",
        E.STREAM_OPENED: "opened something that was shared",
        E.GOALS_OPENED: "opened something that was shared",
        E.MEASURES_OPENED: "opened something that was shared",
        E.SUMMARY_OPENED: "opened a summary",
        E.REPLIED: "answered something that was shared",
        E.REPLY_WITHDRAWN: "took back an answer",
        E.DECLINED: "put down something that was shared",
    },
    Kind.EXPORTS: {
        E.SUMMARY_ASKED: "asked for a summary",
        E.SUMMARY_MADE: "made a summary",
        E.SUMMARY_FAILED: "asked for a summary that was not made",
        E.DISCLOSURE_MADE: "gathered what the practice holds about a person",
        E.DISCLOSURE_FETCHED: "took along what was gathered about a person",
        E.DISCLOSURE_FAILED: "asked for what the practice holds about a person, and it was not gathered",
        E.LOG_EXPORTED: "took lines of this log as a file",
        E.SUMMARY_GIVEN: "gave a summary to the person it is about",
    },
    Kind.TROUBLE: {
        E.SIGN_IN_FAILED: "tried to sign in, and it did not work",
        E.FACTOR_REFUSED: "gave the right password, and the second step did not fit",
        E.CODE_FAILED: "tried an invitation code, and it did not fit",
        E.ACCESS_DENIED: "asked for a page that is not theirs",
    },
    Kind.OFFICE: {
        E.PRACTICE_SET_UP: "set the practice up",
        E.PRACTICE_PAUSED: "closed the practice for now, as the operator of the installation",
        E.PRACTICE_RESUMED: "opened the practice again, as the operator of the installation",
        E.PRACTICE_HOST_SET: "changed the host of the practice, as the operator of the installation",
        E.PRACTICE_ARCHIVED: "made a sealed archive of the practice, as the operator of the installation",
        E.PRACTICE_ARCHIVE_FAILED: "asked for an archive that was not made, as the operator of the installation",
        E.PRACTICE_LEAVING: "asked for the practice to be removed, as the operator of the installation",
        E.PRACTICE_STAYS: "stopped the removal of the practice, as the operator of the installation",
        E.PERSON_INVITED: "made an invitation",
        E.INVITATION_EXPIRED: "ended an invitation before its day",
        E.INVITATION_TAKEN_BACK: "took an invitation back",
        E.SLIPS_PRINTED: "had slips of invitations printed",
        E.SLIPS_FETCHED: "fetched a sheet of slips",
        E.SLIPS_FAILED: "asked for slips that were not made",
        E.ROSTER_PREPARED: "had a list of people invited",
        E.ROSTER_SENT: "had the links of a list mailed",
        E.ROSTER_UNDONE: "had a list of invitations taken back",
        E.ROSTER_FAILED: "asked for work on a list that was not done",
        E.ROLE_BEGUN: "gave somebody something to do here",
        E.ROLE_ENDED: "ended something somebody did here",
        E.CLIENT_DELETED: "began deleting an account",
        E.DELETION_STOPPED: "stopped deleting an account",
        E.ERASURE_ASKED: "wished a record erased before its date",
        E.ERASURE_STOPPED: "left a record until its date",
        E.RECORD_ERASED: "erased the record of somebody who has gone",
        E.CASELOAD_ASSIGNED: "put somebody on a caseload",
        E.CASELOAD_ENDED: "took somebody off a caseload",
        E.PLACES_SET: "set how many places somebody has",
        E.HANDOVER_ASKED: "asked somebody about a move",
        E.HANDOVER_TAKEN_BACK: "took back a question about a move",
        E.HANDOVER_ANSWERED: "answered a question about a move",
        E.EMERGENCY_ASKED: "asked for the record to be opened in an emergency",
        E.EMERGENCY_ALLOWED: "agreed that the record is opened in an emergency",
        E.EMERGENCY_NOTES_ALLOWED: "agreed that own notes are opened in an emergency",
        E.EMERGENCY_DECLINED: "declined that the record is opened in an emergency",
        E.EMERGENCY_ENDED: "closed the record again",
        E.EMERGENCY_READ: "read in the record, in an emergency",
        E.EMERGENCY_NOTES_READ: "read own notes of a therapist, in an emergency",
        E.KIT_MADE: "made a new practice kit",
        E.KIT_CONFIRMED: "put the practice kit in force",
        E.OFFICER_MADE: "let somebody hold the recovery key",
        E.OFFICER_ENDED: "took the recovery key from somebody",
        E.DRILL_DONE: "tried a way to the recovery key",
        E.HELP_LINE_ADDED: "added a help number",
        E.HELP_LINE_CHECKED: "checked a help number",
        E.HELP_LINE_REMOVED: "took off a help number",
        E.RESOURCE_KEPT: "put something into the library",
        E.RESOURCE_ENDED: "took something off the library",
        E.WORDING_ADDED: "added a version of what clients agree to",
        E.SETTING_CHANGED: "changed a setting of the practice",
        E.COVER_HOURS_SET: "set after how many hours the cover is told",
    },
    Kind.ACCOUNTS: {
        E.BACK_IN_AGREED: "agreed that somebody is helped back in",
        E.BACK_IN_SECONDED: "agreed too, so that it can happen at once",
        E.BACK_IN_HASTENED: "gave their second step, so that it can happen at once",
        E.BACK_IN_STOPPED: "stopped that somebody is helped back in",
        E.BACK_IN_USED: "came back in with the help of the practice",
        E.RECOVERY_CODE_USED: "came back in with a recovery code",
        E.PERSON_JOINED: "joined",
        E.AGREED: "agreed that the practice keeps what is theirs",
        E.SIGNED_IN: "signed in",
        E.SIGNED_OUT: "signed out",
        E.PROVED_AGAIN: "gave their password again",
        E.NEW_DEVICE: "signed in on a new device",
        E.FACTOR_ADDED: "added a second step to their sign-in",
        E.FACTOR_REMOVED: "removed a second step from their sign-in",
        E.FACTORS_FORGOTTEN: "had the second steps of their sign-in taken away",
        E.SPARE_CODES_MADE: "made new codes for their sign-in",
        E.SPARE_CODE_USED: "signed in with one of their codes",
        E.SIGNED_OUT_EVERYWHERE: "signed out everywhere",
        E.KEYS_RENEWED: "changed their password and all their keys",
        E.PASSWORD_CHANGED: "changed their password",
        E.RECOVERY_CODE_MADE: "made a recovery code",
        E.CONTACT_CHANGED: "changed how they may be written to",
        E.CLOSING_ASKED: "closed their account, with some days to come back",
        E.CLOSING_STOPPED: "came back to a closed account",
        E.ACCOUNT_CLOSED: "erased a closed account",
        E.MAIL_FAILED: "could not send a mail",
    },
    Kind.CARE: {
        E.MEASURE_ASKED: "gave something to answer",
        E.QUESTION_ASKED: "gave something to answer",
        E.PROGRAMME_GIVEN: "gave something to answer",
        E.MEASURE_ASK_ENDED: "ended something that was given to answer",
        E.QUESTION_ENDED: "ended something that was given to answer",
        E.PROGRAMME_PAUSED: "paused something that was given to answer",
        E.PROGRAMME_RESUMED: "went on with something that was given to answer",
        E.PROGRAMME_ENDED: "ended something that was given to answer",
        E.PROMPT_KEPT: "kept a question for others to use",
        E.PROMPT_RETIRED: "put a question away",
        E.PROMPT_BROUGHT_BACK: "brought a question back",
        E.PROMPT_DELETED: "deleted a question nobody was asked",
        E.SUMMARY_FINISHED: "made a summary final",
        E.SUMMARY_REMOVED: "removed the draft of a summary",
        E.ADDENDUM_ADDED: "added to a final summary",
        E.ADDENDUM_FAILED: "wished to add to a final summary, and it was not made",
        E.PROGRESS_NOTE_SIGNED: "signed a progress note",
        E.PROGRESS_NOTE_AMENDED: "added to a signed progress note",
        E.APPOINTMENTS_ADDED: "arranged a session",
        E.APPOINTMENTS_MOVED: "moved a session",
        E.APPOINTMENTS_CANCELLED: "called off a session",
        E.APPOINTMENTS_UNDONE: "took back a change to a session",
        E.FEED_MADE: "made a calendar address",
        E.FEED_ENDED: "ended a calendar address",
        E.RHYTHM_KEPT: "set their working days",
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
