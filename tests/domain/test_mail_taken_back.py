"""What is taken back before it opens leaves no trace with its reader: no mail either, and none that waits."""

import pytest

from portal.core.clock import now
from portal.domain import consent, mail
from tests.acts import at_work, write
from tests.domain.test_mail import choose, deliver, rows
from tests.summary_stories import here

WAYS = {
    "undone": lambda sam, thing_id, mara: consent.undo(sam, thing_id, mara.person_id),
    "stopped": lambda sam, thing_id, mara: consent.stop(sam, thing_id, mara.person_id),
    "all of it stopped": lambda sam, thing_id, mara: consent.stop_person(sam, mara.person_id),
    "paused": lambda sam, _thing_id, _mara: consent.pause(sam),
}


def share_in_a_while(sam, mara):
    entry_id = write(sam)
    with at_work(sam):
        consent.share(sam, entry_id, mara.person_id, opens_at=consent.after_hold())
    return entry_id


@pytest.mark.parametrize("take_back", WAYS.values(), ids=WAYS)
def test_what_is_taken_back_before_it_opens_leaves_no_mail_that_waits(sam, mara, box, take_back):
    choose(mara)
    entry_id = share_in_a_while(sam, mara)
    assert here(mara, mail.standing, mara).waits
    here(sam, take_back, sam, entry_id, mara)
    assert rows(mara) == []
    assert not here(mara, mail.standing, mara).waits
    assert deliver(mara) == []
    assert box.letters == []


def test_another_reason_for_the_same_mail_keeps_it(sam, mara, box):
    choose(mara)
    first, _second = share_in_a_while(sam, mara), share_in_a_while(sam, mara)
    here(sam, consent.undo, sam, first, mara.person_id)
    assert here(mara, mail.standing, mara).waits
    [message] = rows(mara)
    assert message.not_before > now()
