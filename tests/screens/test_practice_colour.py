"""A practice's own colour in a real browser: where it belongs in each look, and nowhere else."""

import pytest

from portal.core.actor import Actor, Role
from portal.core.db import unit_of_work
from portal.domain import settings

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

SHADE = "#1F4E8C"
PAINTED = """() => ["primary", "primary-soft", "on-primary", "shared-ink"].map(name => {
  const probe = document.createElement("i");
  document.body.append(probe);
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
})"""


def rgb(colour):
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def test_a_practices_colour_takes_the_place_of_the_houses_in_each_look(arrive, served, ana):
    slug, client = ana
    admin = Actor(client.person_id, client.practice_id, Role.ADMIN)
    with served.behind_the_pages(), unit_of_work(client.practice_id):
        settings.keep(admin, 0, colour=SHADE)
    page = arrive(slug, "ana@example.org").page
    page.goto(f"/p/{slug}/home")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        made, house = settings.made(SHADE, theme), settings.house_colours(theme)
        wanted = [made["primary"], made["primary-soft"], made["on-primary"], house["shared-ink"]]
        assert page.evaluate(PAINTED) == [rgb(colour) for colour in wanted]
