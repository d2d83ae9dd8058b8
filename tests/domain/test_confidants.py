"""Someone you trust: invited by the client, limited, ended without a word; and their one short answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import confidants, consent, goals, invitations, measures, sessions, vault
from portal.models.confidants import Trust
from portal.models.people import Invitation, Person
from tests.acts import also_trusts, at_work, audience, read_by, share, trust, write
from tests.cast import add_person
from tests.domain import slips


def invite(client, name="Jo", **more):
    with at_work(client):
        return confidants.invite(client, name, **more)


def shelf(friend):
    with at_work(friend):
        return [header.id for header in consent.shelf(friend).headers]


def answers(actor, thing_id):
    with at_work(actor):
        return [(answer.by, answer.words) for answer in consent.answers(actor, [thing_id])]


# ------------------------------------------------------------------ inviting


def test_an_invitation_makes_a_small_account_that_holds_nothing(sam):
    slip = invite(sam)
    with at_work(sam):
        (one,) = confidants.trusted(sam)
        assert (one.id, one.name, one.days, one.has_joined) == (slip.person_id, "Jo", 14, False)
        assert invitations.stands(slip.token)
        person = db.session.scalars(select(Person).where(Person.id == slip.person_id)).one()
        assert person.sign_in_name.startswith("jo-"), "made up, so that nobody learns who has an account"


def test_the_form_sent_twice_invites_one_person_and_the_second_slip_counts(sam):
    person_id = uuid4()
    first, second = (invite(sam, person_id=person_id) for _ in range(2))
    assert first.person_id == second.person_id
    with at_work(sam):
        assert len(confidants.trusted(sam)) == 1
        assert [invitations.stands(slip.token) for slip in (first, second)] == [False, True]


def test_the_office_neither_renews_nor_ends_the_invitation_of_somebody_a_client_trusts(sam):
    slip, olga = invite(sam), add_person(sam.practice_id, "Olga", Role.ADMIN)
    for act in (
        lambda: invitations.renew(olga, slip.person_id),
        lambda: invitations.print_new(olga, [slip.person_id], uuid4()),
        lambda: invitations.expire(olga, slip.person_id),
        lambda: invitations.withdraw(olga, slip.person_id),
    ):
        with at_work(olga), pytest.raises(NotFound):
            act()
    with at_work(sam):
        assert invitations.stands(slip.token)


def test_there_are_a_few_at_most(sam):
    for number in range(confidants.MOST):
        slip = invite(sam, f"Friend {number}")
    with pytest.raises(Invalid, match="3 people at a time"):
        invite(sam, "One more")
    with at_work(sam):
        confidants.end(sam, slip.person_id)
    assert invite(sam, "One more")


@pytest.mark.parametrize("days", [0, 8, 365])
def test_how_long_is_one_of_three(sam, days):
    with pytest.raises(Invalid):
        invite(sam, days=days)


def test_nobody_else_invites_renews_or_ends(cast):
    slip = invite(cast.ana)
    for who in (cast.mara, cast.olga):
        with at_work(who), pytest.raises(Forbidden):
            confidants.invite(who, "Jo")
    for who in (cast.ben, cast.foreign_client, cast.mara):
        for verb in (confidants.renew, confidants.end):
            with at_work(who), pytest.raises(NotFound):
                verb(who, slip.person_id)
        with at_work(who):
            assert confidants.trusted(who) == []
    with pytest.raises(NotFound):
        invite(cast.ben, person_id=slip.person_id)


# ------------------------------------------------------------------ what they are given


def test_what_is_opened_to_them_always_ends(sam):
    jo, entry_id = trust(sam), write(sam)
    with at_work(sam):
        latest = consent.until_end_of(sam, 14)
    for until in (None, now() + timedelta(days=90)):
        share(sam, entry_id, jo, until=until)
        assert [access.until for access in audience(sam, entry_id)] == [latest]
    assert shelf(jo) == [entry_id]
    with time_machine.travel(latest):
        assert shelf(jo) == []
        assert read_by(jo, entry_id) is None


def test_they_are_given_notes_and_goals_and_never_a_questionnaire(sam):
    jo = trust(sam)
    with at_work(sam):
        goal_id = goals.write(sam, goals.Words("Ask for ten minutes"))
        assert jo.person_id not in {one.id for one in consent.readers(sam, measures.KIND)}
    with at_work(sam):
        consent.share(sam, goal_id, jo.person_id)
    with at_work(jo):
        thing = consent.read_shared(jo, goal_id)
        assert (thing.kind, thing.shown.words.title) == ("goal", "Ask for ten minutes")


def test_one_friend_of_two_clients_has_both_and_ending_with_one_leaves_the_other(cast):
    jo, bens = trust(cast.ana), write(cast.ben, "Ben's.")
    also_trusts(cast.ben, jo)
    share(cast.ana, cast.private_id, jo)
    share(cast.ben, bens, jo)
    assert set(shelf(jo)) == {cast.private_id, bens}
    with at_work(cast.ana):
        confidants.end(cast.ana, jo.person_id)
    assert shelf(jo) == [bens]


# ------------------------------------------------------------------ ending


def test_ending_closes_everything_and_needs_no_key(sam):
    jo, entry_id = trust(sam), write(sam)
    share(sam, entry_id, jo)
    for _ in range(2):
        with at_work(sam):
            confidants.end(Actor(sam.person_id, sam.practice_id, Role.CLIENT), jo.person_id)
    assert read_by(jo, entry_id) is None
    assert audience(sam, entry_id) == ()
    with pytest.raises(NotFound):
        share(sam, entry_id, jo)


def test_an_invitation_that_was_not_used_ends_with_it(sam):
    slip = invite(sam)
    with at_work(sam):
        confidants.end(sam, slip.person_id)
    with at_work(sam):
        assert not invitations.stands(slip.token)
        assert db.session.scalar(select(Invitation)) is None


def test_a_consent_left_standing_by_mistake_opens_nothing_once_trust_has_ended(sam):
    """Either lock alone keeps them out: here the keys are still there, and the clause holds."""
    jo, entry_id = trust(sam), write(sam)
    share(sam, entry_id, jo)
    with at_work(sam):
        db.session.scalars(select(Trust)).one().ended_at = now()
    assert shelf(jo) == []
    assert read_by(jo, entry_id) is None


def test_whoever_is_locked_out_gets_a_new_link_from_the_client_and_has_what_was_open(cast):
    """Never while another client trusts them, too. The password of before opens nothing here any more."""
    jo, note = trust(cast.ana, "Jo"), write(cast.ana)
    share(cast.ana, note, jo)
    also_trusts(cast.ben, jo)
    other = write(cast.ben)
    share(cast.ben, other, jo)
    with at_work(cast.ben), pytest.raises(NotFound):
        confidants.let_back_in(cast.ben, cast.mara.person_id)
    with at_work(cast.ana), pytest.raises(NotFound):
        confidants.let_back_in(cast.ana, jo.person_id)
    assert read_by(jo, other), "nothing has ended for them"
    with at_work(cast.ben):
        confidants.end(cast.ben, jo.person_id)
    with at_work(cast.ana):
        slip = confidants.let_back_in(cast.ana, jo.person_id)
        assert [one.has_joined for one in confidants.trusted(cast.ana)] == [False]
    assert audience(cast.ana, note)
    cookie = slips.join(cast.ana, slip, name="Jo")
    with at_work(cast.ana):
        again = sessions.open_with(cookie).acting_as(Role.CONFIDANT)
        assert again.person_id == jo.person_id
        assert not any(vault.fsck().values())
    assert shelf(again) == [note]
    assert read_by(again, note)
    assert read_by(again, other) is None


def test_leaving_closes_everything_whoever_opened_it(cast):
    jo = trust(cast.ana)
    also_trusts(cast.ben, jo)
    share(cast.ana, cast.private_id, jo)
    with at_work(jo):
        confidants.leave(jo)
    assert shelf(jo) == []
    for client in (cast.ana, cast.ben):
        with at_work(client):
            assert confidants.trusted(client) == []


# ------------------------------------------------------------------ answering


def test_one_short_answer_reaches_the_client_alone(cast):
    jo = trust(cast.ana)
    share(cast.ana, cast.entry_id, jo)
    for words in ("  I am\nhere. ", "I am here."):
        with at_work(jo):
            consent.reply(jo, cast.entry_id, words)
    with at_work(jo), pytest.raises(Invalid, match="were not sent"):
        consent.reply(jo, cast.entry_id, "A second one.")
    for actor in (cast.ana, jo):
        assert answers(actor, cast.entry_id) == [("Jo Park", "I am here.")]
    for actor in (cast.ben, cast.mara, cast.olga, trust(cast.ana, "Kim")):
        assert answers(actor, cast.entry_id) == []
    with at_work(cast.ana):
        lines = [line.sentence.format(who=line.who, what=line.what) for line in consent.log(cast.ana).lines]
    assert lines == ["Jo Park answered “After we talked”"]


@pytest.mark.parametrize("words", ["", " \n ", "x" * 281, "a\x00b"])
def test_an_answer_is_a_line(sam, words):
    jo, entry_id = trust(sam), write(sam)
    share(sam, entry_id, jo)
    with at_work(jo), pytest.raises(Invalid):
        consent.reply(jo, entry_id, words)


def test_nobody_answers_or_puts_down_what_is_not_open_to_them(cast):
    jo = trust(cast.ana)
    for thing_id in (cast.private_id, uuid4()):
        with at_work(jo), pytest.raises(NotFound):
            consent.reply(jo, thing_id, "Hello.")
        with at_work(jo), pytest.raises(NotFound):
            consent.decline(jo, thing_id)


def test_what_is_put_down_is_closed_for_them_alone(cast):
    jo = trust(cast.ana)
    share(cast.ana, cast.entry_id, jo)
    with at_work(jo):
        consent.decline(jo, cast.entry_id)
    assert read_by(jo, cast.entry_id) is None
    assert read_by(cast.mara, cast.entry_id) == "We talked at last."
