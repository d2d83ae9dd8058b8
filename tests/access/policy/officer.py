"""The officers' room: endpoint, and who may enter."""

from tests.access.policy.who import OFFICER

ROUTES = {
    "officer.officers.index": OFFICER,
    "officer.officers.make": OFFICER,
    "officer.officers.end": OFFICER,
}
