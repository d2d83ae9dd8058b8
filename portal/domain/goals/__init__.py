"""Goals: one's own words, small steps, and one's own eye on how far it is."""

from portal.domain.goals.attainment import t_score
from portal.domain.goals.deleting import delete_one, still_there
from portal.domain.goals.keeping import (
    NEAR,
    BothChanged,
    Goal,
    NextStep,
    edit,
    mine,
    next_step,
    read,
    stand,
    write,
)
from portal.domain.goals.looking import (
    RANGES,
    RATING_KIND,
    SCORES,
    Past,
    Rating,
    agree,
    is_scored,
    look,
    look_back,
    look_ids,
)
from portal.domain.goals.shared import Attained, Pursued, look_at
from portal.domain.goals.steps import add_step, move_step, remove_step, tick
from portal.domain.goals.words import ATTAINMENT, KIND, Hands, Levels, Reading, State, Step, Words

__all__ = [
    "ATTAINMENT",
    "KIND",
    "NEAR",
    "RANGES",
    "RATING_KIND",
    "SCORES",
    "Attained",
    "BothChanged",
    "Goal",
    "Hands",
    "Levels",
    "NextStep",
    "Past",
    "Pursued",
    "Rating",
    "Reading",
    "State",
    "Step",
    "Words",
    "add_step",
    "agree",
    "delete_one",
    "edit",
    "is_scored",
    "look",
    "look_at",
    "look_back",
    "look_ids",
    "mine",
    "move_step",
    "next_step",
    "read",
    "remove_step",
    "stand",
    "still_there",
    "t_score",
    "tick",
    "write",
]
