"""The therapists' room."""

from portal.domain.audit import Event

E = Event
HANDING_BACK = "doors/test_handing_back.py::test_"
BESIDE_NOTES = "client_app/test_beside_notes.py::test_"
CONSENT_STREAMS = "domain/test_consent_streams.py::test_"
ASKING = "therapist_app/test_asking.py::test_"
BRIEF = "therapist_app/test_brief.py::test_"
CLIENT_PAGE = "therapist_app/test_client_page.py::test_"
GIVING_MEASURES = "therapist_app/test_giving_measures.py::test_"
INBOX = "therapist_app/test_inbox.py::test_"
LIST_OF_CLIENTS = "therapist_app/test_list_of_clients.py::test_"
MARKS_THAT_WAIT = "therapist_app/test_marks_that_wait.py::test_"
OWN_NOTES = "therapist_app/test_own_notes.py::test_"
OWN_PAGE = "therapist_app/test_own_page.py::test_"
SESSION_CALENDAR = "therapist_app/test_session_calendar.py::test_"
SUMMARY_COMPOSER = "therapist_app/test_summary_composer.py::test_"
SUMMARY_FINALS = "therapist_app/test_summary_finals.py::test_"
SUMMARY_STATES = "therapist_app/test_summary_states.py::test_"
WRITING_PROMPTS = "therapist_app/test_writing_prompts.py::test_"

AGAIN = "The same file is laid out once more by the worker; what was added to the record is written down."
LOOKS = "It looks for something, or shows what an act would do; nothing is changed."
OWN = "One's own order on one's own things, which nobody else sees: a line would tell only when somebody was here."
PILE = "A reader's own piles; that something was opened is written down by what opens it."

WRITES = {
    "therapist.caseload.hand_back": {
        E.HANDED_BACK: HANDING_BACK + "what_others_have_open_is_asked_for_handed_back_and_kept"
    },
    "therapist.appointments.add": {
        E.APPOINTMENTS_ADDED: SESSION_CALENDAR + "a_calendar_program_learns_when_and_nothing_else"
    },
    "therapist.appointments.cancel": {
        E.APPOINTMENTS_CANCELLED: SESSION_CALENDAR
        + "a_series_is_arranged_one_moved_and_the_rest_cancelled_and_taken_back"
    },
    "therapist.appointments.make_address": {
        E.FEED_MADE: SESSION_CALENDAR + "a_calendar_program_learns_when_and_nothing_else"
    },
    "therapist.appointments.move": {
        E.APPOINTMENTS_MOVED: SESSION_CALENDAR + "a_series_is_arranged_one_moved_and_the_rest_cancelled_and_taken_back"
    },
    "therapist.appointments.turn_off": {
        E.FEED_ENDED: SESSION_CALENDAR + "an_address_that_was_made_anew_turned_off_or_is_nobodys_leads_nowhere"
    },
    "therapist.appointments.undo": {
        E.APPOINTMENTS_UNDONE: SESSION_CALENDAR + "a_series_is_arranged_one_moved_and_the_rest_cancelled_and_taken_back"
    },
    "therapist.brief.show": {
        E.GOALS_OPENED: BRIEF + "it_gathers_what_is_shared_and_says_how_long_it_takes",
        E.MEASURES_OPENED: BRIEF + "it_gathers_what_is_shared_and_says_how_long_it_takes",
        E.OPENED: BRIEF + "it_gathers_what_is_shared_and_says_how_long_it_takes",
        E.STREAM_OPENED: BRIEF + "it_gathers_what_is_shared_and_says_how_long_it_takes",
    },
    "therapist.caseload.check_ins": {
        E.STREAM_OPENED: CONSENT_STREAMS + "through_the_pages_with_nothing_ticked_beforehand"
    },
    "therapist.caseload.followed": {
        E.MEASURES_OPENED: LIST_OF_CLIENTS + "a_measure_that_moved_less_than_chance_or_is_private_is_no_reason"
    },
    "therapist.caseload.pursued": {E.GOALS_OPENED: CLIENT_PAGE + "a_goal_shared_alone_shows_no_number_of_it"},
    "therapist.inbox.answer": {
        E.REPLIED: INBOX + "an_answer_stands_on_the_clients_page_and_is_taken_back_within_a_minute",
        E.OPENED: INBOX + "an_answer_stands_on_the_clients_page_and_is_taken_back_within_a_minute",
    },
    "therapist.inbox.opened": {
        E.OPENED: INBOX + "a_page_that_can_tell_opens_after_three_seconds_and_any_other_at_once"
    },
    "therapist.inbox.show": {E.OPENED: BESIDE_NOTES + "the_readers_page_is_the_same_whatever_stands_beside_the_note"},
    "therapist.inbox.withdraw": {
        E.REPLY_WITHDRAWN: INBOX + "an_answer_stands_on_the_clients_page_and_is_taken_back_within_a_minute"
    },
    "therapist.measures.end": {E.MEASURE_ASK_ENDED: GIVING_MEASURES + "ended_it_is_gone_from_both"},
    "therapist.measures.give": {E.MEASURE_ASKED: GIVING_MEASURES + "ended_it_is_gone_from_both"},
    "therapist.process_notes.change": {
        E.PROCESS_NOTE_CHANGED: OWN_NOTES + "two_windows_show_both_texts_and_the_second_press_keeps_what_is_seen"
    },
    "therapist.process_notes.delete": {
        E.PROCESS_NOTE_DELETED: OWN_NOTES + "an_own_note_is_written_changed_and_deleted"
    },
    "therapist.process_notes.write": {
        E.PROCESS_NOTE_WRITTEN: OWN_NOTES + "the_form_sent_twice_is_one_note_and_a_draft_goes_when_its_words_are_kept"
    },
    "therapist.progress_notes.add": {
        E.PROGRESS_NOTE_AMENDED: OWN_NOTES
        + "what_was_signed_in_another_window_is_not_changed_and_the_words_wait_as_an_addendum"
    },
    "therapist.progress_notes.change": {
        E.PROGRESS_NOTE_CHANGED: OWN_NOTES + "a_progress_note_is_kept_signed_and_added_to"
    },
    "therapist.progress_notes.sign": {
        E.PROGRESS_NOTE_SIGNED: OWN_NOTES + "a_progress_note_is_kept_signed_and_added_to"
    },
    "therapist.progress_notes.write": {
        E.PROGRESS_NOTE_SIGNED: OWN_NOTES + "whatever_is_typed_stands_on_the_page_as_it_was_typed",
        E.PROGRESS_NOTE_WRITTEN: OWN_NOTES + "a_progress_note_is_kept_signed_and_added_to",
    },
    "therapist.prompts.ask": {
        E.PROGRAMME_GIVEN: ASKING
        + "a_programme_of_questions_and_a_questionnaire_opens_step_by_step_on_the_clients_side_alone",
        E.QUESTION_ASKED: ASKING + "who_leaves_while_the_page_is_open_is_sent_nothing_and_no_words_are_lost",
    },
    "therapist.prompts.change": {
        E.PROMPT_KEPT: WRITING_PROMPTS + "two_windows_never_win_silently_and_a_form_sent_twice_is_one"
    },
    "therapist.prompts.delete": {
        E.PROMPT_DELETED: WRITING_PROMPTS + "every_wording_stays_and_what_was_given_keeps_its_words"
    },
    "therapist.prompts.end": {E.QUESTION_ENDED: ASKING + "a_question_in_ones_own_words_is_given_and_ended"},
    "therapist.prompts.end_programme": {
        E.PROGRAMME_ENDED: ASKING
        + "a_programme_of_questions_and_a_questionnaire_opens_step_by_step_on_the_clients_side_alone"
    },
    "therapist.prompts.keep": {E.PROMPT_KEPT: WRITING_PROMPTS + "words_are_looked_for_in_all_of_the_library"},
    "therapist.prompts.pause": {
        E.PROGRAMME_PAUSED: ASKING
        + "a_programme_of_questions_and_a_questionnaire_opens_step_by_step_on_the_clients_side_alone"
    },
    "therapist.prompts.resume": {
        E.PROGRAMME_RESUMED: ASKING
        + "a_programme_of_questions_and_a_questionnaire_opens_step_by_step_on_the_clients_side_alone"
    },
    "therapist.prompts.retire": {
        E.PROMPT_RETIRED: WRITING_PROMPTS + "every_wording_stays_and_what_was_given_keeps_its_words"
    },
    "therapist.prompts.take_up": {
        E.PROMPT_BROUGHT_BACK: WRITING_PROMPTS + "every_wording_stays_and_what_was_given_keeps_its_words"
    },
    "therapist.rhythm.keep": {
        E.RHYTHM_KEPT: OWN_PAGE + "whoever_is_asked_to_let_somebody_know_reads_when_that_one_reads"
    },
    "therapist.signals.answer": {
        E.SIGNAL_ANSWERED: MARKS_THAT_WAIT + "a_client_asks_on_the_page_of_a_thing_and_takes_it_back",
        E.SIGNAL_COVERED: MARKS_THAT_WAIT + "from_the_preview_to_the_cover_everybody_reads_just_what_is_theirs",
    },
    "therapist.summaries.add": {
        E.ADDENDUM_ADDED: SUMMARY_FINALS + "an_addendum_that_was_typed_and_not_kept_is_there_again"
    },
    "therapist.summaries.addendum": {
        E.SUMMARY_OPENED: SUMMARY_FINALS + "an_addendum_is_numbered_has_a_page_and_stands_in_the_web_version"
    },
    "therapist.summaries.again": {
        E.SUMMARY_ASKED: SUMMARY_FINALS + "what_was_withdrawn_before_the_button_is_pressed_is_said_with_a_way_on"
    },
    "therapist.summaries.ask": {
        E.OPENED: SUMMARY_COMPOSER + "show_me_shows_the_whole_text_and_nothing_is_shown_before",
        E.SUMMARY_ASKED: SUMMARY_STATES + "ready_says_pages_and_size_and_offers_both_forms",
    },
    "therapist.summaries.copy": {
        E.SUMMARY_OPENED: SUMMARY_FINALS + "a_copy_with_a_password_is_made_on_the_fly_and_named_alike"
    },
    "therapist.summaries.file": {
        E.SUMMARY_OPENED: SUMMARY_FINALS + "a_final_made_for_the_client_is_given_by_one_button"
    },
    "therapist.summaries.finish": {E.SUMMARY_FINISHED: SUMMARY_FINALS + "pages_of_finals_are_nobody_elses"},
    "therapist.summaries.give": {
        E.SUMMARY_GIVEN: SUMMARY_FINALS + "a_final_made_for_the_client_is_given_by_one_button"
    },
    "therapist.summaries.preview": {E.OPENED: SUMMARY_COMPOSER + "what_the_script_shows_is_an_opening_too"},
    "therapist.summaries.remove": {
        E.SUMMARY_REMOVED: SUMMARY_FINALS + "a_draft_is_removed_by_its_button_and_its_page_says_so"
    },
    "therapist.summaries.web": {E.SUMMARY_OPENED: SUMMARY_STATES + "the_web_version_has_the_same_words"},
}
NOTHING = {
    "therapist.inbox.keep_shortcuts": OWN,
    "therapist.inbox.later": PILE,
    "therapist.inbox.left": PILE,
    "therapist.inbox.mark": OWN,
    "therapist.inbox.read": PILE,
    "therapist.inbox.read_all": PILE,
    "therapist.inbox.to_read": PILE,
    "therapist.inbox.undo": PILE,
    "therapist.prompts.search": LOOKS,
    "therapist.summaries.page_again": AGAIN,
}
