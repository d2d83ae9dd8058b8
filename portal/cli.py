"""Commands for the operator, one line each into the domain: `python -m portal.cli COMMAND`."""

import sys
from uuid import UUID

import click
from flask import Flask

from config import BadSettings, Settings
from portal.app import create_app
from portal.core.db import unit_of_work
from portal.core.errors import PortalError
from portal.core.keyring import ring
from portal.core.tables import bring_up_to_date
from portal.domain import audit, demo, operators, practices, summaries, vault
from portal.domain.operators import acts, restoring
from portal.domain.operators import doctor as examination


@click.group(chain=True, help="Harbour's commands for the operator; several may follow one another.")
@click.pass_context
def main(context: click.Context) -> None:
    context.obj = create_app(Settings.from_env())


@main.command()
@click.pass_obj
def migrate(app: Flask) -> None:
    """Bring the tables up to date, as the role that owns them."""
    bring_up_to_date(app)


@main.command("may-open")
@click.pass_obj
def may_open(app: Flask) -> None:
    """Refuse to go on while something stands that was taken back since the backup this database came from."""
    with app.app_context():
        restoring.check()


@main.command("set-up-address")
@click.pass_obj
def set_up_address(app: Flask) -> None:
    """Print the one address to open: with a one-time token while there is no practice yet."""
    with app.app_context():
        practices.check_pepper()
        click.echo(operators.first_address())


@main.command("operator-address")
@click.pass_obj
def operator_address(app: Flask) -> None:
    """Print an address at which whoever runs this makes an account for /operator: for one more, or after a loss."""
    with app.app_context():
        click.echo(operators.new_operator_address())


@main.command("doctor")
@click.pass_obj
def doctor(app: Flask) -> None:
    """Look over the installation and say in plain sentences what is missing or odd."""
    with app.app_context():
        found = examination.examine()
    for each in found:
        click.echo(f"{'well' if each.is_well else 'LOOK':5} {each.about}: {each.says}")
        if each.mend:
            click.echo(f"      What helps: {each.mend}")
    sys.exit(0 if all(each.is_well for each in found) else 1)


@main.command("demo")
@click.pass_obj
def fill_with_a_made_up_practice(app: Flask) -> None:
    """Make a made-up practice, beside any others, and print who can sign in."""
    with app.app_context():
        for line in demo.fill():
            click.echo(line)


@main.command("restored")
@click.pass_obj
def restored(app: Flask) -> None:
    """The database was restored from a backup: take back again what was taken back since, and write that down."""
    with app.app_context():
        practices.check_pepper()
        for one in restoring.settle():
            said = "removed again" if one.is_removed else f"{one.again} taken back again, {one.lost} entries lost"
            click.echo(f"{one.practice_id}  {said}")


@main.command()
@click.pass_obj
def verify(app: Flask) -> None:
    """Check every practice's audit chain, and the operators', against the checkpoints kept outside the database."""
    with app.app_context():
        kept = ring().data_dir / "checkpoints.log"
        lines = kept.read_text(encoding="ascii", errors="replace").splitlines() if kept.exists() else []
        verdicts = [_verify(practice_id, lines) for practice_id in practices.all_ids()]
        with unit_of_work(None, writes=False):
            verdicts.append(_say("operators", acts.verify(lines)))
    sys.exit(0 if all(verdicts) else 1)


def _verify(practice_id: UUID, lines: list[str]) -> bool:
    with unit_of_work(practice_id, writes=False):
        return _say(str(practice_id), audit.verify(practice_id, lines))


def _say(whose: str, found: audit.Verdict) -> bool:
    state = "complete and unbroken" if found.is_whole else f"broken at entry {found.broken_at}"
    click.echo(f"{whose}  {found.rows} entries  {state}")
    return found.is_whole


@main.command()
@click.pass_obj
def fsck(app: Flask) -> None:
    """Count rows of the vault that must not exist, and altered finals; any but zero is a bug or an intrusion."""
    bad = 0
    with app.app_context():
        for practice_id in practices.all_ids():
            with unit_of_work(practice_id, writes=False):
                altered = {"final summaries that are not what was made final": len(summaries.altered())}
                for what, count in (vault.fsck() | altered).items():
                    bad += count
                    click.echo(f"{practice_id}  {count:6d}  {what}")
    sys.exit(1 if bad else 0)


def run() -> None:
    """Carry out a command; what an operator can mend is said in a sentence, without a traceback."""
    try:
        main()
    except (BadSettings, PortalError) as why:
        sys.exit(str(why))


if __name__ == "__main__":
    run()
