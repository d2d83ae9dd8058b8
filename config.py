"""Settings: read once from the environment, then frozen; and the secrets of this installation, read from files."""

import os
import re
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import parse_qsl, unquote, urlsplit

Environment = Literal["production", "development", "testing"]
Security = Literal["tls", "starttls", "none"]
PREFIX = "PORTAL_"
SMTP_PASSWORD = "smtp_password"  # noqa: S105 - the name of a file beside the secrets
WEATHER = "https://www.bbc.co.uk/weather"  # a page that tells nothing about whoever opens it


class BadSettings(ValueError):
    """The environment asks for something Harbour does not know or must not do."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What only this installation knows. Kept in files beside the data, never in the database, never printed."""

    session_key: bytes = field(repr=False)
    pepper: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)
    worker_public: bytes = field(repr=False)
    worker_private: bytes | None = field(default=None, repr=False)

    @classmethod
    def from_dir(cls, directory: Path, *, opens_bundles: bool = False) -> Self:
        """Read the files. Only the worker needs `worker_private`: nobody else reads it, and a web node can do without.

        Raises:
            BadSettings: a file is missing or too short.
        """
        found: dict[str, bytes | None] = {}
        for part in fields(cls):
            path = directory / part.name
            if part.name == "worker_private" and not opens_bundles:
                continue
            if not path.exists() or len(path.read_bytes()) < 32:  # noqa: PLR2004 - 256 bits, the shortest key we use
                raise BadSettings(f"The secret {path} is missing or too short. Run: python run.py secrets")
            found[part.name] = path.read_bytes()
        return cls(**found)  # type: ignore[arg-type]

    @classmethod
    def make(cls) -> Self:
        """Draw fresh secrets."""
        from portal.core.crypto import NEWEST, new_pair  # noqa: PLC0415 - settings stay importable without the house

        private, public = new_pair(NEWEST)
        return cls(random.token_bytes(32), random.token_bytes(32), random.token_bytes(32), public, private)

    @classmethod
    def write_new(cls, directory: Path) -> None:
        """Write fresh secrets once: the directory 0700, the files 0600. What is already there is never touched."""
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any((directory / part.name).exists() for part in fields(cls)):
            return
        fresh = cls.make()
        for part in fields(cls):
            handle = os.open(directory / part.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(getattr(fresh, part.name))


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes our mail. `security`: tls from the first byte, starttls, or none."""

    host: str
    port: int
    security: Security
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_url(cls, url: str, sender: str, password: str | None) -> Self:
        """Read `smtps://user@host:465` (TLS), `smtp://user@host:587` (STARTTLS) or `smtp+plain://localhost:25`.

        Raises:
            BadSettings: another scheme, no host, no sender, or a password that would travel in clear.
        """
        try:
            parts = urlsplit(url)
            security, usual = _SMTP[parts.scheme]
            host, port = parts.hostname or "", parts.port or usual
        except (KeyError, ValueError):
            raise BadSettings(_BAD_SMTP) from None
        user = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else password
        if not host or parts.path.strip("/") or parts.query or (user and security == "none"):
            raise BadSettings(_BAD_SMTP)
        if not _SENDER.fullmatch(sender):
            raise BadSettings("PORTAL_MAIL_FROM is the address that mail comes from, such as post@example.org.")
        return cls(host, port, security, sender, user, password)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two installations. Sizes in KiB where a name does not say."""

    data_dir: Path
    secrets: Secrets
    database_url: str
    owner_database_url: str
    redis_url: str | None = None
    public_url: str = "http://127.0.0.1:8000"
    argon2_memory_kib: int = 64 * 1024
    argon2_passes: int = 3
    queue_name: str = "harbour"
    environment: Environment = "production"
    proxies: int = 0
    plain_http: bool = False
    leave_url: str = WEATHER
    country: str | None = None
    mail: MailServer | None = None

    @property
    def is_https(self) -> bool:
        """Cookies may carry the __Host- prefix, and browsers are told to stay on https."""
        return self.public_url.startswith("https://")

    @property
    def testing(self) -> bool:
        return self.environment == "testing"

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ, *, opens_bundles: bool = False) -> Self:
        """Read PORTAL_* names; a name we do not know is refused, so a typing slip cannot switch a safeguard off.

        Args:
            env: names and values.
            opens_bundles: whether this is the worker, which alone holds the key to what jobs carry.

        Raises:
            BadSettings: an unknown name, a bad value, a missing secret.
        """
        given = {name.removeprefix(PREFIX).lower(): value for name, value in env.items() if name.startswith(PREFIX)}
        known = {part.name for part in fields(cls)} - {"secrets", "mail"} | {"secrets_dir", "smtp_url", "mail_from"}
        if unknown := sorted(set(given) - known):
            raise BadSettings(f"Unknown setting: {', '.join(PREFIX + name.upper() for name in unknown)}")
        data_dir = Path(given.get("data_dir", "data")).resolve()
        secrets_dir = Path(given.get("secrets_dir", str(data_dir / "secrets")))
        database_url = given.get("database_url", f"sqlite:///{data_dir / 'harbour.db'}")
        environment = given.get("environment", "production")
        if environment not in ("production", "development", "testing"):
            raise BadSettings("PORTAL_ENVIRONMENT is production, development or testing.")
        away = urlsplit(given.get("leave_url", WEATHER))
        if away.scheme not in ("http", "https") or not away.netloc:
            raise BadSettings("PORTAL_LEAVE_URL is the whole address of a page that tells nothing, with https://.")
        words = {name: given[name].rstrip("/") for name in _WORDS if name in given}
        for name in ("database_url", "owner_database_url", "redis_url"):
            _refuse_an_open_way(name, given.get(name, ""), env.get("PGHOST", ""))
        if "country" in given:
            words["country"] = _country(given["country"])
        try:
            numbers = {name: int(given[name]) for name in _NUMBERS if name in given}
        except ValueError:
            raise BadSettings(f"These settings are whole numbers: {', '.join(sorted(_NUMBERS))}") from None
        rest: dict[str, Any] = {**words, **numbers, "plain_http": given.get("plain_http", "no") == "yes"}
        _refuse_plain_http(given, environment)
        return cls(
            data_dir=data_dir,
            secrets=Secrets.from_dir(secrets_dir, opens_bundles=opens_bundles),
            database_url=database_url,
            owner_database_url=given.get("owner_database_url", database_url),
            environment=environment,  # type: ignore[arg-type]
            mail=_mail(given, secrets_dir / SMTP_PASSWORD if opens_bundles else None),
            **rest,
        )


def _mail(given: Mapping[str, str], password_file: Path | None) -> MailServer | None:
    """Where mail goes, if anywhere. Only the worker sends any, so only it reads the password."""
    if "smtp_url" not in given:
        if "mail_from" in given:
            raise BadSettings("PORTAL_MAIL_FROM says who mail is from; PORTAL_SMTP_URL, which takes it, is missing.")
        return None
    is_there = password_file is not None and password_file.exists()
    password = password_file.read_text(encoding="utf-8").strip() if password_file and is_there else None
    return MailServer.from_url(given["smtp_url"], given.get("mail_from", ""), password)


def _refuse_plain_http(given: Mapping[str, str], environment: str) -> None:
    """Whoever is on the way reads along, unless nothing leaves this machine: that is never so by mistake."""
    if given.get("plain_http", "no") not in ("yes", "no"):
        raise BadSettings("PORTAL_PLAIN_HTTP is yes or no.")
    scheme, _, rest = given.get("public_url", "http://127.0.0.1:8000").partition("://")
    host = rest.partition("/")[0]
    if scheme not in ("http", "https") or not host:
        raise BadSettings("PORTAL_PUBLIC_URL is the whole address people type, such as https://harbour.example.org.")
    is_allowed = environment != "production" or given.get("plain_http") == "yes"
    if scheme == "http" and not (_is_here(host) or is_allowed):
        raise BadSettings(
            "PORTAL_PUBLIC_URL begins with http://, so whoever is on the way can read along. Put a proxy with a "
            "certificate in front and name its https address; where the way is sealed by something else, such as a "
            "tunnel, say so: PORTAL_PLAIN_HTTP=yes"
        )


def _refuse_an_open_way(name: str, url: str, usual_host: str) -> None:
    """A server on another machine is reached by TLS with a checked certificate, or not at all.

    Raises:
        BadSettings: it would be reached in clear, or by whoever says to be it.
    """
    parts = urlsplit(url)
    said = dict(parse_qsl(parts.query))
    named = [said[key] for key in ("host", "hostaddr") if key in said] or [parts.netloc.rpartition("@")[2]]
    hosts = [unquote(host) or usual_host for names in named for host in names.split(",")]
    if all(not host or _is_here(host) for host in hosts):
        return
    if parts.scheme.startswith("postgresql") and said.get("sslmode") not in ("verify-full", "verify-ca"):
        raise BadSettings(
            f"{PREFIX}{name.upper()} leads to another machine, and the way there is not sealed. Add to it "
            "?sslmode=verify-full&sslrootcert=FILE, where FILE holds the certificate that vouches for the server."
        )
    if parts.scheme == "redis":
        raise BadSettings(f"{PREFIX}{name.upper()} leads to another machine, so it begins with rediss://, that is TLS.")


def _is_here(host: str) -> bool:
    """Whether this is a socket of this machine or the machine itself, with a port behind it or without."""
    has_port = host.count(":") == 1 or host.startswith("[")
    name = host.rpartition(":")[0] if has_port and not host.endswith("]") else host
    return host.startswith(("/", "@")) or name.strip("[]").lower() in _OF_THIS_MACHINE


def _country(code: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", code):
        raise BadSettings("PORTAL_COUNTRY is the two letters of a country, such as IE.")
    return code.upper()


_SMTP: Mapping[str, tuple[Security, int]] = {
    "smtps": ("tls", 465),
    "smtp": ("starttls", 587),
    "smtp+plain": ("none", 25),
}
_BAD_SMTP = (
    "PORTAL_SMTP_URL is smtps://user@host:465 (TLS), smtp://user@host:587 (STARTTLS), or smtp+plain://localhost:25, "
    "without a user, for a server on the same machine."
)
_SENDER = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
_OF_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
_WORDS = ("redis_url", "public_url", "queue_name", "leave_url")
_NUMBERS = frozenset({"argon2_memory_kib", "argon2_passes", "proxies"})
