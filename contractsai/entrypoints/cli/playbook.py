"""``contractsai playbook``: look at the rules for risks and gaps, and check one's own."""

from pathlib import Path

import click


@click.group()
def playbook() -> None:
    """Look at the rules for risks and gaps, and check a file of one's own."""


@playbook.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Tell whether FILE is a playbook; every line that is wrong is told, with what is allowed."""
    from contractsai.bootstrap.playbooks import playbook_file

    found = playbook_file(file)
    counts = ", ".join(f"{count} {name}" for name, count in found.severities().items())
    total = sum(found.severities().values())
    click.echo(f"{file} is a playbook of {total} rules ({counts}): {found.playbook.version}")


@playbook.command()
def show() -> None:
    """Print the playbook in use as it is written: CONTRACTSAI_PLAYBOOK, else the packaged one."""
    from contractsai.bootstrap.playbooks import playbook_of
    from contractsai.entrypoints.cli.configuration import read_settings

    click.echo(playbook_of(read_settings()).text, nl=False)
