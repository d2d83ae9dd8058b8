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


HTTPS = "https://harbour.example"
SEALED = "postgresql+psycopg://portal_app:x@db.example:5432/harbour?sslmode=verify-full&sslrootcert=/etc/ca.pem"


@pytest.mark.parametrize(
    ("said", "more"),
    [
        (HTTPS, {}),
        ("http://127.0.0.1:8123", {}),
        ("http://localhost", {}),
        ("http://[::1]:8000/", {}),
        ("http://harbour.example", {"PORTAL_PLAIN_HTTP": "yes"}),
        ("http://harbour.example", {"PORTAL_ENVIRONMENT": "development"}),
    ],
)
def test_the_public_address_is_https_or_this_machine_unless_somebody_says_otherwise(given, said, more):
    assert Settings.from_env({**given, **more, "PORTAL_PUBLIC_URL": said}).public_url == said.rstrip("/")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"PORTAL_PUBLIC_URL": "http://harbour.example"}, "begins with http://"),
        ({"PORTAL_PUBLIC_URL": "http://127.0.0.1.example:80"}, "begins with http://"),
        ({"PORTAL_PUBLIC_URL": "http://[2001:db8::1]/"}, "begins with http://"),
        ({"PORTAL_PUBLIC_URL": "http://harbour.example", "PORTAL_PLAIN_HTTP": "no"}, "begins with http://"),
        ({"PORTAL_PUBLIC_URL": "http://harbour.example", "PORTAL_PLAIN_HTTP": "1"}, "is yes or no"),
        ({"PORTAL_PUBLIC_URL": "harbour.example"}, "whole address"),
        ({"PORTAL_PUBLIC_URL": "HTTPS://harbour.example"}, "whole address"),
        ({"PORTAL_PUBLIC_URL": ""}, "whole address"),
    ],
)
def test_plain_http_to_another_machine_is_refused_with_a_sentence(given, said, why):
    with pytest.raises(BadSettings, match=why):
        Settings.from_env({**given, **said})


@pytest.mark.parametrize(
    "said",
    [
        {"PORTAL_DATABASE_URL": SEALED},
        {"PORTAL_DATABASE_URL": SEALED.replace("full", "ca")},
        {"PORTAL_DATABASE_URL": "postgresql+psycopg:///harbour"},
        {"PORTAL_DATABASE_URL": "postgresql+psycopg://portal_app@/harbour?host=/run/postgresql"},
        {"PORTAL_DATABASE_URL": "postgresql+psycopg://portal_app@%2Frun%2Fpostgresql/harbour", "PGHOST": "db.example"},
        {"PORTAL_DATABASE_URL": "postgresql+psycopg://portal_app:p%40@localhost:5432/harbour"},
        {"PORTAL_DATABASE_URL": "postgresql+psycopg://portal_app@[::1]:5432/harbour"},
        {"PORTAL_REDIS_URL": "rediss://:word@redis.example:6379/0"},
        {"PORTAL_REDIS_URL": "redis://localhost:6379"},
        {"PORTAL_REDIS_URL": "unix:///run/redis.sock"},
    ],
)
def test_servers_of_this_machine_and_sealed_ways_to_others_are_taken(given, said):
    assert Settings.from_env({**given, **said}).data_dir.is_dir()


@pytest.mark.parametrize("name", ["PORTAL_DATABASE_URL", "PORTAL_OWNER_DATABASE_URL"])
@pytest.mark.parametrize(
    "said",
    [
        "postgresql+psycopg://portal_app:x@db.example/harbour",
        "postgresql+psycopg://portal_app:x@db.example/harbour?sslmode=require",
        "postgresql+psycopg://portal_app:x@db.example/harbour?sslmode=disable&sslrootcert=/etc/ca.pem",
        "postgresql+psycopg://portal_app:x@/harbour?host=db.example",
        "postgresql+psycopg://portal_app:x@/harbour?host=/run/postgresql,db.example",
        "postgresql+psycopg://portal_app:x@/harbour?host=localhost&hostaddr=192.0.2.7",
        "postgresql+psycopg://portal_app:x@[2001:db8::1]:5432/harbour",
        "postgresql://portal_app:x@localhost.example/harbour",
    ],
)
def test_a_database_elsewhere_is_reached_by_tls_with_a_checked_certificate_or_not_at_all(given, name, said):
    with pytest.raises(BadSettings, match=f"{name} leads to another machine"):
        Settings.from_env({**given, name: said})


def test_a_host_that_only_the_environment_names_counts_and_redis_elsewhere_is_reached_by_tls(given):
    with pytest.raises(BadSettings, match="PORTAL_DATABASE_URL leads to another machine"):
        Settings.from_env({**given, "PORTAL_DATABASE_URL": "postgresql+psycopg:///harbour", "PGHOST": "db.example"})
    with pytest.raises(BadSettings, match="PORTAL_REDIS_URL leads to another machine, so it begins with rediss://"):
        Settings.from_env({**given, "PORTAL_REDIS_URL": "redis://:word@redis.example:6379/0"})
