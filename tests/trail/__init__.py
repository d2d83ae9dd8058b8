"""Which event each route writes down when somebody uses it, and the test in which that is seen; or why there is none.

`tests/architecture/test_trail.py` wants a row for each route that changes something. `observer.py` listens while tests
of pages run: a test that is named here must make its route write its event, and no route writes what no row says.
"""

from tests.trail import accounts, client, doors, office, therapist

PARTS = (client, therapist, doors, accounts, office)
WRITES = {route: row for part in PARTS for route, row in part.WRITES.items()}  # by route: the test, by event
NOTHING = {route: why for part in PARTS for route, why in part.NOTHING.items()}  # by route
MAKE_UP = {"account.setup.made_up", "operators.practices.make_up"}  # a whole practice's life
SEEN_IN: dict = {}  # by test: what its requests must write down
for _route, _row in WRITES.items():
    for _what, _test in _row.items():
        SEEN_IN.setdefault(f"tests/{_test}", []).append((_route, _what))
