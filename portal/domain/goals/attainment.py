"""Goal attainment scaling: the T-score of several goals. For therapists; no client is shown one.

Kiresuk and Sherman (1968), Community Mental Health Journal 4, 443-453, with rho = 0.3. The formulas as printed in
Turner-Stokes (2009), Clinical Rehabilitation 23, 362-370, are wrong and were corrected by an erratum; this is the
corrected one.
"""

from collections.abc import Sequence
from math import sqrt

LOWEST, EXPECTED, HIGHEST = -2, 0, 2
RHO = 0.3  # how far goals of one person are thought to go together


def t_score(levels: Sequence[int], weights: Sequence[float] | None = None) -> float:
    """50 where, all in all, things went as expected; 10 is a standard deviation.

    T depends on how bold the levels were and on how many goals there are, so it compares nobody with anybody.

    Args:
        levels: of each goal, -2 to 2, 0 being what was expected.
        weights: of each goal, importance times difficulty, above 0; 1 unless given.

    Raises:
        ValueError: no goals, a level outside the scale, or weights that do not fit.
    """
    each = [1.0] * len(levels) if weights is None else list(weights)
    if not levels or len(each) != len(levels) or min(each) <= 0:
        raise ValueError("a T-score needs goals, and of each a weight above 0")
    if not all(LOWEST <= level <= HIGHEST for level in levels):
        raise ValueError("attainment goes from -2 to 2")
    weighted = sum(weight * level for weight, level in zip(each, levels, strict=True))
    spread = (1 - RHO) * sum(weight**2 for weight in each) + RHO * sum(each) ** 2
    return 50 + 10 * weighted / sqrt(spread)
