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
        ("Name and address", f"{called.name}, under the word {called.slug}", "house", "admin.practice.name"),
        ("Colour", now.colour or "The house\u2019s own green", "highlighter", "admin.practice.colour"),
        (_("Languages"), ", ".join(map(name_of, now.languages)), "globe", "admin.practice.languages"),
        ("Library", "Books, podcasts, websites and groups", "notebook", "admin.resources.index"),
    ]
    clients = [
        ("Help numbers", "Who answers now, before those of the country", "life-buoy", "admin.help.index"),
        ("Words for consent", "What clients agree to, in your own words", "file-text", "admin.practice.wordings"),
        ("Leave", now.leave_url or "Where the installation leads", "door-open", "admin.practice.leave"),
        ("Reading days and invitations", _days(now), "calendar-clock", "admin.practice.rhythm"),
    ]
    safety = [
        ("Signing in", _rules(now), "key-round", "admin.practice.signing_in"),
        ("Practice kit", "The paper that leads back in when nobody else can", "printer", "admin.kit.show"),
        ("How long things stay", f"The record: {now.record_years} years", "hourglass", "admin.practice.retention"),
        ("What is due", "Records past their years, and accounts that end", "history", "admin.retention.index"),
        ("Mail", "A mail server is set" if mail.is_set() else "No mail server is set", "mail", "admin.practice.mail"),
    ]
    groups = [("How it looks", office), ("What clients meet", clients), ("Safety", safety)]
    linked = [(title, [(*place[:3], url_for(place[3])) for place in places]) for title, places in groups]
    return render_template("admin/practice/index.html", groups=linked)


def _days(now: PracticeSettings) -> str:
    reads = rhythm.in_words(now.reads_on)
    return f"Therapists read on {reads}" if reads else "No days for everybody; an invitation has its own time"


def _rules(now: PracticeSettings) -> str:
    staff = "Staff sign in with a passkey" if now.staff_factor == Rules.PASSKEY else "Staff choose their second step"
    return f"{staff}, and so do clients" if now.clients_factor_required else f"{staff}; clients need none"
