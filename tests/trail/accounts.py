"""Signing in, one's own account, the set-up."""

from portal.domain.audit import Event

E = Event
HANDING_BACK = "doors/test_handing_back.py::test_"
ROUTES = "access/test_routes.py::test_"
AGAIN = "doors/test_again.py::test_"
BACK_IN = "doors/test_back_in.py::test_"
DEVICES = "doors/test_devices.py::test_"
JOINING = "doors/test_joining.py::test_"
LEAVING = "doors/test_leaving.py::test_"
MY_SETTINGS = "doors/test_my_settings.py::test_"
SECOND_STEP = "doors/test_second_step.py::test_"
SET_UP = "doors/test_set_up.py::test_"
SIGNED_IN = "doors/test_signed_in.py::test_"
SIGNING_IN = "doors/test_signing_in.py::test_"

ASKS = "It asks for a question to be signed by a passkey; the answer to it is written down."
BROWSER = (
    "This browser forgets what it was waiting for; what was asked and agreed stays written down, and ends by itself."
)
CALLED = "What others call somebody, and their own clock: an admin sees the name as it is."
LIFE = "A sign that somebody is there; the session is a row already."
LOOK_OF_PAGES = "How pages look to one person."
NOTICE = "A notice is put away; what it told of is written down."
OFFER = "An offer is put aside; a second step that is made or taken away is written down."
ON_THE_WAY = "A step on the way; the act at its end is written down."
TYPING = "What is being typed, for its writer alone; what is kept in the end is written down."

WRITES = {
    "account.back_in.hasten": {
        E.BACK_IN_HASTENED: HANDING_BACK + "a_code_of_ones_own_app_takes_the_place_of_two_days",
        E.SIGN_IN_FAILED: HANDING_BACK + "a_code_of_ones_own_app_takes_the_place_of_two_days",
    },
    "account.closed.reopen": {
        E.REUNITED: BACK_IN + "a_client_begins_anew_and_opens_it_all_with_the_code_of_before",
        E.SIGN_IN_FAILED: BACK_IN + "a_client_begins_anew_and_opens_it_all_with_the_code_of_before",
    },
    "account.returned.ask": {
        E.HAND_BACK_ASKED: HANDING_BACK + "what_others_have_open_is_asked_for_handed_back_and_kept"
    },
    "account.returned.keep": {E.TAKEN_UP: HANDING_BACK + "what_others_have_open_is_asked_for_handed_back_and_kept"},
    "account.again.prove": {
        E.PROVED_AGAIN: AGAIN + "it_leads_nowhere_else",
        E.SIGN_IN_FAILED: AGAIN + "a_form_waits_with_every_word_and_goes_on_as_it_was",
    },
    "account.back_in.ask": {
        E.BACK_IN_ASKED: BACK_IN + "an_officer_who_cannot_sign_in_uses_the_kit_in_the_browser_that_waits"
    },
    "account.back_in.enter_code": {
        E.RECOVERY_CODE_MADE: BACK_IN + "a_recovery_code_opens_the_account_and_a_new_one_takes_its_place",
        E.SIGN_IN_FAILED: BACK_IN + "nothing_tells_whether_a_name_exists",
        E.SIGNED_IN: BACK_IN + "a_recovery_code_opens_the_account_and_a_new_one_takes_its_place",
        E.RECOVERY_CODE_USED: BACK_IN + "a_recovery_code_opens_the_account_and_a_new_one_takes_its_place",
    },
    "account.back_in.go_on": {
        E.BEGUN_ANEW: HANDING_BACK + "what_others_have_open_is_asked_for_handed_back_and_kept",
        E.RECOVERY_CODE_MADE: BACK_IN + "a_client_is_helped_back_in_by_two_officers_and_told_on_every_page",
        E.SIGNED_IN: BACK_IN + "a_client_is_helped_back_in_by_two_officers_and_told_on_every_page",
        E.BACK_IN_USED: BACK_IN + "a_client_is_helped_back_in_by_two_officers_and_told_on_every_page",
    },
    "account.back_in.with_kit": {
        E.BACK_IN_AGREED: BACK_IN + "an_officer_who_cannot_sign_in_uses_the_kit_in_the_browser_that_waits"
    },
    "account.contact.keep": {E.CONTACT_CHANGED: MY_SETTINGS + "contact_is_chosen_and_staff_see_only_its_name"},
    "account.devices.leave": {E.SIGNED_OUT: MY_SETTINGS + "devices_are_named_by_their_times_and_signed_out_one_by_one"},
    "account.factors.add_app": {
        E.SPARE_CODES_MADE: SET_UP + "markup_in_names_is_shown_as_it_was_typed",
        E.FACTOR_ADDED: SET_UP + "markup_in_names_is_shown_as_it_was_typed",
    },
    "account.factors.add_passkey": {
        E.FACTOR_ADDED: SECOND_STEP + "where_a_practice_wants_passkeys_an_app_is_not_enough"
    },
    "account.factors.codes": {E.SPARE_CODES_MADE: ROUTES + "every_route_answers_each_person_as_the_policy_says[mara]"},
    "account.factors.remove": {E.FACTOR_REMOVED: SECOND_STEP + "a_client_may_have_one_and_take_it_away"},
    "account.invitations.join": {
        E.CODE_FAILED: JOINING + "the_form_sent_with_another_code_opens_nothing",
        E.PERSON_JOINED: JOINING + "somebody_signed_in_can_open_a_link_without_losing_anything",
        E.SIGNED_IN: JOINING + "somebody_signed_in_can_open_a_link_without_losing_anything",
        E.NEW_DEVICE: JOINING + "sent_twice_it_leads_to_the_same_place",
    },
    "account.invitations.look": {E.CODE_FAILED: JOINING + "a_wrong_code_says_how_many_tries_are_left"},
    "account.leave.now": {
        E.SIGNED_OUT: LEAVING + "leaving_ends_the_session_and_clears_the_browser_and_goes_to_a_page_that_tells_nothing"
    },
    "account.password.change": {
        E.KEYS_RENEWED: DEVICES + "another_password_ends_every_other_session_and_old_cookies_are_nobodys",
        E.PASSWORD_CHANGED: DEVICES + "another_password_ends_every_other_session_and_old_cookies_are_nobodys",
        E.SIGN_IN_FAILED: DEVICES + "another_password_ends_every_other_session_and_old_cookies_are_nobodys",
        E.SIGNED_IN: DEVICES + "another_password_ends_every_other_session_and_old_cookies_are_nobodys",
    },
    "account.second.enter": {
        E.SIGNED_IN: AGAIN + "it_leads_nowhere_else",
        E.NEW_DEVICE: DEVICES + "staff_are_told_by_mail_too",
        E.SPARE_CODE_USED: SECOND_STEP + "a_code_on_paper_opens_it_once",
        E.FACTOR_REFUSED: DEVICES + "staff_are_told_by_mail_too",
    },
    "account.sessions.leave_everywhere": {
        E.SIGNED_OUT_EVERYWHERE: SIGNED_IN + "signing_out_everywhere_ends_every_browser"
    },
    "account.setup.admin": {
        E.SIGNED_IN: SET_UP + "whoever_runs_it_may_be_the_first_therapist_too",
        E.PRACTICE_SET_UP: SET_UP + "whoever_runs_it_may_be_the_first_therapist_too",
        E.OFFICER_MADE: SET_UP + "whoever_runs_it_may_be_the_first_therapist_too",
    },
    "account.setup.made_up": {
        E.PRACTICE_SET_UP: SET_UP + "a_made_up_practice_comes_first_or_beside_says_so_and_goes_by_one_click"
    },
    "account.signin.enter": {
        E.SIGNED_OUT: DEVICES + "signing_out_leaves_a_browser_known_and_leave_does_not",
        E.SIGN_IN_FAILED: SIGNING_IN + "what_was_typed_stays_but_for_the_password",
        E.SIGNED_IN: DEVICES + "signing_out_leaves_a_browser_known_and_leave_does_not",
        E.NEW_DEVICE: DEVICES + "signing_out_leaves_a_browser_known_and_leave_does_not",
    },
    "account.signin.leave": {E.SIGNED_OUT: DEVICES + "signing_out_leaves_a_browser_known_and_leave_does_not"},
    "account.start.agree": {E.AGREED: JOINING + "a_client_joins_with_link_and_code_and_lands_in_their_room"},
    "account.start.code": {
        E.RECOVERY_CODE_MADE: BACK_IN + "a_recovery_code_opens_the_account_and_a_new_one_takes_its_place"
    },
    "account.way_back.choose": {
        E.SIGN_IN_FAILED: BACK_IN + "a_client_chooses_only_me_and_back_with_nothing_ticked_beforehand",
        E.SIGNED_IN: BACK_IN + "a_client_chooses_only_me_and_back_with_nothing_ticked_beforehand",
        E.HELP_CHOSEN: BACK_IN + "a_client_chooses_only_me_and_back_with_nothing_ticked_beforehand",
        E.ONLY_ME_CHOSEN: BACK_IN + "a_client_chooses_only_me_and_back_with_nothing_ticked_beforehand",
    },
    "account.way_back.code": {E.RECOVERY_CODE_MADE: ROUTES + "every_route_answers_each_person_as_the_policy_says[ana]"},
    "account.way_back.stop": {
        E.BACK_IN_STOPPED: BACK_IN + "stopping_it_on_any_page_ends_it_for_the_browser_that_waits"
    },
}
NOTHING = {
    "account.again.ask": ASKS,
    "account.back_in.give_up": BROWSER,
    "account.devices.was_me": NOTICE,
    "account.drafts.drop": TYPING,
    "account.drafts.save": TYPING,
    "account.factors.ask": ASKS,
    "account.factors.end_offer": OFFER,
    "account.me.keep": CALLED,
    "account.language.speak": "It changes what language pages are in, in one browser, until that is closed.",
    "account.preferences.keep": LOOK_OF_PAGES,
    "account.second.ask": ASKS,
    "account.sessions.stay": LIFE,
    "account.setup.done": ON_THE_WAY,
    "account.setup.practice": ON_THE_WAY,
    "account.setup.who": ON_THE_WAY,
}
