"""The office: endpoint, and who may enter."""

from tests.access.policy.who import ADMIN

ROUTES = {
    "admin.people.index": ADMIN,
    "admin.people.show": ADMIN,
    "admin.people.assign": ADMIN,
    "admin.people.end": ADMIN,
    "admin.invitations.new": ADMIN,
    "admin.invitations.create": ADMIN,
    "admin.invitations.renew": ADMIN,
    "admin.resources.index": ADMIN,
    "admin.resources.add": ADMIN,
    "admin.resources.take_off": ADMIN,
    "admin.help.index": ADMIN,
    "admin.help.add": ADMIN,
    "admin.help.verify": ADMIN,
    "admin.help.remove": ADMIN,
    "admin.log.index": ADMIN,
    "admin.log.find": ADMIN,
    "admin.log.show": ADMIN,
    "admin.log.gap": ADMIN,
    "admin.log.export": ADMIN,
    "admin.kit.show": ADMIN,
    "admin.kit.make": ADMIN,
    "admin.kit.confirm": ADMIN,
    "admin.help.keep_hours": ADMIN,
}
