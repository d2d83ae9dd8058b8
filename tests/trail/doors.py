"""Operators, whoever somebody trusts, and the rest."""

from portal.domain.audit import Event

E = Event
HANDING_BACK = "doors/test_handing_back.py::test_"
OPERATOR_ROUTES = "access/test_operator_routes.py::test_"
GUEST = "doors/test_guest.py::test_"
OPERATOR_DOOR = "doors/test_operator_door.py::test_"

BY_WORKER = "The worker makes it, and writes it down when it is made."
JOBS = "A job goes back in line; what it does is written down when it is done."
NO_PRACTICE = "It belongs to no practice yet, or to none any more: it stands in the operators' own trail."
OPERATOR = "An operator's own session belongs to no practice: it stands in the operators' own trail, wrong tries too."

WRITES = {
    "guest.reading.hand_back": {
        E.HANDED_BACK: HANDING_BACK + "what_others_have_open_is_asked_for_handed_back_and_kept"
    },
    "guest.reading.decline": {E.DECLINED: GUEST + "putting_it_down_and_leaving"},
    "guest.reading.leave": {E.TRUST_LEFT: GUEST + "putting_it_down_and_leaving"},
    "guest.reading.reply": {
        E.REPLIED: GUEST + "from_the_clients_page_to_the_first_answer_without_script",
        E.OPENED: GUEST + "an_answer_that_cannot_be_sent_is_given_back",
    },
    "guest.reading.show": {E.OPENED: GUEST + "an_answer_that_cannot_be_sent_is_given_back"},
    "operators.practices.keep": {
        E.PRACTICE_STAYS: OPERATOR_DOOR + "while_a_removal_waits_everybody_reads_the_day_and_can_take_theirs_along"
    },
    "operators.practices.keep_host": {
        E.PRACTICE_HOST_SET: OPERATOR_DOOR
        + "what_changes_a_practice_asks_for_a_proof_and_then_leads_back_to_the_page_with_the_button"
    },
    "operators.practices.make_up": {
        E.PRACTICE_SET_UP: OPERATOR_ROUTES + "an_operator_has_their_pages_and_reads_nobodys_name_on_any"
    },
    "operators.practices.pause": {
        E.PRACTICE_PAUSED: OPERATOR_ROUTES + "an_operator_has_their_pages_and_reads_nobodys_name_on_any"
    },
    "operators.practices.remove": {
        E.PRACTICE_LEAVING: OPERATOR_DOOR
        + "what_changes_a_practice_asks_for_a_proof_and_then_leads_back_to_the_page_with_the_button"
    },
    "operators.practices.resume": {
        E.PRACTICE_RESUMED: OPERATOR_ROUTES + "an_operator_has_their_pages_and_reads_nobodys_name_on_any"
    },
}
NOTHING = {
    "operators.practices.archive": BY_WORKER,
    "operators.jobs.again": JOBS,
    "operators.practices.create": NO_PRACTICE,
    "operators.practices.remove_made_up": NO_PRACTICE,
    "operators.practices.take_back": NO_PRACTICE,
    "operators.signin.enter": OPERATOR,
    "operators.signin.leave": OPERATOR,
    "operators.signin.prove": OPERATOR,
}
