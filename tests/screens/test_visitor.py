"""The visitor at the browser hears every complaint: of the policy, of scripts, and requests to somebody else."""

import pytest

from tests.screens.pages import pages

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

ELSEWHERE = "http://127.0.0.1:9/"  # nobody answers there


@pytest.fixture
def visitor(arrive):
    """Somebody on the first page, with a way to say what was expected of the browser's complaints."""
    visitor = arrive()
    visitor.open(pages()[0])
    assert visitor.complaints == []
    yield visitor
    visitor.complaints.clear()


@pytest.mark.parametrize(
    "forbidden",
    [
        "document.body.setAttribute('style', 'color: red')",
        "document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))",
        "document.body.append(Object.assign(document.createElement('img'), {src: 'http://127.0.0.1:9/pixel'}))",
    ],
)
def test_what_the_policy_forbids_is_heard(visitor, forbidden):
    visitor.page.evaluate(forbidden)
    visitor.page.wait_for_timeout(100)
    assert "Content Security Policy" in "".join(visitor.complaints)


def test_a_script_that_falls_is_heard(visitor):
    visitor.page.evaluate("setTimeout(() => { throw new Error('fell') })")
    visitor.page.wait_for_timeout(100)
    assert "fell" in "".join(visitor.complaints)


def test_a_request_to_somebody_else_is_heard(arrive):
    careless = arrive(bypass_csp=True)
    careless.open(pages()[0])
    careless.page.evaluate(f"new Image().src = '{ELSEWHERE}pixel'")
    careless.page.wait_for_timeout(100)
    assert f"a request to {ELSEWHERE}pixel" in careless.complaints
    careless.complaints.clear()
