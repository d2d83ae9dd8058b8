"""Where this installation is found from outside: from its settings, whatever a browser says of its host."""

from urllib.parse import urlsplit

from flask import Flask, current_app

OF_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def init_app(app: Flask, public_url: str) -> None:
    """Remember the address; it has no slash at the end."""
    app.extensions["portal.site"] = public_url


def public_url() -> str:
    """The address of the installation, without a slash at the end."""
    found: str = current_app.extensions["portal.site"]
    return found


def url_at(host: str) -> str:
    """The address of the installation under another name: same scheme, same port."""
    here = urlsplit(public_url())
    port = f":{here.port}" if here.port else ""
    return here._replace(netloc=f"{host}{port}").geturl()


def is_own(host: str) -> bool:
    """Whether this is the name the installation itself is found under."""
    own, asked = own_host(), host.lower().rstrip(".")
    return asked == own or {asked, own} <= OF_THIS_MACHINE


def own_host() -> str:
    """The name the installation itself is found under, without a port."""
    return urlsplit(public_url()).hostname or ""
