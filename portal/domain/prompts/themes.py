"""The themes that Harbour brings along, for whoever reads in another language."""

from collections.abc import Mapping

from portal.core.language import lazy

_OURS: Mapping[str, str] = {
    "Communication": lazy("Communication"),
    "How the two of you talk, and what gets lost on the way.": lazy(
        "How the two of you talk, and what gets lost on the way."
    ),
    "My needs and goals": lazy("My needs and goals"),
    "What I want and need, in my own words.": lazy("What I want and need, in my own words."),
    "My part, my growth": lazy("My part, my growth"),
    "What is in my hands, looked at without blame.": lazy("What is in my hands, looked at without blame."),
    "Boundaries": lazy("Boundaries"),
    "What I will do to look after myself, whatever the other person does.": lazy(
        "What I will do to look after myself, whatever the other person does."
    ),
    "Looking after myself": lazy("Looking after myself"),
    "Rest, body, small comforts, time of my own.": lazy("Rest, body, small comforts, time of my own."),
    "People and support": lazy("People and support"),
    "Who is there, and what I might ask of them.": lazy("Who is there, and what I might ask of them."),
    "Letting off steam": lazy("Letting off steam"),
    "Getting it out of my head and onto a page that nobody else opens.": lazy(
        "Getting it out of my head and onto a page that nobody else opens."
    ),
    "After an argument": lazy("After an argument"),
    "Making sense of it once things are quieter.": lazy("Making sense of it once things are quieter."),
    "Noticing the good": lazy("Noticing the good"),
    "What went well, however small.": lazy("What went well, however small."),
    "Coming back to the conversation": lazy("Coming back to the conversation"),
    "When a talk went nowhere, and may have another chance later.": lazy(
        "When a talk went nowhere, and may have another chance later."
    ),
}


def as_read(words: str) -> str:
    """Name or first line of a theme in the language of whoever reads, where it is ours."""
    return str(_OURS.get(words, words))
