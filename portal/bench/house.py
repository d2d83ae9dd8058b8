"""A temporary installation: its own folder, secrets, database, Redis, worker and web servers; gone afterwards."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import MetaData, create_engine, inspect

from config import Secrets, Settings
from portal.app import check, create_app
from portal.bench import limits
from portal.core.db import db
from portal.launch import native, redis_server
from portal.launch.supervisor import Part, Supervisor

START_SECONDS = 60.0
AS_SHIPPED = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--max-requests", "0")


class NotEmpty(RuntimeError):
    """The database that was named holds something."""


@dataclass(frozen=True, slots=True)
class House:
    """What runs: sockets to ask, process ids to look at, and the application in this process."""

    app: Flask
    settings: Settings
    supervisor: Supervisor

    @property
    def web(self) -> Path:
        return self.settings.data_dir / "web.sock"

    @property
    def limits(self) -> Path:
        return self.settings.data_dir / "limits.sock"
