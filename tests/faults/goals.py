"""Faults about goals and agendas."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "the Enter key ticks a step",
        "client_app/templates/client/goals/_steps.html",
        '  <button class="vh" type="submit" tabindex="-1" aria-hidden="true"></button>\n',
        "",
        f"tests/client_app/test_goal_pages.py {QUICK}",
    ),
    Fault(
        "what is typed about something removed is kept as a draft that no page shows",
        "portal/domain/drafts.py",
        "and _is_gone(actor, form, about_id):",
        "and False:",
        f"tests/domain/test_drafts.py {QUICK}",
    ),
    Fault(
        "levels change after something was scored by them",
        "portal/domain/goals/looking.py",
        "    may_be = {newest + 1} if is_scored(actor, goal_id, newest) else {max(newest, 1)}",
        "    may_be = {max(newest, 1), newest + 1}",
        f"tests/domain/test_goals_looking.py {QUICK}",
    ),
    Fault(
        "a second window wins in silence over the words of a goal",
        "portal/domain/goals/keeping.py",
        "    if base is None or base.words != kept.words:",
        "    if False:",
        f"tests/domain/test_goals.py {QUICK}",
    ),
    Fault(
        "what was noted after a session lies under the key of the agenda",
        "portal/domain/agenda/after.py",
        "    return uuid5(agenda_id, AFTER_KIND)",
        "    return agenda_id",
        f"tests/domain/test_agenda.py {QUICK}",
    ),
    Fault(
        "two agendas are open at a time",
        "portal/domain/agenda/keeping.py",
        "    if not add_new(row):\n        return False",
        "    if not add_new(row):\n        return True",
        f"tests/domain/test_agenda.py {QUICK}",
    ),
    Fault(
        "the numbers of a deleted goal stay in the vault",
        "portal/domain/goals/deleting.py",
        "    vault.forget([goal_id, *look_ids(actor, goal_id)])",
        "    vault.forget([goal_id])",
        f"tests/domain/test_goals.py {QUICK}",
    ),
    Fault(
        "a button beside a pin loses what was typed in the box",
        "client_app/agenda/before.py",
        '    if "body" in request.form and form.validate():',
        "    if request.endpoint == WRITE and form.validate():",
        f"tests/client_app/test_agenda_pages.py {QUICK}",
    ),
]
