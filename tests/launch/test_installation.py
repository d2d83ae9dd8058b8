"""One installation: its folders, its secrets, its environment, and why it may not start."""

import multiprocessing
import os
import pwd
import socket
import stat

import pytest

from config import BadSettings, Secrets, Settings
from portal.launch.installation import HOST, CannotStart, Installation


@pytest.fixture
def installation(tmp_path):
    made = Installation.from_env({"PORTAL_DATA_DIR": str(tmp_path / "data"), "PORT": "8123"})
    made.make_folders()
    return made


def test_its_folders_are_for_its_own_user_alone(installation):
    for folder in (installation.data_dir, installation.run_dir, installation.redis_dir):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_only_the_worker_reads_the_key_to_what_jobs_carry(installation):
    installation.write_secrets()
    env = {"PORTAL_DATA_DIR": str(installation.data_dir)}

    assert Settings.from_env(env).secrets.worker_private is None
    assert Settings.from_env(env, opens_bundles=True).secrets.worker_private

    (installation.secrets_dir / "worker_private").unlink()
    assert Settings.from_env(env).secrets.worker_private is None
    with pytest.raises(BadSettings, match="worker_private"):
        Settings.from_env(env, opens_bundles=True)


def test_secrets_are_written_once_for_their_owner_alone(installation):
    installation.write_secrets()
    first = Secrets.from_dir(installation.secrets_dir, opens_bundles=True)
    installation.write_secrets()

    assert Secrets.from_dir(installation.secrets_dir, opens_bundles=True) == first
    assert stat.S_IMODE(installation.secrets_dir.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in installation.secrets_dir.iterdir()} == {0o600}


def test_two_installations_never_have_the_same_secrets(tmp_path):
    drawn = []
    for name in ("one", "two"):
        installation = Installation.from_env({"PORTAL_DATA_DIR": str(tmp_path / name)})
        installation.make_folders()
        installation.write_secrets()
        drawn += [path.read_bytes() for path in installation.secrets_dir.iterdir()]

    assert len(set(drawn)) == len(drawn)


def test_the_owner_of_the_tables_is_named_to_migrations_only():
    given = {"PORTAL_OWNER_DATABASE_URL": "postgresql://owner@/x", "PORTAL_DATABASE_URL": "postgresql://app@/x"}
    installation = Installation.from_env(given)

    assert "PORTAL_OWNER_DATABASE_URL" not in installation.environment()
    assert installation.environment()["PORTAL_DATABASE_URL"] == "postgresql://app@/x"
    assert installation.owner_environment()["PORTAL_OWNER_DATABASE_URL"] == "postgresql://owner@/x"


def test_the_address_is_the_operators_own_or_this_machine():
    assert Installation.from_env({"PORT": "8123"}).public_url == "http://127.0.0.1:8123"
    assert Installation.from_env({"PORTAL_PUBLIC_URL": "https://a.example/"}).public_url == "https://a.example"


def test_a_redis_that_the_operator_names_is_taken_as_it_is(installation):
    named = Installation.from_env({"PORTAL_REDIS_URL": "redis://localhost:1"})

    assert not named.brings_redis
    assert named.environment()["PORTAL_REDIS_URL"] == "redis://localhost:1"
    assert installation.brings_redis


def test_a_port_that_is_no_number_is_refused_with_a_command_that_works():
    with pytest.raises(CannotStart, match=r"PORT=8000 python3 run\.py"):
        Installation.from_env({"PORT": "http"})


def test_a_taken_port_is_said_with_the_command_that_takes_a_free_one():
    with socket.create_server((HOST, 0)) as other:
        taken = other.getsockname()[1]

        with pytest.raises(CannotStart, match=r"PORT=\d+ python3 run\.py") as why:
            Installation.from_env({"PORT": str(taken)}).check_port()

    offered = int(str(why.value).split("PORT=")[1].split()[0])
    assert offered != taken
    Installation.from_env({"PORT": str(offered)}).check_port()


def _hold(data_dir, held, done):
    with Installation.from_env({"PORTAL_DATA_DIR": data_dir}).alone():
        held.set()
        done.wait()


def test_a_second_start_on_the_same_folder_is_refused_and_names_the_first(installation):
    others = multiprocessing.get_context("spawn")
    held, done = others.Event(), others.Event()
    first = others.Process(target=_hold, args=(str(installation.data_dir), held, done))
    first.start()
    held.wait()

    with pytest.raises(CannotStart, match=f"kill {first.pid}$"), installation.alone():
        pass

    done.set()
    first.join()
    with installation.alone():
        assert (installation.run_dir / "lock").read_text() == str(os.getpid())


@pytest.fixture
def closed_folder(tmp_path):
    """A folder this user may not write to; root may write anywhere, so for a moment root is not root."""
    before = os.geteuid()
    tmp_path.chmod(0o555)
    if before == 0:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    yield tmp_path
    os.seteuid(before)
    tmp_path.chmod(0o755)


def test_a_folder_of_somebody_else_is_said_plainly(closed_folder):
    with pytest.raises(CannotStart, match="PORTAL_DATA_DIR="):
        Installation.from_env({"PORTAL_DATA_DIR": str(closed_folder / "data")}).make_folders()
