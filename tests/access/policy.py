"""Who may use which route. A route that is not listed here fails the census, so nobody adds one without deciding.

`{...}` in a path is filled with ids that belong to Ana, Mara or their practice (`ids` in test_routes.py), so whoever is
refused is refused because of who they are, not because the thing does not exist.
"""

ANYONE, SIGNED_IN = "anyone", "signed in"
CLIENT, THERAPIST, ADMIN, CONFIDANT = "client", "therapist", "admin", "confidant"

# endpoint: who may enter. Rows decide the rest: tests/access/test_rows.py.
ROUTES = {
    "static": ANYONE,
    "status.show": ANYONE,
    "account.signin.welcome": ANYONE,
    "account.signin.show": ANYONE,
    "account.signin.enter": ANYONE,
    "account.signin.leave": ANYONE,
    "account.setup.show": ANYONE,
    "account.setup.create": ANYONE,
    "account.invitations.show": ANYONE,
    "account.invitations.look": ANYONE,
    "account.invitations.join": ANYONE,
    "account.sessions.leave_everywhere": SIGNED_IN,
    "account.start.show": SIGNED_IN,
    "account.start.code": SIGNED_IN,
    "admin.people.index": ADMIN,
    "admin.people.show": ADMIN,
    "admin.people.assign": ADMIN,
    "admin.people.end": ADMIN,
    "admin.invitations.new": ADMIN,
    "admin.invitations.create": ADMIN,
    "admin.invitations.renew": ADMIN,
    "admin.kit.show": ADMIN,
    "admin.kit.make": ADMIN,
    "admin.kit.confirm": ADMIN,
    "guest.reading.index": CONFIDANT,
    "guest.reading.show": CONFIDANT,
    "client.home.show": CLIENT,
    "client.mood.index": CLIENT,
    "client.mood.check_in": CLIENT,
    "client.journal.index": CLIENT,
    "client.journal.search": CLIENT,
    "client.journal.new": CLIENT,
    "client.journal.show": CLIENT,
    "client.journal.edit": CLIENT,
    "client.journal.history": CLIENT,
    "client.sharing.index": CLIENT,
    "client.sharing.log": CLIENT,
    "client.sharing.person": CLIENT,
    "client.sharing.preview": CLIENT,
    "client.sharing.share": CLIENT,
    "client.sharing.stop": CLIENT,
    "client.sharing.stop_person": CLIENT,
    "therapist.caseload.index": THERAPIST,
    "therapist.inbox.index": THERAPIST,
    "therapist.inbox.show": THERAPIST,
    "therapist.summaries.index": THERAPIST,
    "therapist.summaries.new": THERAPIST,
    "therapist.summaries.ask": THERAPIST,
    "therapist.summaries.show": THERAPIST,
    "therapist.summaries.again": THERAPIST,
    "therapist.summaries.web": THERAPIST,
    "therapist.summaries.file": THERAPIST,
}
