"""The operators' pages: endpoint, and who may enter. Under a practice's address there are none."""

from tests.access.policy.who import ANYONE, OPERATOR

PRACTICES = "index new create take_back make_up show pause resume keep_host archive archiving fetch removal remove keep"

OPEN = {f"operators.signin.{each}": ANYONE for each in ("show", "enter", "leave")}
ROUTES = {
    **OPEN,
    "operators.signin.again": OPERATOR,
    "operators.signin.prove": OPERATOR,
    **{f"operators.practices.{each}": OPERATOR for each in (*PRACTICES.split(), "remove_made_up")},
    "operators.health.show": OPERATOR,
    "operators.jobs.index": OPERATOR,
    "operators.jobs.again": OPERATOR,
    "operators.checks.show": OPERATOR,
    "operators.log.index": OPERATOR,
    "operators.reading.show": OPERATOR,
    "operators.releases.show": OPERATOR,
}
