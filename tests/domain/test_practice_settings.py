"""What a practice sets for itself: read at no cost, changed by admins alone, and never over one another's change."""

import gzip
import re
import threading
from itertools import product

import pytest
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Forbidden, Invalid, NoTenant
from portal.domain import audit, practices, settings
from portal.domain.audit import Event
from portal.domain.settings import PracticeSettings, Rules, TooFaint
from portal.domain.settings.colour import MADE
from portal.domain.settings.rules import checked
from portal.models.audit import AuditRow
from portal.models.practices import Practice
from portal.web import palette
from tests.bench.asked import questions
from tests.cast import add_person, found_practice

AWAY = "https://www.example.org/weather"


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


def kept(admin, version=0, **changes):
    with unit_of_work(admin.practice_id):
        return settings.keep(admin, version, **changes)


def holds(admin):
    with unit_of_work(admin.practice_id, writes=False):
        return settings.here()


def test_without_a_row_the_houses_own_choices_hold_and_outside_a_practice_nobody_can_ask(olga):
    assert holds(olga) == PracticeSettings()
    with unit_of_work(None, writes=False), pytest.raises(NoTenant):
        settings.here()


def test_settings_are_asked_for_once_in_a_unit_of_work_and_come_with_the_door(olga):
    kept(olga, leave_url=AWAY, reads_on=(3, 0))
    with unit_of_work(olga.practice_id, writes=False), questions() as asked:
        assert settings.here() == settings.here()
    assert len(asked) == 1
    with unit_of_work(None, writes=False), questions() as asked:
        assert practices.at_door("willow").settings == PracticeSettings(leave_url=AWAY, reads_on=(0, 3), version=1)
    assert len(asked) == 1


def test_a_change_holds_at_once_and_another_practice_knows_nothing_of_it(olga):
    nobody = add_person(found_practice("elm"), "Egon", Role.ADMIN)
    with unit_of_work(olga.practice_id):
        settings.here()
        settings.keep(olga, 0, record_years=30, staff_factor="passkey", clients_factor_required=True)
        assert settings.here().record_years == 30
    assert holds(olga).staff_factor == Rules.PASSKEY
    assert holds(olga).clients_factor_required
    assert holds(nobody) == PracticeSettings()


def test_only_an_admin_changes_them(olga):
    mara = add_person(olga.practice_id, "Mara", Role.THERAPIST)
    with pytest.raises(Forbidden):
        kept(mara, record_years=3)
    assert holds(olga) == PracticeSettings()


def test_the_second_of_two_admins_is_told_and_nothing_of_the_first_is_lost(olga):
    kept(olga, invitation_days=7)
    with pytest.raises(Conflict):
        kept(olga, invitation_days=30)
    assert holds(olga).invitation_days == 7
    assert kept(olga, 1, invitation_days=30).version == 2
    assert kept(olga, 2, invitation_days=30).version == 2


def test_the_trail_holds_codes_and_never_an_address(olga):
    kept(olga, leave_url=AWAY, record_years=12)
    with unit_of_work(olga.practice_id, writes=False):
        rows = db.session.scalars(select(AuditRow).where(AuditRow.event == Event.SETTING_CHANGED)).all()
        assert [row.detail for row in rows] == [
            {"setting": "leave_url", "was": "none", "now": "set"},
            {"setting": "record_years", "was": 10, "now": 12},
        ]
    assert audit.verify(olga.practice_id).is_whole


UNUSABLE = {
    "leave_url": (
        *("javascript:alert(1)", "http://example.org/", "https://", "data:text/html,hello", "//example.org"),
        *("https://example.org/\r\nSet-Cookie: a=b", "https://exa\0mple.org/", "https://ex\u0430mple.org/"),
        *("https://www.bbc.co.uk@evil.example/", "https://127.0.0.1/", "https://[::1]/", "https://intranet/"),
        *("https://example.org:port/", "https://example.org/" + "a" * 400),
    ),
    "record_years": (0, -1, 51, None, "ten"),
    "invitation_days": (0, 61, None),
    "keep_closed_days": (6,),
    "staff_factor": ("none", None),
    "reads_on": ((7,),),
}


def test_what_cannot_be_is_refused_on_its_field_and_nothing_changes(olga):
    for name, typed in ((name, typed) for name, each in UNUSABLE.items() for typed in each):
        with unit_of_work(olga.practice_id), pytest.raises(Invalid) as problem:
            settings.keep(olga, 0, **{name: typed})
        assert problem.value.field == name, typed
    assert holds(olga) == PracticeSettings()


def test_a_word_that_once_led_to_a_practice_stays_its_own(olga):
    egon = add_person(found_practice("elm"), "Egon", Role.ADMIN)
    with unit_of_work(olga.practice_id):
        settings.lead_to(olga.practice_id, "willow")
        settings.lead_to(olga.practice_id, "alder")
        db.session.get(Practice, olga.practice_id).slug = "alder"
    with unit_of_work(None, writes=False):
        assert practices.at_door("willow").slug == practices.at_door("alder").slug == "alder"
    with unit_of_work(egon.practice_id):
        for word in ("willow", "alder"):
            with pytest.raises(Invalid, match="Another practice"):
                settings.free_slug(word, egon.practice_id)
            with pytest.raises(Invalid, match="Another practice"):
                settings.lead_to(egon.practice_id, word)
        assert settings.free_slug("elm", egon.practice_id) == "elm"


def test_two_admins_at_the_same_moment_one_is_told_and_nothing_is_half_done(house, olga):
    ended = []

    def act(years):
        with house.app_context():
            try:
                ended.append(kept(olga, record_years=years, keep_closed_days=years + 10).record_years)
            except Conflict:
                ended.append("told")
            db.session.remove()

    both = [threading.Thread(target=act, args=(years,)) for years in (5, 6)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert "told" in ended
    now = holds(olga)
    assert now.record_years in ended
    assert (now.keep_closed_days, now.version) == (now.record_years + 10, 1)


def test_two_practices_that_want_one_word_at_once_one_gets_it(house, olga):
    egon = add_person(found_practice("elm"), "Egon", Role.ADMIN)
    ended = []

    def act(admin):
        with house.app_context():
            try:
                with unit_of_work(admin.practice_id):
                    settings.rename(admin, 0, "Alder House", "alder")
                ended.append("has it")
            except Invalid as problem:
                ended.append(problem.field)
            db.session.remove()

    both = [threading.Thread(target=act, args=(admin,)) for admin in (olga, egon)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert sorted(ended) == ["has it", "slug"]


# ------------------------------------------------------------------ colour

SHADES = ("#1D5B4F", "#1F4E8C", "#2F5D1F", "#404040", "#000000", "#7F6700", "#007292", "#5E2A8A")


def test_with_a_shade_that_is_kept_every_pair_can_be_told_apart_in_every_look():
    tried = [shade for shade in SHADES if settings.can_be_used(shade)]
    assert len(tried) >= 6
    for shade, theme, more in product(tried, palette.THEMES, (False, True)):
        colours = palette.colours(theme, more=more) | dict(settings.made(shade, theme, more=more))
        for pair in palette.palette()["pairs"]:
            for upper in pair["stand"]:
                has = palette.contrast(colours[upper], colours[pair["on"]])
                assert has >= pair["at_least"], (shade, theme, more, upper, pair["on"])


def test_a_shade_that_is_too_light_or_means_something_comes_with_the_nearest_that_is_neither():
    for shade in ("#00AACC", "#FFFFFF", "#E0C000", "#363F96", "#FF0000", "#74336A"):
        with pytest.raises(TooFaint) as problem:
            checked("colour", shade)
        assert checked("colour", problem.value.nearest) == problem.value.nearest
        assert all(pair.has < pair.needs for pair in problem.value.pairs)
    for typed in ("red; }", "#12345", "#1D5B4F;}", "1D5B4F", "#1D5B4G", "url(x)", "\uff031D5B4F", "#" + "1" * 4000):
        with pytest.raises(Invalid, match="Write a colour"):
            checked("colour", typed)
    assert checked("colour", " #1d5b4f ") == "#1D5B4F"


def test_the_sheet_names_the_five_colours_and_nothing_else_and_is_light():
    sheet = settings.sheet("#1F4E8C")
    assert set(re.findall(r"--([a-z-]+):", sheet)) == set(MADE)
    assert set(re.findall(r"#[0-9A-F]{6}", sheet)) > {"#1F4E8C"}
    assert len(gzip.compress(sheet.encode(), 9)) < 400
