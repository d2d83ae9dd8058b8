"""Settings as an operator writes them: what is taken, and what is refused in a sentence."""

import pytest

from config import BadSettings, Secrets, Settings


@pytest.fixture
def given(tmp_path):
    Secrets.write_new(tmp_path / "secrets")
    return {"PORTAL_DATA_DIR": str(tmp_path)}


@pytest.mark.parametrize(("said", "kept"), [("IE", "IE"), ("ie", "IE")])
def test_a_country_is_two_letters_in_either_case(given, said, kept):
    assert Settings.from_env({**given, "PORTAL_COUNTRY": said}).country == kept


def test_without_a_country_there_is_none(given):
    assert Settings.from_env(given).country is None


@pytest.mark.parametrize("said", ["", "Ireland", "I", "I1", "IE ", "ÉI"])
def test_anything_else_is_refused(given, said):
    with pytest.raises(BadSettings, match="two letters of a country"):
        Settings.from_env({**given, "PORTAL_COUNTRY": said})


def test_a_name_nobody_knows_is_refused(given):
    with pytest.raises(BadSettings, match="PORTAL_CONTRY"):
        Settings.from_env({**given, "PORTAL_CONTRY": "IE"})
