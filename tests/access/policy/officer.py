"""The officers' room: endpoint, and who may enter."""

from tests.access.policy.who import OFFICER

ROUTES = {
    "officer.requests.index": OFFICER,
    "officer.requests.find": OFFICER,
    "officer.requests.begin_anew": OFFICER,
    "officer.requests.show": OFFICER,
    "officer.requests.agree": OFFICER,
    "officer.requests.stop": OFFICER,
    "officer.record.index": OFFICER,
    "officer.record.find": OFFICER,
    "officer.record.new": OFFICER,
    "officer.record.ask": OFFICER,
    "officer.record.show": OFFICER,
    "officer.record.answer": OFFICER,
    "officer.record.read": OFFICER,
    "officer.record.paper": OFFICER,
    "officer.kit.show": OFFICER,
    "officer.kit.make": OFFICER,
    "officer.kit.confirm": OFFICER,
    "officer.kit.try_own": OFFICER,
    "officer.kit.try_paper": OFFICER,
    "officer.officers.index": OFFICER,
    "officer.officers.make": OFFICER,
    "officer.officers.end": OFFICER,
}
