"""The style page: all components on one page while developing, and nothing at all anywhere else."""

import pytest

from portal.doors.style import sheet
from tests.browser import Browser
from tests.templates import samples


def addresses(app):
    return {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.fixture
def workshop(house, another_app):
    """A development house in which nobody has set up a practice."""
    return Browser(another_app(environment="development").test_client())


def test_development_adds_the_style_page_and_nothing_else(house, another_app):
    assert addresses(another_app(environment="development")) - addresses(house) == {"style.show"}
    assert addresses(house) - addresses(another_app(environment="development")) == set()


@pytest.mark.parametrize("environment", ["production", "testing"])
def test_elsewhere_it_is_like_a_page_nobody_ever_made(cast, another_app, environment):
    browser = another_app(environment=environment).test_client()
    style, nothing = (browser.get(f"/p/willow/{path}") for path in ("style", "no-such-page"))
    assert style.status_code == nothing.status_code == 404
    assert style.data == nothing.data


def test_it_shows_every_component_to_whoever_develops(workshop):
    page = workshop.get("/style")
    assert page.status == 200
    shown = {node.get("id") for node in page.tree.iter() if str(node.get("id", "")).startswith("part-")}
    assert shown == {f"part-{name}" for name in samples.components()}
    ids = {node.get("id") for node in page.tree.iter()}
    assert {href.removeprefix("#") for href in page.links.values() if href.startswith("#")} <= ids
    assert set(sheet.GROUPS) <= set(page.links)
    assert "#F6F2EA #131918 #191512" in page.words
    assert "ink on canvas 4.5 12.82" in page.words


def test_each_thing_a_person_can_choose_can_be_tried_and_is_gone_with_the_page(workshop):
    for name, choices in sheet.PREFS.items():
        for value in filter(None, choices):
            said = workshop.client.get("/style", query_string={name: value, "other": "nobody-knows-this"}).text
            assert f'<html lang="en" class="{value}">' in said
            assert f'<option value="{value}" selected>' in said
    assert '<html lang="en">' in workshop.client.get("/style").text
