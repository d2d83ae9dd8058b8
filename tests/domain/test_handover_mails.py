"""Mails about a move: the client is told that something waits, the next therapist that somebody came; nothing more."""

import pytest

from tests.domain.test_mail import choose, deliver
from tests.handover_stories import answer, ask, there

__all__ = ["there"]


@pytest.mark.parametrize("choice", ["all", "nothing"])
def test_a_question_and_its_answer_are_one_neutral_mail_each_whatever_the_answer_was(there, box, choice):
    choose(there.ana, address="ana@example.org")
    for therapist in (there.idris, there.mara):
        choose(therapist, address="them@example.org")
    ask(there)
    deliver(there.ana)
    assert [to for _, to, _ in box.letters] == [["ana@example.org"]], "nobody comes to a therapist before the answer"
    answer(there, choice)
    deliver(there.ana)
    assert [to for _, to, _ in box.letters] == [["ana@example.org"], ["them@example.org"]]
    for _, _, message in box.letters:
        assert message["Subject"] == "Something new for you"
        text = "There is something new for you. You find it when you next sign in."
        assert message.get_content().split("\n\n")[0].replace("\n", " ").strip() == text


def test_whoever_gets_no_mail_gets_none_about_a_move(there, box):
    ask(there)
    answer(there, "all")
    deliver(there.ana)
    assert box.letters == []
