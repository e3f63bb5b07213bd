"""The command ``contractsai``: which commands there are, and how all of them end."""

import importlib
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Final

import click

from contractsai import __version__
from contractsai.domain.errors import ContractsAIError
from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit
from contractsai.entrypoints.cli.explain import explain

PACKAGE: Final = "contractsai.entrypoints.cli"
COMMANDS: Final = {
    "up": "up:up",
    "demo": "demo:demo",
    "analyze": "analyze:analyze",
    "watch": "watch_folder:watch",
    "jobs": "jobs:jobs",
    "calendar": "calendar:calendar",
    "search": "search:search",
    "duplicates": "duplicates:duplicates",
    "review": "review:review",
    "reviews": "review:reviews",
    "register": "register:register",
    "playbook": "playbook:playbook",
    "report-schema": "report_schema:report_schema",
    "api": "servers:api",
    "worker": "servers:worker",
    "beat": "servers:beat",
    "flower": "flower:flower",
    "workers": "workers:workers",
    "schedules": "schedules:schedules",
    "webhooks": "webhooks:webhooks",
    "keys": "keys:keys",
    "audit": "audit:audit",
    "doctor": "doctor:doctor",
    "healthcheck": "healthcheck:healthcheck",
    "db": "db:db",
}
"""``module:attribute`` of each, in the order of the help."""


class LazyGroup(click.Group):
    """A group that imports a command when it is looked at, and no command's libraries before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, the ones for everyday first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return the command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f"{PACKAGE}.{module}"), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="contractsai")
@click.option("--debug", is_flag=True, help="Show tracebacks and the log on standard error.")
@click.pass_context
def contractsai(context: click.Context, *, debug: bool) -> None:
    """Analyse a folder of contracts, here or through a service.

    Begin with: contractsai analyze FOLDER
    """
    context.obj = debug
    _set_up_logging(is_debug=debug)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is told on standard error.

    Args:
        arguments: those of the process, if None.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    is_debug = "--debug" in given
    if is_debug:
        sys.excepthook = _tell_all_but_secrets
    else:
        sys.excepthook = _tell_defect
        threading.excepthook = _tell_defect_of_thread
    command = " ".join(["contractsai", *given])
    try:
        code = contractsai.main(given, prog_name="contractsai", standalone_mode=False)
    except click.Abort:
        return Exit.INTERRUPTED
    except (click.ClickException, CommandFailed, ContractsAIError, OSError) as error:
        if is_debug:
            raise
        from contractsai.observability.secrecy import SECRECY

        told = _told(error, command)
        click.echo(SECRECY.masked(str(told)), err=True)  # also what an argument says
        return told.code
    return code if isinstance(code, int) else Exit.DONE


def _told(error: Exception, command: str) -> CommandFailed:
    """Return what to tell a person of *error*, which *command* met."""
    match error:
        case CommandFailed():
            return error
        case ContractsAIError():
            return explain(error, command=command)
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else "contractsai"
            text = f"{error.format_message()}\nSee how it is used: {path} --help"
            return CommandFailed(text, code=Exit.USAGE)
        case click.ClickException():
            return CommandFailed(f"{error.format_message()} Then repeat: {command}")
        case OSError(filename=place, strerror=reason):
            where = f"{place}: " if place else ""
            what = reason or type(error).__name__
            return CommandFailed(f"{where}{what}. Put that right, then repeat: {command}")
        case _:
            raise error


def _set_up_logging(*, is_debug: bool) -> None:
    """Keep the log to those who debug: what a person should know is told in words."""
    import logging

    root = logging.getLogger()
    if is_debug:
        from contractsai.observability import configure

        configure("INFO")
    elif not root.handlers:
        root.addHandler(logging.NullHandler())


def _tell_defect(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Tell of what nobody foresaw, in place of a traceback."""
    if not issubclass(kind, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    click.echo(
        f"contractsai broke unexpectedly ({kind.__name__}). "
        "Repeat with the details to report: contractsai --debug ...",
        err=True,
    )


def _tell_all_but_secrets(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Show the traceback, as Python does; an argument may have been a key."""
    import traceback

    from contractsai.observability.secrecy import SECRECY

    lines = traceback.format_exception(kind, error, trace)
    click.echo(SECRECY.masked("".join(lines)), err=True, nl=False)


def _tell_defect_of_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        _tell_defect(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
