"""Totals that somebody else states: to be found wherever they put them, and never believed over the answers."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

PLACES = ("valueInteger", "valueDecimal", "valueString", "valueQuantity")  # of a FHIR observation; all four are met


def total_in(observation: Mapping[str, Any]) -> float | None:
    """The number a FHIR R4 observation states, whichever way it was written; None where there is none.

    US Core writes the total of a questionnaire as a string, others as a whole number, a decimal or a quantity. Whether
    it is right says `scores.disagree`.
    """
    said = next((observation[place] for place in PLACES if place in observation), None)
    if isinstance(said, Mapping):
        said = said.get("value")
    if isinstance(said, bool) or not isinstance(said, (int, float, str)):
        return None
    try:
        number = float(said)
    except ValueError:
        return None
    return number if isfinite(number) else None
