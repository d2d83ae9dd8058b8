"""Operators: whoever runs the installation. They arrange practices and see that things run; nobody's key is theirs.

An operator belongs to no practice and is no person of one. Account, sessions and tries are the installation's own; the
second factor's seed is boxed under a key that only the password gives.
"""

from portal.domain.operators.coming_in import (
    REFUSED,
    OnDuty,
    end,
    is_seed,
    new_seed,
    on_duty,
    prove_again,
    seed_address,
    sign_in,
    sweep,
    touch,
)
from portal.domain.operators.setting_up import (
    COUNTRY,
    Step,
    Underway,
    answer,
    first_address,
    make_operator,
    new_operator_address,
    new_practice_address,
    set_up,
    settle,
    take_back,
    underway,
    waiting,
)

__all__ = [
    "COUNTRY",
    "REFUSED",
    "OnDuty",
    "Step",
    "Underway",
    "answer",
    "end",
    "first_address",
    "is_seed",
    "make_operator",
    "new_operator_address",
    "new_practice_address",
    "new_seed",
    "on_duty",
    "prove_again",
    "seed_address",
    "set_up",
    "settle",
    "sign_in",
    "sweep",
    "take_back",
    "touch",
    "underway",
    "waiting",
]
