"""The office, and the officers' room."""

from portal.domain.audit import Event

E = Event
HANDING_BACK = "doors/test_handing_back.py::test_"
ROUTES = "access/test_routes.py::test_"
ACCESS_REQUESTS = "doors/test_access_requests.py::test_"
ACTIVITY_LOG = "doors/test_activity_log.py::test_"
BACK_IN = "doors/test_back_in.py::test_"
BOARD = "doors/test_board.py::test_"
INVITING_FROM_A_LIST = "doors/test_inviting_from_a_list.py::test_"
JOINING = "doors/test_joining.py::test_"
LIBRARY = "doors/test_library.py::test_"
MAILED_INVITATIONS = "doors/test_mailed_invitations.py::test_"
OFFICE = "doors/test_office.py::test_"
OFFICERS_ROOM = "doors/test_officers_room.py::test_"
OWN_HELP_LINES = "doors/test_own_help_lines.py::test_"
PRACTICE_PAGES = "doors/test_practice_pages.py::test_"
RECORD_IN_AN_EMERGENCY = "doors/test_record_in_an_emergency.py::test_"
RETENTION_PAGES = "doors/test_retention_pages.py::test_"
SET_UP = "doors/test_set_up.py::test_"
MARKS_THAT_WAIT = "therapist_app/test_marks_that_wait.py::test_"

BY_WORKER = "The worker makes it, and writes it down when it is made."
GOES = "A file goes before its days are over; that it was made, and each fetching, is written down."
LISTS = "A list only its admin can open, until people are made of it, which is written down."
LOOKS = "It looks for something, or shows what an act would do; nothing is changed."
MAIL_TO_ONESELF = "A mail to oneself, to try the server; what became of it is on the page."
NO_PRACTICE = "It belongs to no practice yet, or to none any more, and so to no trail; the operators' pages show it."
OWN = "One's own order on one's own things, which nobody else sees: a line would tell only when somebody was here."

WRITES = {
    "officer.requests.begin_anew": {
        E.BACK_IN_AGREED: HANDING_BACK + "what_others_have_open_is_asked_for_handed_back_and_kept"
    },
    "admin.caseload.end": {
        E.CASELOAD_ENDED: BOARD + "a_move_is_a_page_that_says_what_happens_to_sharing_and_is_refused_in_words",
        E.PERSON_STOPPED: BOARD + "a_move_is_a_page_that_says_what_happens_to_sharing_and_is_refused_in_words",
    },
    "admin.caseload.keep_places": {
        E.PLACES_SET: BOARD + "a_row_says_days_places_and_clients_with_what_is_to_know_of_each"
    },
    "admin.caseload.take_on": {
        E.CASELOAD_ASSIGNED: BOARD + "whoever_waits_gets_a_first_therapist_and_the_second_admin_is_told"
    },
    "admin.disclosures.fetch": {
        E.DISCLOSURE_FETCHED: ACCESS_REQUESTS
        + "the_archive_holds_account_care_consents_and_log_and_nothing_private_or_of_others"
    },
    "admin.handovers.ask": {
        E.CASELOAD_ASSIGNED: BOARD + "a_move_at_once_needs_no_day_and_what_was_chosen_is_not_shown",
        E.CASELOAD_ENDED: BOARD + "a_move_at_once_needs_no_day_and_what_was_chosen_is_not_shown",
        E.PERSON_STOPPED: BOARD + "a_move_at_once_needs_no_day_and_what_was_chosen_is_not_shown",
        E.HANDOVER_ASKED: BOARD + "a_move_at_once_needs_no_day_and_what_was_chosen_is_not_shown",
    },
    "admin.handovers.ask_some": {
        E.CASELOAD_ASSIGNED: BOARD + "a_balance_is_found_by_one_rule_and_nothing_happens_before_it_is_ticked",
        E.HANDOVER_ASKED: BOARD + "a_balance_is_found_by_one_rule_and_nothing_happens_before_it_is_ticked",
    },
    "admin.handovers.leaving": {
        E.HANDOVER_ASKED: BOARD + "everybody_of_somebody_who_leaves_is_asked_with_one_letter_and_answers_alone"
    },
    "admin.handovers.take_back": {
        E.HANDOVER_TAKEN_BACK: BOARD + "a_move_is_a_page_that_says_what_happens_to_sharing_and_is_refused_in_words"
    },
    "admin.help.add": {
        E.HELP_LINE_ADDED: OWN_HELP_LINES + "an_admin_adds_a_line_and_everybody_at_this_door_sees_it_first"
    },
    "admin.help.keep_hours": {
        E.COVER_HOURS_SET: MARKS_THAT_WAIT + "the_practice_sets_the_hours_and_a_page_without_a_cover_promises_none"
    },
    "admin.help.remove": {E.HELP_LINE_REMOVED: OWN_HELP_LINES + "making_sure_and_removing_take_one_button"},
    "admin.help.verify": {E.HELP_LINE_CHECKED: OWN_HELP_LINES + "making_sure_and_removing_take_one_button"},
    "admin.invitations.create": {
        E.PERSON_INVITED: JOINING + "the_link_is_made_from_the_settings_and_not_from_the_browsers_word"
    },
    "admin.invitations.expire": {
        E.INVITATION_EXPIRED: INVITING_FROM_A_LIST + "an_invitation_is_ended_taken_back_or_printed_anew"
    },
    "admin.invitations.print_new": {
        E.PERSON_INVITED: INVITING_FROM_A_LIST + "an_invitation_is_ended_taken_back_or_printed_anew",
        E.SLIPS_PRINTED: INVITING_FROM_A_LIST + "an_invitation_is_ended_taken_back_or_printed_anew",
    },
    "admin.invitations.renew": {
        E.PERSON_INVITED: MAILED_INVITATIONS + "a_new_slip_is_mailed_too_and_the_old_mail_dies_with_its_link"
    },
    "admin.invitations.withdraw": {
        E.INVITATION_TAKEN_BACK: INVITING_FROM_A_LIST + "an_invitation_is_ended_taken_back_or_printed_anew"
    },
    "admin.kit.confirm": {
        E.KIT_CONFIRMED: SET_UP + "the_whole_way_from_the_printed_address_to_the_first_invitation",
        E.DRILL_DONE: SET_UP + "the_whole_way_from_the_printed_address_to_the_first_invitation",
    },
    "admin.kit.make": {E.KIT_MADE: SET_UP + "the_whole_way_from_the_printed_address_to_the_first_invitation"},
    "admin.kit.officer": {
        E.DRILL_DONE: BACK_IN + "an_officer_tries_both_ways_and_makes_a_new_kit",
        E.OFFICER_MADE: BACK_IN + "an_officer_tries_both_ways_and_makes_a_new_kit",
    },
    "admin.log.export": {E.LOG_EXPORTED: ACTIVITY_LOG + "the_lines_of_a_view_are_taken_as_a_file_and_the_log_says_so"},
    "admin.people.assign": {E.CASELOAD_ASSIGNED: OFFICE + "a_double_press_makes_one_assignment"},
    "admin.people.begin_role": {
        E.ROLE_BEGUN: INVITING_FROM_A_LIST + "a_colleague_gets_a_role_and_loses_it_and_the_reason_for_a_no_is_said"
    },
    "admin.people.end_role": {
        E.ROLE_ENDED: INVITING_FROM_A_LIST + "a_colleague_gets_a_role_and_loses_it_and_the_reason_for_a_no_is_said"
    },
    "admin.people.end_work": {
        E.ROLE_ENDED: INVITING_FROM_A_LIST + "a_colleague_gets_a_role_and_loses_it_and_the_reason_for_a_no_is_said"
    },
    "admin.practice.keep_colour": {
        E.SETTING_CHANGED: PRACTICE_PAGES + "a_colour_that_some_could_not_read_is_refused_with_the_nearest_that_all_can"
    },
    "admin.practice.keep_languages": {
        E.SETTING_CHANGED: "doors/test_whose_language.py::test_an_admin_says_which_languages_there_are"
    },
    "admin.practice.keep_leave": {
        E.SETTING_CHANGED: PRACTICE_PAGES + "leave_leads_where_the_practice_says_on_every_page_at_once"
    },
    "admin.practice.keep_name": {
        E.SETTING_CHANGED: PRACTICE_PAGES + "a_telling_word_needs_a_tick_and_an_old_address_leads_on"
    },
    "admin.practice.keep_retention": {
        E.SETTING_CHANGED: PRACTICE_PAGES + "two_admins_at_once_the_second_is_told_and_may_keep_theirs_after_a_look"
    },
    "admin.practice.keep_rhythm": {
        E.SETTING_CHANGED: PRACTICE_PAGES + "days_of_reading_hold_for_a_therapist_who_has_set_none"
    },
    "admin.practice.keep_signing_in": {
        E.SETTING_CHANGED: PRACTICE_PAGES + "how_people_sign_in_is_kept_for_the_practice"
    },
    "admin.practice.keep_wording": {
        E.WORDING_ADDED: PRACTICE_PAGES + "a_practice_words_what_clients_agree_to_and_sees_it_as_they_will"
    },
    "admin.record.answer": {
        E.EMERGENCY_ALLOWED: RECORD_IN_AN_EMERGENCY + "a_therapist_reads_on_today_who_can_read_their_own_notes",
        E.EMERGENCY_ENDED: ROUTES + "every_route_answers_each_person_as_the_policy_says[olga]",
        E.EMERGENCY_DECLINED: RECORD_IN_AN_EMERGENCY
        + "somebody_who_became_an_admin_yesterday_reads_who_answers_instead",
        E.EMERGENCY_NOTES_ALLOWED: RECORD_IN_AN_EMERGENCY + "a_therapist_reads_on_today_who_can_read_their_own_notes",
    },
    "admin.resources.add": {E.RESOURCE_KEPT: LIBRARY + "the_office_adds_and_takes_off"},
    "admin.resources.take_off": {E.RESOURCE_ENDED: LIBRARY + "the_office_adds_and_takes_off"},
    "admin.retention.ask_early": {
        E.ERASURE_ASKED: RETENTION_PAGES
        + "an_account_is_deleted_in_two_steps_stopped_and_kept_on_record_until_its_date"
    },
    "admin.retention.confirm_early": {
        E.RECORD_ERASED: RETENTION_PAGES
        + "an_account_is_deleted_in_two_steps_stopped_and_kept_on_record_until_its_date"
    },
    "admin.retention.delete": {
        E.CLIENT_DELETED: RETENTION_PAGES
        + "an_account_is_deleted_in_two_steps_stopped_and_kept_on_record_until_its_date"
    },
    "admin.retention.stop": {
        E.DELETION_STOPPED: RETENTION_PAGES
        + "an_account_is_deleted_in_two_steps_stopped_and_kept_on_record_until_its_date"
    },
    "admin.retention.stop_early": {
        E.ERASURE_STOPPED: RETENTION_PAGES
        + "an_account_is_deleted_in_two_steps_stopped_and_kept_on_record_until_its_date"
    },
    "admin.rosters.prepare": {
        E.ROSTER_PREPARED: INVITING_FROM_A_LIST + "one_tick_says_that_the_people_of_a_list_may_be_mailed"
    },
    "admin.rosters.send": {
        E.ROSTER_SENT: INVITING_FROM_A_LIST + "one_tick_says_that_the_people_of_a_list_may_be_mailed"
    },
    "admin.rosters.slips": {
        E.SLIPS_PRINTED: INVITING_FROM_A_LIST + "a_pasted_list_becomes_invitations_slips_and_a_report_and_goes_again"
    },
    "admin.rosters.undo": {
        E.ROSTER_UNDONE: INVITING_FROM_A_LIST + "one_tick_says_that_the_people_of_a_list_may_be_mailed"
    },
    "admin.sheets.fetch": {
        E.SLIPS_FETCHED: INVITING_FROM_A_LIST + "a_pasted_list_becomes_invitations_slips_and_a_report_and_goes_again"
    },
    "officer.kit.confirm": {
        E.KIT_CONFIRMED: BACK_IN + "an_officer_tries_both_ways_and_makes_a_new_kit",
        E.DRILL_DONE: BACK_IN + "an_officer_tries_both_ways_and_makes_a_new_kit",
    },
    "officer.kit.make": {E.KIT_MADE: BACK_IN + "an_officer_tries_both_ways_and_makes_a_new_kit"},
    "officer.kit.try_own": {E.DRILL_DONE: BACK_IN + "an_officer_tries_both_ways_and_makes_a_new_kit"},
    "officer.kit.try_paper": {E.DRILL_DONE: BACK_IN + "an_officer_tries_both_ways_and_makes_a_new_kit"},
    "officer.officers.end": {
        E.OFFICER_ENDED: OFFICERS_ROOM + "an_officer_lets_a_colleague_hold_the_key_and_the_last_one_stays"
    },
    "officer.officers.make": {
        E.OFFICER_MADE: OFFICERS_ROOM + "an_officer_lets_a_colleague_hold_the_key_and_the_last_one_stays"
    },
    "officer.record.answer": {E.EMERGENCY_ENDED: RECORD_IN_AN_EMERGENCY + "from_asking_to_reading_and_closing"},
    "officer.record.ask": {
        E.EMERGENCY_ASKED: RECORD_IN_AN_EMERGENCY + "a_therapist_reads_on_today_who_can_read_their_own_notes"
    },
    "officer.record.paper": {E.EMERGENCY_READ: RECORD_IN_AN_EMERGENCY + "from_asking_to_reading_and_closing"},
    "officer.record.read": {E.EMERGENCY_READ: RECORD_IN_AN_EMERGENCY + "from_asking_to_reading_and_closing"},
    "officer.requests.agree": {
        E.BACK_IN_AGREED: BACK_IN + "a_client_is_helped_back_in_by_two_officers_and_told_on_every_page",
        E.BACK_IN_SECONDED: BACK_IN + "a_client_is_helped_back_in_by_two_officers_and_told_on_every_page",
    },
    "officer.requests.stop": {E.BACK_IN_STOPPED: ROUTES + "every_route_answers_each_person_as_the_policy_says[tova]"},
}
NOTHING = {
    "admin.disclosures.make": BY_WORKER,
    "admin.disclosures.remove": GOES,
    "admin.begin.remove": NO_PRACTICE,
    "admin.caseload.find": LOOKS,
    "admin.log.find": LOOKS,
    "admin.people.find": LOOKS,
    "admin.practice.send_mail": MAIL_TO_ONESELF,
    "admin.retention.choose": LOOKS,
    "admin.rosters.choose": LISTS,
    "admin.rosters.forget": LISTS,
    "admin.rosters.mend": LISTS,
    "admin.rosters.take": LISTS,
    "admin.sheets.remove": OWN,
    "officer.record.find": LOOKS,
    "officer.requests.find": LOOKS,
}
