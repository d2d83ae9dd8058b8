"""Words to tick at a check-in, written for this project.

They are kept as words, in the language they were ticked in, and said in that of whoever reads. Changing one here
changes no check-in.
"""

from portal.core.language import lazy
from portal.core.phrases import Phrases

FEELINGS: dict[str, tuple[str, ...]] = {
    lazy("Light"): (
        lazy("calm"),
        lazy("glad"),
        lazy("hopeful"),
        lazy("grateful"),
        lazy("relieved"),
        lazy("proud"),
        lazy("playful"),
    ),
    lazy("Close"): (
        lazy("loved"),
        lazy("understood"),
        lazy("safe"),
        lazy("tender"),
        lazy("welcome"),
    ),
    lazy("Awake"): (
        lazy("curious"),
        lazy("determined"),
        lazy("brave"),
        lazy("surprised"),
    ),
    lazy("Heavy"): (
        lazy("sad"),
        lazy("lonely"),
        lazy("hurt"),
        lazy("disappointed"),
        lazy("hopeless"),
        lazy("empty"),
        lazy("worn out"),
    ),
    lazy("Tense"): (
        lazy("worried"),
        lazy("afraid"),
        lazy("restless"),
        lazy("too much at once"),
        lazy("torn"),
        lazy("stuck"),
    ),
    lazy("Angry"): (
        lazy("angry"),
        lazy("annoyed"),
        lazy("bitter"),
        lazy("jealous"),
        lazy("let down"),
        lazy("not heard"),
    ),
    lazy("Turned inward"): (
        lazy("ashamed"),
        lazy("guilty"),
        lazy("unsure"),
        lazy("numb"),
        lazy("small"),
    ),
}
ACTIVITIES: tuple[str, ...] = (
    lazy("slept well"),
    lazy("slept badly"),
    lazy("moved"),
    lazy("outside"),
    lazy("ate well"),
    lazy("rested"),
    lazy("worked"),
    lazy("made something"),
    lazy("with friends"),
    lazy("with family"),
    lazy("time with my partner"),
    lazy("a good talk"),
    lazy("an argument"),
    lazy("alone"),
    lazy("screens"),
    lazy("music"),
)
OFFERED = Phrases([*sum(FEELINGS.values(), ()), *ACTIVITIES])  # in any language, whatever their case
