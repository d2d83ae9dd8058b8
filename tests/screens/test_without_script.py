"""Everything a client does between sessions, as one story in a real browser that runs no script.

Nobody types an address but the one of the invitation: all ways are links and buttons of the pages.
"""

import pytest

from portal.core.actor import Role
from portal.domain import caseload, invitations
from tests.cast import PASSWORD, add_person, found_practice
from tests.screens import story
from tests.summary_stories import here

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]


@pytest.fixture
def slip(served, lived_in):
    """What Sam was handed; Mara will look after Sam."""
    served.forget_jobs()
    with served.behind_the_pages():
        practice_id = found_practice("plain")
        olga = add_person(practice_id, "Olga", Role.ADMIN)
        mara = add_person(practice_id, "Mara", Role.THERAPIST, password=PASSWORD)
        slip = here(olga, invitations.invite, olga, "Sam", "sam@example.org", Role.CLIENT)
        here(olga, caseload.assign, olga, slip.person_id, mara.person_id)
    return slip


def test_everything_a_client_does_goes_without_script(arrive, served, slip):
    sam, jo = (arrive(java_script_enabled=False).page for _ in range(2))
    mara = arrive("plain", "mara@example.org", java_script_enabled=False).page
    mara.goto("/p/plain/desk/inbox")
    sam.goto(f"/p/plain/invited/{slip.token}")
    story.join(sam, slip.code, "Sam", story.SAMS)
    story.check_in(sam)
    story.write(sam)
    story.answer_a_question(sam)
    story.pursue_a_goal(sam)
    story.answer_a_questionnaire(sam)
    story.plan_a_conversation(sam)
    story.plan_for_safety(sam)
    story.plan_the_session(sam)
    story.share_after_second_thoughts(sam, mara)
    story.share_a_part(sam, mara)
    story.let_check_ins_open_by_themselves(sam)
    story.pause_and_go_on(sam, mara)
    story.ask_somebody_trusted(sam, jo)
    story.set_a_reminder(sam)
    story.bring_a_diary_along(sam)
    story.take_everything_along(sam, served)
    story.stop_sharing(sam, mara)
    story.delete_a_note_and_some_days(sam)
    story.close_the_account(sam)
