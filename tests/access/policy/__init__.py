"""Who may use which route. A route that is not listed here fails the census, so nobody adds one without deciding.

`{...}` in a path is filled with ids that belong to Ana, Mara or their practice (`ids` in test_routes.py), so whoever is
refused is refused because of who they are, not because the thing does not exist.
"""

from tests.access.policy import client, doors, office, officer, operator, therapist
from tests.access.policy.who import ADMIN, ANYONE, CLIENT, CONFIDANT, OFFICER, OPERATOR, SIGNED_IN, THERAPIST

__all__ = ["ADMIN", "ANYONE", "CLIENT", "CONFIDANT", "OFFICER", "OPERATOR", "ROUTES", "SIGNED_IN", "THERAPIST"]

# endpoint: who may enter. Rows decide the rest: tests/access/test_rows.py.
ROUTES = {**doors.ROUTES, **operator.ROUTES, **office.ROUTES, **officer.ROUTES, **client.ROUTES, **therapist.ROUTES}
