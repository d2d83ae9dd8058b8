"""A practice's own words for consent: added and never changed, and held word for word by the receipt."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import ProgrammingError

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.domain import consent, receipts, wordings
from portal.domain.wordings import JOINING, SHARING
from portal.models.vault import Grant
from portal.models.wordings import Agreement, Wording
from tests.acts import at_work
from tests.cast import add_person, found_practice


def written(admin, page, words, seen=0):
    with at_work(admin):
        return wordings.write(admin, page, words, seen)


def test_a_version_is_added_and_the_one_before_stays_as_it_was(cast):
    first = written(cast.olga, SHARING, "  Mara reads on Mondays.\r\n\r\n")
    assert (first.number, first.words) == (1, "Mara reads on Mondays.")
    assert written(cast.olga, SHARING, "Mara reads on Mondays.", 1) == first  # the same again is none
    second = written(cast.olga, SHARING, "Mara reads on Fridays.", 1)
    written(cast.olga, SHARING, "", 2)
    with at_work(cast.olga):
        told = [(one.version.number, one.version.words, one.by) for one in wordings.versions(cast.olga, SHARING)]
        assert told == [(3, "", "Olga"), (2, second.words, "Olga"), (1, first.words, "Olga")]
        assert wordings.standing(cast.ana, SHARING) is None
        assert wordings.seen(cast.ana, first.id, SHARING) == first
        with pytest.raises(NotFound):
            wordings.seen(cast.ana, first.id, JOINING)


@pytest.mark.on("postgresql")
def test_the_application_cannot_change_a_version(cast):
    written(cast.olga, SHARING, "As it was.")
    with pytest.raises(ProgrammingError), unit_of_work(cast.olga.practice_id):
        db.session.execute(update(Wording).values(words="As it never was."))


def test_bad_words_an_old_page_and_others_are_refused(cast):
    written(cast.olga, SHARING, "One.")
    for words, problem in (("x" * 601, Invalid), ("a\0b", Invalid), ("\ud800", Invalid), ("Two.", Conflict)):
        with pytest.raises(problem):
            written(cast.olga, SHARING, words)
    for who, page, problem in ((cast.mara, SHARING, Forbidden), (cast.olga, "record", NotFound)):
        with pytest.raises(problem):
            written(who, page, "Two.", 1)


def test_a_consent_keeps_the_version_it_was_given_under_and_its_receipt_the_very_words(cast):
    own = written(cast.olga, SHARING, "Mara reads on Mondays.\nShe answers in the session.")
    with at_work(cast.ana):
        said = wordings.with_own(consent.WORDING, own)
        consent.share(cast.ana, cast.private_id, cast.mara.person_id, wording=said)
    written(cast.olga, SHARING, "Mara reads on Fridays.", 1)
    with at_work(cast.ana):
        assert said in db.session.scalars(select(Grant.wording)).all()
        newest = receipts.index(cast.ana).receipts[0]
    assert newest.wording.id == said
    assert newest.wording.good_to_know[-2:] == own.lines
    assert "This is not a way to get help quickly." in newest.wording.good_to_know


def test_agreeing_on_joining_is_one_act_with_one_receipt_and_shares_nothing(cast):
    own = written(cast.olga, JOINING, "We keep what the law asks for.")
    eve = add_person(cast.ana.practice_id, "Eve", Role.CLIENT)
    with at_work(eve):
        assert not wordings.is_asked(eve)  # who joined before there was a question is not asked
        wordings.ask_at_joining(eve)
    for _ in range(2):
        with at_work(eve):
            receipts.agree(eve, own.id)
    with at_work(eve):
        assert not wordings.is_asked(eve)
        [receipt] = receipts.index(eve).receipts
        assert db.session.scalars(select(Agreement.wording)).one() == receipt.wording.id
        assert db.session.scalars(select(Grant.id).where(Grant.wording == receipt.wording.id)).all() == []
    assert receipt.wording.good_to_know[-1] == "We keep what the law asks for."
    assert (receipt.act, receipt.to, receipt.consents, receipt.version) == ("agreed", "", (), None)
    assert receipt.signed
    assert "close the account" in receipt.stop


def test_one_practice_knows_nothing_of_the_words_of_another(cast):
    own = written(cast.olga, SHARING, "Ours.")
    other = add_person(found_practice("elm"), "Egon", Role.ADMIN)
    with at_work(other):
        assert wordings.versions(other, SHARING) == []
        with pytest.raises(NotFound):
            wordings.seen(other, own.id, SHARING)
