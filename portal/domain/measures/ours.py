"""What our own questionnaires are about and what their lines are called, for whoever reads in another language.

The questions themselves are shown as they were published; these words about them are ours.
"""

from collections.abc import Mapping

from portal.core.language import lazy

_OURS: Mapping[str, str] = {
    "How things have been over the last week": lazy("How things have been over the last week"),
    "How the relationship feels to you": lazy("How the relationship feels to you"),
    "How the relationship feels to you, in four questions": lazy(
        "How the relationship feels to you, in four questions"
    ),
    "Worry and feeling on edge": lazy("Worry and feeling on edge"),
    "Strain over the past month": lazy("Strain over the past month"),
    "Strain over the past month, in six questions": lazy("Strain over the past month, in six questions"),
    "Two questions about low mood": lazy("Two questions about low mood"),
    "Low mood and what comes with it": lazy("Low mood and what comes with it"),
    "How you see yourself": lazy("How you see yourself"),
    "How well life has felt": lazy("How well life has felt"),
    "a line that is only descriptive": lazy("a line that is only descriptive"),
    "a second line in the same study": lazy("a second line in the same study"),
    "above the line at which a closer look is usually offered": lazy(
        "above the line at which a closer look is usually offered"
    ),
    "in which no more questions are usually asked": lazy("in which no more questions are usually asked"),
    "in which the longer questionnaire, PHQ-9, is usually offered": lazy(
        "in which the longer questionnaire, PHQ-9, is usually offered"
    ),
    "often called a low level": lazy("often called a low level"),
    "often called healthy": lazy("often called healthy"),
    "often called low, in which a talk about it is usually offered": lazy(
        "often called low, in which a talk about it is usually offered"
    ),
    "often called mild": lazy("often called mild"),
    "often called minimal": lazy("often called minimal"),
    "often called moderate to severe": lazy("often called moderate to severe"),
    "often called moderate": lazy("often called moderate"),
    "often called moderately severe": lazy("often called moderately severe"),
    "often called reduced": lazy("often called reduced"),
    "often called severe": lazy("often called severe"),
    "the line at or below which a closer look is usually offered": lazy(
        "the line at or below which a closer look is usually offered"
    ),
    "the line below which people in the study often spoke of distress in the relationship": lazy(
        "the line below which people in the study often spoke of distress in the relationship"
    ),
    "the lower of the two lines": lazy("the lower of the two lines"),
    "the point from which a closer look is usually offered": lazy(
        "the point from which a closer look is usually offered"
    ),
    "the point from which people in the study were more like those in treatment": lazy(
        "the point from which people in the study were more like those in treatment"
    ),
    "the point from which the longer questionnaire is usually offered": lazy(
        "the point from which the longer questionnaire is usually offered"
    ),
    "the point that services in England use": lazy("the point that services in England use"),
}


def as_read(words: str) -> str:
    """These words in the language of whoever reads, where they are ours; a practice's own stay as they are."""
    return _OURS.get(words, words)
