"""The clients' room."""

from portal.domain.audit import Event

E = Event
ROUTES = "access/test_routes.py::test_"
AGENDA_PAGES = "client_app/test_agenda_pages.py::test_"
BESIDE_NOTES = "client_app/test_beside_notes.py::test_"
BRINGING_ALONG = "client_app/test_bringing_along.py::test_"
CHECK_IN_WORDS = "client_app/test_check_in_words.py::test_"
GOAL_PAGES = "client_app/test_goal_pages.py::test_"
HANDOVER_PAGES = "client_app/test_handover_pages.py::test_"
NEXT_SESSION = "client_app/test_next_session.py::test_"
OWN_FILES = "client_app/test_own_files.py::test_"
PREVIEWS = "client_app/test_previews.py::test_"
QUESTIONNAIRES = "client_app/test_questionnaires.py::test_"
RECEIPT_PAGES = "client_app/test_receipt_pages.py::test_"
REMINDING = "client_app/test_reminding.py::test_"
SHARING = "client_app/test_sharing.py::test_"
STEADY_PAGES = "client_app/test_steady_pages.py::test_"
STOPPING = "client_app/test_stopping.py::test_"
TAKING_AWAY = "client_app/test_taking_away.py::test_"
UNKEPT = "client_app/test_unkept.py::test_"
WRITING = "client_app/test_writing.py::test_"
CONSENT_ANSWERS = "domain/test_consent_answers.py::test_"
CONSENT_PAUSING = "domain/test_consent_pausing.py::test_"
CONSENT_STREAMS = "domain/test_consent_streams.py::test_"
EXCERPTS = "domain/test_excerpts.py::test_"
GUEST = "doors/test_guest.py::test_"
MARKS_THAT_WAIT = "therapist_app/test_marks_that_wait.py::test_"
SUMMARY_FINALS = "therapist_app/test_summary_finals.py::test_"

ANSWERS = (
    "The answer to a plan's first question leads on to the form or to help; the plan is written down when it is kept."
)
BOOK = "A client's own book of questions, which nobody else sees: a line would tell only when somebody was here."
LOOKS = "It looks for something, or shows what an act would do; nothing is changed."
ON_THE_WAY = "A step on the way; the act at its end is written down."
OWN = "One's own order on one's own things, which nobody else sees: a line would tell only when somebody was here."

WRITES = {
    "client.people.let_back_in": {E.PERSON_INVITED: ROUTES + "every_route_answers_each_person_as_the_policy_says[ana]"},
    "client.agenda.change_pin": {
        E.AGENDA_CHANGED: AGENDA_PAGES + "pins_in_words_are_added_moved_said_otherwise_and_taken_off_without_script"
    },
    "client.agenda.close": {
        E.AFTER_WRITTEN: UNKEPT + "what_was_typed_stands_in_each_form_again_until_it_is_kept",
        E.AGENDA_CLOSED: UNKEPT + "what_was_typed_stands_in_each_form_again_until_it_is_kept",
        E.AGENDA_WRITTEN: AGENDA_PAGES + "after_the_session_it_is_closed_and_the_rest_goes_along",
    },
    "client.agenda.delete": {E.AGENDA_DELETED: GOAL_PAGES + "a_goal_is_deleted_for_good_and_its_pin_leads_nowhere"},
    "client.agenda.pin": {
        E.AGENDA_CHANGED: AGENDA_PAGES + "pins_in_words_are_added_moved_said_otherwise_and_taken_off_without_script",
        E.AGENDA_WRITTEN: UNKEPT + "lines_typed_before_there_was_an_agenda_stand_there_when_a_note_begins_one",
    },
    "client.agenda.write": {
        E.AGENDA_CHANGED: UNKEPT + "lines_typed_before_there_was_an_agenda_stand_there_when_a_note_begins_one",
        E.AGENDA_WRITTEN: AGENDA_PAGES + "somebody_elses_agenda_is_no_page",
    },
    "client.conversation.change": {
        E.CONVERSATION_KEPT: STEADY_PAGES + "mail_on_that_day_is_a_tick_for_whoever_gets_mail",
        E.REMINDER_SET: STEADY_PAGES + "mail_on_that_day_is_a_tick_for_whoever_gets_mail",
    },
    "client.conversation.look_back": {
        E.CONVERSATION_KEPT: STEADY_PAGES + "a_plan_is_asked_for_written_and_looked_back_on"
    },
    "client.conversation.not_again": {
        E.CONVERSATION_KEPT: STEADY_PAGES + "a_day_to_come_back_can_be_taken_off",
        E.REMINDER_ENDED: STEADY_PAGES + "mail_on_that_day_is_a_tick_for_whoever_gets_mail",
    },
    "client.conversation.plan": {E.CONVERSATION_KEPT: STEADY_PAGES + "a_day_to_come_back_can_be_taken_off"},
    "client.conversation.remove": {
        E.CONVERSATION_REMOVED: STEADY_PAGES + "a_plan_can_be_begun_again_from_an_earlier_one_and_removed"
    },
    "client.erasing.erase": {
        E.DAYS_DELETED: TAKING_AWAY + "some_days_are_looked_at_first_and_everything_asks_for_the_password"
    },
    "client.erasing.erase_everything": {
        E.DAYS_DELETED: TAKING_AWAY + "some_days_are_looked_at_first_and_everything_asks_for_the_password"
    },
    "client.excerpts.make": {E.EXCERPT_MADE: EXCERPTS + "a_part_is_made_and_shared_through_the_pages"},
    "client.exports.close": {E.CLOSING_ASKED: TAKING_AWAY + "closing_asks_for_the_password_and_signs_out"},
    "client.exports.print_notes": {E.FILE_ASKED: OWN_FILES + "the_way_from_my_data_to_the_pages_in_hand"},
    "client.exports.take_everything": {E.FILE_ASKED: TAKING_AWAY + "with_the_password_an_archive_is_made"},
    "client.files.again": {E.FILE_ASKED: OWN_FILES + "past_its_ten_minutes_it_is_asked_for_once_more"},
    "client.files.file": {E.FILE_FETCHED: OWN_FILES + "ready_it_can_be_downloaded_under_a_name_that_tells_nothing"},
    "client.files.put_away": {
        E.SUMMARY_PUT_AWAY: SUMMARY_FINALS + "a_final_made_for_the_client_is_given_by_one_button"
    },
    "client.files.remove": {E.FILE_REMOVED: OWN_FILES + "removed_by_hand_it_is_gone_and_the_page_says_so"},
    "client.goals.add_step": {E.GOAL_CHANGED: GOAL_PAGES + "steps_are_added_ticked_moved_and_taken_off_without_script"},
    "client.goals.agree": {E.GOAL_CHANGED: GOAL_PAGES + "levels_are_agreed_first_and_later_there_is_a_new_set"},
    "client.goals.change": {E.GOAL_CHANGED: GOAL_PAGES + "two_windows_show_both_texts"},
    "client.goals.delete": {E.GOAL_DELETED: GOAL_PAGES + "a_goal_is_deleted_for_good_and_its_pin_leads_nowhere"},
    "client.goals.look": {E.GOAL_RATED: GOAL_PAGES + "a_look_is_kept_drawn_and_told"},
    "client.goals.move_step": {
        E.GOAL_CHANGED: GOAL_PAGES + "steps_are_added_ticked_moved_and_taken_off_without_script"
    },
    "client.goals.stand": {E.GOAL_CHANGED: GOAL_PAGES + "a_goal_is_put_aside_and_taken_up_again"},
    "client.goals.tick": {E.GOAL_CHANGED: GOAL_PAGES + "steps_are_added_ticked_moved_and_taken_off_without_script"},
    "client.goals.write": {E.GOAL_WRITTEN: GOAL_PAGES + "a_goal_is_written_shown_and_stands_on_the_list"},
    "client.handovers.answer": {
        E.CASELOAD_ASSIGNED: HANDOVER_PAGES + "all_of_it_opens_what_stood_and_says_what_does_not_go_on_by_itself",
        E.SHARED: HANDOVER_PAGES + "all_of_it_opens_what_stood_and_says_what_does_not_go_on_by_itself",
        E.HANDOVER_ANSWERED: HANDOVER_PAGES + "nothing_is_one_press_too_and_a_second_window_is_told",
    },
    "client.handovers.answer_some": {
        E.SHARED: HANDOVER_PAGES + "choosing_opens_what_is_ticked_after_a_look_at_it",
        E.HANDOVER_ANSWERED: HANDOVER_PAGES + "choosing_opens_what_is_ticked_after_a_look_at_it",
    },
    "client.imports.go_on": {E.BROUGHT_IN: BRINGING_ALONG + "all_of_it_is_taken_back_by_one_button"},
    "client.imports.take_back": {E.TAKEN_BACK: BRINGING_ALONG + "all_of_it_is_taken_back_by_one_button"},
    "client.journal.bring_back": {E.ENTRY_BROUGHT_BACK: BESIDE_NOTES + "a_note_is_pinned_deleted_and_brought_back"},
    "client.journal.change": {
        E.ENTRY_EDITED: BESIDE_NOTES + "two_windows_with_other_tags_are_shown_and_nothing_is_lost",
        E.ENTRY_WRITTEN: WRITING + "of_two_windows_both_can_be_kept_once_each",
    },
    "client.journal.delete": {E.ENTRY_DELETED: BESIDE_NOTES + "a_note_is_pinned_deleted_and_brought_back"},
    "client.journal.erase": {E.ENTRY_ERASED: BESIDE_NOTES + "a_note_is_pinned_deleted_and_brought_back"},
    "client.journal.restore": {E.ENTRY_EDITED: BESIDE_NOTES + "an_earlier_version_is_brought_back"},
    "client.journal.write": {
        E.ENTRY_EDITED: WRITING + "going_back_and_sending_other_words_loses_neither",
        E.ENTRY_WRITTEN: BESIDE_NOTES + "a_note_is_written_with_its_day_tags_goal_and_check_in",
        E.CHECKED_IN: BESIDE_NOTES + "a_note_is_written_with_its_day_tags_goal_and_check_in",
    },
    "client.looking.settle": {E.SHARE_STOPPED: STOPPING + "what_is_still_open_is_kept_or_made_private_one_by_one"},
    "client.measures.delete": {E.MEASURE_DELETED: QUESTIONNAIRES + "deleted_it_is_gone_at_once"},
    "client.measures.keep": {
        E.MEASURE_TAKEN: QUESTIONNAIRES + "answers_lead_to_what_they_add_up_to",
        E.SIGNAL_RAISED: MARKS_THAT_WAIT
        + "where_answers_open_by_themselves_the_form_says_so_before_and_the_mark_is_there_at_once",
    },
    "client.mood.change": {E.CHECKIN_CHANGED: CHECK_IN_WORDS + "one_tap_is_kept_and_words_can_follow"},
    "client.mood.check_in": {E.CHECKED_IN: CHECK_IN_WORDS + "one_very_low_check_in_brings_no_card"},
    "client.mood.remove": {E.CHECKIN_REMOVED: CHECK_IN_WORDS + "taking_one_away_needs_one_button_and_is_for_good"},
    "client.mood.write": {E.CHECKED_IN: CHECK_IN_WORDS + "a_form_sent_twice_is_one_check_in"},
    "client.pausing.pause": {
        E.PAUSED: CONSENT_PAUSING + "pausing_and_resuming_through_the_pages",
        E.PERSON_STOPPED: CONSENT_PAUSING + "pausing_and_resuming_through_the_pages",
    },
    "client.pausing.resume": {
        E.SHARED: CONSENT_PAUSING + "pausing_and_resuming_through_the_pages",
        E.STREAM_GIVEN: CONSENT_ANSWERS + "the_form_of_an_answer_says_who_reads_it_and_one_tap_keeps_it_private",
    },
    "client.people.end": {E.TRUST_ENDED: GUEST + "from_the_clients_page_to_the_first_answer_without_script"},
    "client.people.invite": {E.TRUST_GIVEN: GUEST + "from_the_clients_page_to_the_first_answer_without_script"},
    "client.people.renew": {E.PERSON_INVITED: ROUTES + "every_route_answers_each_person_as_the_policy_says[ana]"},
    "client.receipts.paper": {E.FILE_ASKED: RECEIPT_PAGES + "the_pdf_holds_every_receipt_and_the_head"},
    "client.reminders.end": {E.REMINDER_ENDED: REMINDING + "one_is_set_and_ended"},
    "client.reminders.keep": {E.REMINDER_SET: REMINDING + "mail_is_offered_to_who_gets_any"},
    "client.resources.mark": {E.CARD_KEPT: STEADY_PAGES + "something_is_saved_found_again_and_finished"},
    "client.sharing.open_now": {E.SHARED: SHARING + "what_was_on_the_page_is_shared_and_not_what_was_written_since"},
    "client.sharing.share": {
        E.SHARED: NEXT_SESSION + "what_is_shared_until_our_session_ends_at_ones_own_midnight_after_it",
        E.SIGNAL_RAISED: MARKS_THAT_WAIT + "from_the_preview_to_the_cover_everybody_reads_just_what_is_theirs",
    },
    "client.sharing.stop": {E.SHARE_STOPPED: STOPPING + "somebody_who_left_can_still_be_stopped"},
    "client.sharing.stop_person": {E.PERSON_STOPPED: STOPPING + "everything_is_stopped_for_a_person_with_one_tap"},
    "client.sharing.undo": {
        E.SHARE_UNDONE: PREVIEWS + "what_goes_along_is_taken_back_together_named_on_receipts_and_has_a_badge"
    },
    "client.signals.ask": {E.SIGNAL_RAISED: MARKS_THAT_WAIT + "a_client_asks_on_the_page_of_a_thing_and_takes_it_back"},
    "client.signals.take_back": {
        E.SIGNAL_TAKEN_BACK: MARKS_THAT_WAIT + "a_client_asks_on_the_page_of_a_thing_and_takes_it_back"
    },
    "client.steady.keep_care": {
        E.CARD_KEPT: STEADY_PAGES + "picks_are_ticked_when_one_comes_back_and_made_up_ones_are_dropped"
    },
    "client.steady.keep_coping": {E.CARD_KEPT: STEADY_PAGES + "a_card_is_written_and_stands_on_the_steady_page"},
    "client.steady.keep_safety": {
        E.CARD_KEPT: STEADY_PAGES + "the_plan_for_safety_is_a_form_first_and_then_one_page_to_print"
    },
    "client.streams.end": {E.STREAM_ENDED: CONSENT_STREAMS + "through_the_pages_with_nothing_ticked_beforehand"},
    "client.streams.give": {E.STREAM_GIVEN: CONSENT_STREAMS + "through_the_pages_with_nothing_ticked_beforehand"},
}
NOTHING = {
    "client.conversation.answer": ANSWERS,
    "client.imports.take": ON_THE_WAY,
    "client.journal.change_layout": OWN,
    "client.journal.make_layout": OWN,
    "client.journal.pin": OWN,
    "client.journal.remove_layout": OWN,
    "client.journal.search": LOOKS,
    "client.looking.looked": OWN,
    "client.measures.aside": OWN,
    "client.measures.back": OWN,
    "client.mood.forget": OWN,
    "client.mood.put_away": OWN,
    "client.pausing.let_it_be": OWN,
    "client.prompts.add": BOOK,
    "client.prompts.aside": BOOK,
    "client.prompts.back": BOOK,
    "client.prompts.change": BOOK,
    "client.prompts.choose": BOOK,
    "client.prompts.helped": BOOK,
    "client.prompts.later": BOOK,
    "client.prompts.refuse": BOOK,
    "client.prompts.remove": BOOK,
}
