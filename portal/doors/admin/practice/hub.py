"""The page that leads to everything a practice sets for itself, with what holds now."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _, name_of
from portal.domain import mail, rhythm, settings
from portal.domain.settings import PracticeSettings, Rules
from portal.web.session import me


def add_to(bp: Blueprint) -> None:
    bp.get("")(index)


def index() -> ResponseReturnValue:
    now, called = settings.here(), settings.called(me())
    office = [
        (
            _("Name and address"),
            _("%(name)s, under the word %(slug)s", name=called.name, slug=called.slug),
            "house",
            "admin.practice.name",
        ),
        (_("Colour"), now.colour or _("The house\u2019s own green"), "highlighter", "admin.practice.colour"),
        (_("Languages"), ", ".join(map(name_of, now.languages)), "globe", "admin.practice.languages"),
        (_("Library"), _("Books, podcasts, websites and groups"), "notebook", "admin.resources.index"),
    ]
    clients = [
        (_("Help numbers"), _("Who answers now, before those of the country"), "life-buoy", "admin.help.index"),
        (_("Words for consent"), _("What clients agree to, in your own words"), "file-text", "admin.practice.wordings"),
        (_("Leave"), now.leave_url or _("Where the installation leads"), "door-open", "admin.practice.leave"),
        (_("Reading days and invitations"), _days(now), "calendar-clock", "admin.practice.rhythm"),
    ]
    safety = [
        (_("Signing in"), _rules(now), "key-round", "admin.practice.signing_in"),
        (_("Practice kit"), _("The paper that leads back in when nobody else can"), "printer", "admin.kit.show"),
        (
            _("How long things stay"),
            _("The record: %(years)s years", years=now.record_years),
            "hourglass",
            "admin.practice.retention",
        ),
        (_("What is due"), _("Records past their years, and accounts that end"), "history", "admin.retention.index"),
        (
            _("Mail"),
            _("A mail server is set") if mail.is_set() else _("No mail server is set"),
            "mail",
            "admin.practice.mail",
        ),
    ]
    groups = [(_("How it looks"), office), (_("What clients meet"), clients), (_("Safety"), safety)]
    linked = [(title, [(*place[:3], url_for(place[3])) for place in places]) for title, places in groups]
    return render_template("admin/practice/index.html", groups=linked)


def _days(now: PracticeSettings) -> str:
    reads = rhythm.in_words(now.reads_on)
    if reads:
        return _("Therapists read on %(days)s", days=reads)
    return _("No days for everybody; an invitation has its own time")


def _rules(now: PracticeSettings) -> str:
    if now.staff_factor == Rules.PASSKEY:
        with_passkey = _("Staff sign in with a passkey, and so do clients")
        return with_passkey if now.clients_factor_required else _("Staff sign in with a passkey; clients need none")
    with_step = _("Staff choose their second step, and so do clients")
    return with_step if now.clients_factor_required else _("Staff choose their second step; clients need none")
