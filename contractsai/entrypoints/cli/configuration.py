"""The settings, read for a command line: what is wrong with them is told line by line."""

import os
from typing import TYPE_CHECKING

import click

from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit

if TYPE_CHECKING:
    from pydantic import ValidationError

    from contractsai.settings import Settings


def read_settings(**changes: object) -> "Settings":
    """Return the environment's settings, with *changes* that are not None, and are checked too.

    Raises:
        CommandFailed: a variable has no possible value.
        UnsafeConfiguration: they contradict each other.
    """
    from pydantic import ValidationError

    from contractsai.bootstrap.telling import keep_secrets
    from contractsai.settings import Settings

    given = {name: value for name, value in changes.items() if value is not None}
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as error:
        raise CommandFailed(_told(error), code=Exit.USAGE) from error
    keep_secrets(settings)
    return settings


def _told(error: "ValidationError") -> str:
    """Return a line for each problem, without the value: it may be a password."""
    lines = [
        f"{_variable(problem['loc'])}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False)
    ]
    command = click.get_current_context().command_path
    return "\n".join([*lines, f"Correct the environment, then repeat: {command}"])


def _variable(place: tuple[int | str, ...]) -> str:
    """Return what a person wrote: of a setting with several names, the one that is set."""
    from pydantic import AliasChoices

    from contractsai.settings import Settings

    name = str(place[0]) if place else "SETTINGS"
    for field in Settings.model_fields.values():
        aliases = field.validation_alias
        if isinstance(aliases, AliasChoices) and name in aliases.choices:
            return next((str(each) for each in aliases.choices if str(each) in os.environ), name)
    return name if name.startswith("CONTRACTSAI_") else f"CONTRACTSAI_{name.upper()}"
