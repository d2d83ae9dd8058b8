"""The small steps of a goal: added, ticked, put in another order, taken off."""

from dataclasses import replace
from uuid import UUID, uuid4

from portal.core.actor import Actor
from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.core.text import line_taken
from portal.domain.accounts.zones import today_of
from portal.domain.goals.keeping import change
from portal.domain.goals.words import LONGEST_LINE, Reading, Step

MOST_STEPS = 30


def add_step(actor: Actor, goal_id: UUID, words: str, step_id: UUID | None = None, *, is_written: bool = True) -> UUID:
    """Put a small step at the end.

    Args:
        actor: the goal's writer, with keys.
        goal_id: the goal.
        words: up to 200 characters on one line.
        step_id: made when the form was shown: sent twice, it is one step, in its first words.
        is_written: as in `change`; False when it was typed, and another button than its own was pressed.

    Raises:
        Invalid: nothing in it, too long, or thirty steps are there already.
        NotFound: no such goal, or not theirs.
    """
    words, new_id = line_taken("step", words, LONGEST_LINE), step_id or uuid4()
    if not words:
        raise Invalid("step", _("There is nothing here yet. A few words are plenty."))

    def longer(text: Reading) -> Reading:
        if any(step.id == new_id for step in text.steps):
            return text
        if len(text.steps) >= MOST_STEPS:
            raise Invalid("step", _("There are %(most)s steps. Take one off, or begin a second goal.", most=MOST_STEPS))
        return replace(text, steps=(*text.steps, Step(new_id, words)))

    change(actor, goal_id, longer, is_written=is_written)
    return new_id


def tick(actor: Actor, goal_id: UUID, step_id: UUID, *, done: bool) -> None:
    """Mark a step as done today, or take that back. Pressed twice is pressed once; raises NotFound."""
    today = today_of(actor)

    def ticked(text: Reading) -> Reading:
        at = _place(text, step_id)
        step = text.steps[at]
        if (step.done_on is not None) == done:
            return text
        return _with(text, at, replace(step, done_on=today if done else None))

    change(actor, goal_id, ticked)


def move_step(actor: Actor, goal_id: UUID, step_id: UUID, *, earlier: bool) -> None:
    """Change places with the step before or after; at the end of the list nothing happens. Raises NotFound."""

    def moved(text: Reading) -> Reading:
        steps, at = list(text.steps), _place(text, step_id)
        to = max(0, at - 1) if earlier else min(len(steps) - 1, at + 1)
        steps[at], steps[to] = steps[to], steps[at]
        return replace(text, steps=tuple(steps))

    change(actor, goal_id, moved)


def remove_step(actor: Actor, goal_id: UUID, step_id: UUID) -> None:
    """Take a step off; one that is off already stays off. Raises NotFound for a goal that is not theirs."""
    change(actor, goal_id, lambda text: replace(text, steps=tuple(step for step in text.steps if step.id != step_id)))


def _place(text: Reading, step_id: UUID) -> int:
    for at, step in enumerate(text.steps):
        if step.id == step_id:
            return at
    raise NotFound(step_id)


def _with(text: Reading, at: int, step: Step) -> Reading:
    return replace(text, steps=(*text.steps[:at], step, *text.steps[at + 1 :]))
