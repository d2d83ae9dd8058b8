"""The installation's own keys and the cost of a password, where any floor of the ground can reach them."""

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class Ring:
    """Secrets of the installation. Memory in KiB; passes is Argon2id's t (RFC 9106)."""

    pepper: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)
    worker_public: bytes = field(repr=False)
    worker_private: bytes | None = field(repr=False)
    argon2_memory_kib: int
    argon2_passes: int
    data_dir: Path


def init_app(app: Flask, new: Ring) -> None:
    """Hang the ring up for this application."""
    app.extensions["portal.ring"] = new


def ring() -> Ring:
    """The ring of the application at work."""
    found: Ring = current_app.extensions["portal.ring"]
    return found
