"""Faults about questions: whose book it is, who is asked, and what somebody who is afraid is shown."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "therapists see each other's questions",
        "portal/domain/access/__init__.py",
        "(Role.THERAPIST, Asked): all_of(on_my_caseload, author),\n    (Role.THERAPIST, Prompt): common_or_author,\n"
        "    (Role.THERAPIST, PromptWording)",
        "(Role.THERAPIST, Asked): on_my_caseload,\n    (Role.THERAPIST, Prompt): common_or_author,\n"
        "    (Role.THERAPIST, PromptWording)",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "somebody who is afraid is offered an open talk",
        "portal/domain/prompts/suggesting.py",
        "(question.risks == {ABUSE_RISK} and book.avoids_risk is False)",
        "(question.risks == {ABUSE_RISK})",
        f"tests/domain/test_prompts.py {QUICK}",
    ),
    Fault(
        "a former therapist's questions wait for the next assignment",
        "portal/domain/caseload/pairs.py",
        "        db.session.execute(standing.where(asked.ended_at.is_(None)).values(ended_at=now()))\n",
        "",
        f"tests/domain/test_prompts_asked.py {QUICK}",
    ),
    Fault(
        "of two windows with questions the slower wins silently",
        "portal/domain/prompts/answering.py",
        "        if kept.number != number:",
        "        if False:",
        f"tests/domain/test_prompts.py {QUICK}",
    ),
    Fault(
        "an answer is not noted",
        "client_app/journal/writing.py",
        "        prompts.answered(me(), found.question.id)\n",
        "        pass\n",
        f"tests/client_app/test_question_pages.py {QUICK}",
    ),
    Fault(
        "the address of a question is the same for everybody",
        "portal/domain/prompts/library.py",
        "replace(_said(question), id=uuid5(person_id, question.slug))",
        "replace(_said(question), id=question.id)",
        f"tests/client_app/test_question_pages.py {QUICK}",
    ),
]
