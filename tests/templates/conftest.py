"""A page made of any template source, fetched and linted by the browser of the house."""

import pytest

from tests.browser import Browser
from tests.templates import samples, stage


@pytest.fixture(scope="session")
def plain_house():
    return stage.build()


@pytest.fixture
def show(plain_house):
    """Render template source as a page; `data` is a mapping, or a function where forms need the request."""

    def page(source, data=None, path="sample"):
        plain_house.pages[path] = (source, data or {})
        return Browser(plain_house.test_client()).get(f"/page/{path}")

    return page


@pytest.fixture
def part(show):
    """Render one component inside the smallest page."""
    return lambda body, data=None: show(samples.page(body), data)
