"""Names that stand for something must lead to it: jobs to their work, events to a sentence the client can read."""

import ast
import re
from inspect import signature

import pytest

from portal.core.jobs import RUN, Job
from portal.domain import consent
from portal.domain.audit import BY_KIND, WORDS, Event
from portal.domain.outbox import Task
from portal.jobs import WORK, run
from tests.architecture.rules import ROOT, house_files, name_of, tree_of

E = Event
# Every event has a sentence on the client's page "Who opened what", or stands here with the reason why it has none.
NOT_ON_THE_CLIENTS_PAGE = {
    "the client's own doing": {
        E.AGREED, E.PERSON_JOINED, E.SIGNED_IN, E.SIGNED_OUT, E.SIGNED_OUT_EVERYWHERE,
        E.PROVED_AGAIN, E.BACK_IN_ASKED, E.SPARE_CODE_USED, E.HAND_BACK_ASKED, E.TAKEN_UP,
        E.ENTRY_WRITTEN, E.ENTRY_EDITED, E.ENTRY_DELETED, E.ENTRY_BROUGHT_BACK, E.ENTRY_ERASED,
        E.MEASURE_TAKEN, E.MEASURE_DELETED,
        E.CHECKED_IN, E.CHECKIN_CHANGED, E.CHECKIN_REMOVED,
        E.GOAL_WRITTEN, E.GOAL_CHANGED, E.GOAL_RATED, E.GOAL_DELETED,
        E.SIGNAL_RAISED, E.SIGNAL_TAKEN_BACK, E.SIGNAL_ENDED,
        E.EXCERPT_MADE, E.PAUSED, E.STREAM_GIVEN, E.STREAM_ENDED, E.TRUST_GIVEN, E.TRUST_ENDED,
        E.SHARED, E.SHARE_UNDONE, E.SHARE_STOPPED, E.PERSON_STOPPED,
        E.AGENDA_WRITTEN, E.AGENDA_CHANGED, E.AGENDA_CLOSED, E.AGENDA_DELETED, E.AFTER_WRITTEN,
        E.REMINDER_SET, E.REMINDER_ENDED,
        E.FILE_ASKED, E.FILE_MADE, E.FILE_FAILED, E.FILE_FETCHED, E.FILE_REMOVED, E.SUMMARY_PUT_AWAY,
        E.HANDOVER_ANSWERED, E.CARD_KEPT, E.CONVERSATION_KEPT, E.CONVERSATION_REMOVED,
        E.DAYS_DELETED, E.BROUGHT_IN, E.TAKEN_BACK, E.CLOSING_ASKED, E.CLOSING_STOPPED, E.ACCOUNT_CLOSED,
    },
    "nothing of a client's was opened": {
        E.HELP_LINE_ADDED, E.HELP_LINE_CHECKED, E.HELP_LINE_REMOVED,
        E.SIGN_IN_FAILED, E.CODE_FAILED, E.PERSON_INVITED, E.INVITATION_EXPIRED,
        E.INVITATION_TAKEN_BACK, E.ROLE_BEGUN, E.ROLE_ENDED,
        E.QUESTION_ASKED, E.QUESTION_ENDED, E.PROGRAMME_GIVEN,
        E.PROGRAMME_PAUSED, E.PROGRAMME_RESUMED, E.PROGRAMME_ENDED, E.MEASURE_ASKED, E.MEASURE_ASK_ENDED,
        E.SUMMARY_ASKED,
        E.PROCESS_NOTE_WRITTEN, E.PROCESS_NOTE_CHANGED, E.PROCESS_NOTE_DELETED,
        E.PROGRESS_NOTE_WRITTEN, E.PROGRESS_NOTE_CHANGED, E.PROGRESS_NOTE_SIGNED, E.PROGRESS_NOTE_AMENDED,
        E.SUMMARY_FAILED, E.ADDENDUM_FAILED, E.MAIL_FAILED, E.REMINDER_FAILED,
        E.APPOINTMENTS_ADDED, E.APPOINTMENTS_MOVED, E.APPOINTMENTS_CANCELLED, E.APPOINTMENTS_UNDONE,
        E.FEED_MADE, E.FEED_ENDED,
    },
    "they have gone by then": {E.ERASURE_ASKED, E.ERASURE_STOPPED, E.RECORD_ERASED},
    "the practice's matter": {
        E.SLIPS_PRINTED, E.SLIPS_FETCHED, E.SLIPS_FAILED,
        E.ROSTER_PREPARED, E.ROSTER_SENT, E.ROSTER_UNDONE, E.ROSTER_FAILED,
        E.OFFICER_MADE, E.OFFICER_ENDED, E.DRILL_DONE,
        E.EMERGENCY_ASKED, E.EMERGENCY_DECLINED, E.EMERGENCY_ENDED, E.EMERGENCY_NOTES_ALLOWED,
        E.PRACTICE_PAUSED, E.PRACTICE_RESUMED, E.PRACTICE_HOST_SET, E.PRACTICE_ARCHIVED, E.PRACTICE_LEAVING,
        E.PRACTICE_STAYS, E.PRACTICE_RESTORED, E.PRACTICE_ARCHIVE_FAILED, E.DISCLOSURE_FAILED,
        E.PRACTICE_SET_UP, E.KIT_MADE, E.KIT_CONFIRMED, E.ACCESS_DENIED, E.RESOURCE_KEPT, E.RESOURCE_ENDED,
        E.SETTING_CHANGED, E.WORDING_ADDED,
        E.RHYTHM_KEPT, E.PLACES_SET,
        E.LOG_EXPORTED,
        E.RHYTHM_KEPT,
        E.PROMPT_KEPT, E.PROMPT_RETIRED, E.PROMPT_BROUGHT_BACK, E.PROMPT_DELETED,
        E.RHYTHM_KEPT, E.COVER_HOURS_SET,
    },
}  # fmt: skip
USES_OF_WORDS = re.compile(r"\A(journal|mood|summaries):\w+:(opened|made|fetched|printed|exported)\Z")


def test_every_job_leads_to_a_verb_that_takes_a_task():
    assert set(WORK) == set(Job)
    for name, verb in WORK.items():
        assert [part.annotation for part in signature(verb).parameters.values()] == [Task], name


def test_the_one_name_the_queue_may_call_is_the_one_that_takes_two_ids():
    assert f"{run.__module__}.{run.__qualname__}" == RUN
    assert list(signature(run).parameters) == ["practice_id", "job_id"]


def test_what_concerns_a_client_has_a_sentence():
    used = {event for event in Event if USES_OF_WORDS.match(event)}
    assert used
    assert used - set(consent.SENTENCES) == set()


def test_no_event_is_forgotten():
    placed = [*consent.SENTENCES, *(event for events in NOT_ON_THE_CLIENTS_PAGE.values() for event in events)]
    assert sorted(placed) == sorted(Event)


@pytest.mark.parametrize("sentence", [str(one) for one in consent.SENTENCES.values()])
def test_a_sentence_says_who_and_speaks_plainly(sentence):
    sentence = str(sentence)
    assert sentence.startswith(("{who} ", "A "))  # nobody closes or marks a summary: it follows from what one did
    assert set(re.findall(r"{(\w+)}", sentence)) <= {"who", "what"}
    assert not re.search(r"\b(entry|journal|revok|grant|access|patient|user)\w*\b|!", sentence, re.IGNORECASE)


def test_every_event_has_words_for_the_office_and_one_kind():
    placed = [event for events in BY_KIND.values() for event in events]
    assert sorted(placed) == sorted(Event), "an event without words: portal/domain/audit/words.py"
    for event, said in WORDS.items():
        assert re.fullmatch(r"[a-z][a-z ,-]+[a-z]", str(said)), event
        assert not re.search(r"\b(entry|journal|revok|grant|access|patient|user|fail|overdue)\w*\b", str(said)), event


def test_an_event_reads_concept_thing_what_happened():
    concepts = {path.stem for path in (ROOT / "portal/domain").iterdir()}
    for event in Event:
        concept, *rest = event.split(":")
        assert concept in concepts, event
        assert len(rest) == 2, event
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", word) for word in rest), event


def test_every_event_is_recorded_somewhere():
    named = {
        node.attr
        for path in house_files()
        if name_of(path) not in ("portal/domain/audit/events.py", "portal/domain/consent/log.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Event"
    }
    at_home = {E.ACCESS_DENIED.name}  # audit.record_refusal writes it
    assert {event.name for event in Event} - named - at_home == set()
