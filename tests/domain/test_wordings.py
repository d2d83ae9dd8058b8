"""A practice's own words for consent: added and never changed, and held word for word by the receipt."""

from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import ProgrammingError

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import speaking
from portal.domain import consent, receipts, settings, wordings
from portal.domain.wordings import JOINING, SHARING
from portal.models.vault import Grant
from portal.models.wordings import Agreement, Wording
from tests.acts import at_once, at_work
from tests.cast import add_person, found_practice


def written(admin, page, words, seen=0, language="en"):
    with at_work(admin):
        return wordings.write(admin, page, language, words, seen)


def standing(reader, language, page=SHARING):
    """What somebody who reads this language sees; only the words."""
    with at_work(reader), speaking(language):
        found = wordings.standing(reader, page)
        return found and (found.language, found.words)


def test_a_version_is_added_and_the_one_before_stays_as_it_was(cast):
    first = written(cast.olga, SHARING, "  Mara reads on Mondays.\r\n\r\n")
    assert (first.number, first.words) == (1, "Mara reads on Mondays.")
    assert written(cast.olga, SHARING, "Mara reads on Mondays.", 1) == first  # the same again is none
    second = written(cast.olga, SHARING, "Mara reads on Fridays.", 1)
    written(cast.olga, SHARING, "", 2)
    with at_work(cast.olga):
        told = [(one.version.number, one.version.words, one.by) for one in wordings.versions(cast.olga, SHARING, "en")]
        assert told == [(3, "", "Olga"), (2, second.words, "Olga"), (1, first.words, "Olga")]
        assert wordings.standing(cast.ana, SHARING) is None
        assert wordings.seen(cast.ana, first.id, SHARING) == first
        with pytest.raises(NotFound):
            wordings.seen(cast.ana, first.id, JOINING)


def test_each_language_has_versions_of_its_own_and_who_reads_another_one_gets_the_practice_s_first(cast):
    assert standing(cast.ana, "de") is None
    first = written(cast.olga, SHARING, "Mara reads on Mondays.")
    assert standing(cast.ana, "de") == ("en", "Mara reads on Mondays.")
    german = written(cast.olga, SHARING, "Mara liest montags.", language="de")
    assert (german.number, german.language) == (1, "de")
    written(cast.olga, SHARING, "Mara liest freitags.", 1, "de")
    with pytest.raises(Conflict):
        written(cast.olga, SHARING, "Mara liest nie.", 1, "de")
    with pytest.raises(NotFound):
        written(cast.olga, SHARING, "maH.", language="tlh")
    with at_work(cast.olga):
        told = [(one.version.number, one.version.words) for one in wordings.versions(cast.olga, SHARING, "de")]
        assert told == [(2, "Mara liest freitags."), (1, "Mara liest montags.")]
        assert wordings.in_each(cast.olga, SHARING)["en"] == first
    assert standing(cast.ana, "de") == ("de", "Mara liest freitags.")
    assert standing(cast.ana, "en") == ("en", "Mara reads on Mondays.")
    with at_work(cast.ana):  # read before somebody switched, and before there was another
        assert wordings.seen(cast.ana, german.id, SHARING) == german
    written(cast.olga, SHARING, "", 2, "de")
    assert standing(cast.ana, "de") == ("en", "Mara reads on Mondays.")


def test_words_in_a_language_put_away_stay_and_are_read_only_while_there_are_no_others(cast):
    written(cast.olga, SHARING, "Mara liest montags.", language="de")
    for offered, stands in ((("en",), ["en", "de"]), (("de", "en"), ["de", "en"])):
        with at_work(cast.olga):
            settings.keep(cast.olga, settings.here().version, languages=offered)
            assert list(wordings.in_each(cast.olga, SHARING)) == stands
        assert standing(cast.ana, "en") == ("de", "Mara liest montags.")
    with at_work(cast.olga):
        settings.keep(cast.olga, settings.here().version, languages=("en",))
    written(cast.olga, SHARING, "Mara reads on Mondays.")
    assert standing(cast.ana, "en") == ("en", "Mara reads on Mondays.")
    written(cast.olga, SHARING, "", 1, "de")  # it can be emptied, and is then no more
    with at_work(cast.olga):
        assert list(wordings.in_each(cast.olga, SHARING)) == ["en"]


def test_of_two_admins_at_the_same_moment_one_is_told_and_another_language_is_not_in_their_way(cast, house):
    problems = at_once(house, lambda: written(cast.olga, SHARING, str(uuid4()), language="de"))
    assert [type(problem) for problem in problems] == [Conflict]
    assert written(cast.olga, SHARING, "Mara reads on Mondays.").number == 1


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
    own = written(cast.olga, SHARING, "Mara liest montags.\nSie antwortet im Termin.", language="de")
    with at_work(cast.ana):
        said = wordings.with_own(consent.WORDING, own)
        consent.share(cast.ana, cast.private_id, cast.mara.person_id, wording=said)
    written(cast.olga, SHARING, "Mara liest freitags.", 1, "de")
    with at_work(cast.ana):
        assert said in db.session.scalars(select(Grant.wording)).all()
        newest = receipts.index(cast.ana).receipts[0]
    assert newest.wording.id == said
    assert newest.wording.good_to_know[-2:] == newest.wording.own == own.lines
    assert (newest.wording.language, newest.wording.own_language) == ("en", "de")
    assert newest.wording.ours + newest.wording.own == newest.wording.good_to_know
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
        assert wordings.versions(other, SHARING, "en") == []
        with pytest.raises(NotFound):
            wordings.seen(other, own.id, SHARING)
