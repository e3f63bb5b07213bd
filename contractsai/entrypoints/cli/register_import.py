"""Importing a register: each change as a review or as fields of people's own, and what is told."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from contractsai.application.register_edits import Edit, plan_import
from contractsai.application.review import NEW_ID
from contractsai.application.sheet import Sheet, Trouble
from contractsai.domain.errors import JobNotFound, NotARegister, ReviewedMeanwhile, ReviewError
from contractsai.domain.review import Verdict
from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit
from contractsai.entrypoints.cli.explain import explain, sentences

if TYPE_CHECKING:
    from contractsai.entrypoints.cli.backends import Jobs
    from contractsai.entrypoints.cli.output import View

NOTE: Final = "imported from a register"


def import_register(
    jobs: "Jobs",
    file: Path,
    job_id: str | None,
    *,
    by: str | None,
    is_dry: bool,
    overwrite: bool,
    as_json: bool,
) -> Exit:
    """Import what was changed in *file*, and tell of each change what became of it.

    Raises:
        CommandFailed: the file is no register, or its job is gone and no other is named.
    """
    from contractsai.entrypoints.cli.output import print_json, say

    sheet = _read(file)
    job_id = job_id or sheet.job_id
    plan = plan_import(sheet.rows, _register(jobs, file, job_id), overwrite=overwrite)
    troubles = [*sheet.troubles, *plan.troubles]
    made: list[Edit] = []
    for edit in plan.edits:
        try:
            if not is_dry:
                _make(jobs, job_id, edit, by=by)
        except ReviewError as error:
            troubles.append(Trouble(edit.address, edit.file, _words(error)))
        else:
            made.append(edit)
    if as_json:
        told = {"job": job_id, "dry_run": is_dry}
        print_json(told | {"imported": _told(made), "not_imported": _told(troubles)})
    else:
        _print(made, troubles, is_dry=is_dry)
        say(_summary(file, made, troubles, is_dry=is_dry))
    return Exit.PARTIAL if troubles else Exit.DONE


def _read(file: Path) -> Sheet:
    from contractsai.bootstrap.register import read_register_file

    try:
        with file.open("rb") as stream:
            return read_register_file(stream)
    except NotARegister as error:
        text = f"{file} cannot be imported: {error}"
        raise CommandFailed(
            sentences(text, "Write a register anew: contractsai register ID -o FILE")
        ) from error


def _register(jobs: "Jobs", file: Path, job_id: str) -> "View":
    try:
        return jobs.register(job_id, None)
    except JobNotFound as error:
        raise CommandFailed(
            f"There is no job {job_id} any more. Name a later one of the same folder: "
            f"contractsai register ID --import {file}"
        ) from error


def _make(jobs: "Jobs", job_id: str, edit: Edit, *, by: str | None) -> None:
    """Write one change, unless somebody wrote there since the register was read."""
    body: dict[str, Any] = {"by": by} if by else {}
    if edit.finding is None:
        body |= {"fields": dict(edit.fields)}
        jobs.annotate(job_id, edit.document, edit.member, body, expected=edit.version)
        return
    body |= {"verdict": edit.verdict.value if edit.verdict else "", "note": NOTE}
    if edit.verdict is Verdict.CORRECTED:
        body |= {"normal": edit.normal}
    number = None if edit.finding.startswith(NEW_ID) else _seen(jobs, job_id, edit)
    jobs.review(job_id, edit.document, edit.finding, edit.member, body, expected=number)


def _seen(jobs: "Jobs", job_id: str, edit: Edit) -> int:
    """Return how many reviews the finding has, if the last of them is the one that was seen.

    Raises:
        ReviewedMeanwhile: it is another.
    """
    found = jobs.reviews(job_id, edit.document, edit.finding or "", edit.member)
    last = found[-1] if found else None
    if last is not None and last["verdict"] != Verdict.OPEN:
        seen = edit.seen or {}
        if (last["at"], last["verdict"]) != (seen.get("at"), seen.get("state")):
            raise ReviewedMeanwhile(edit.finding)
    return len(found)


def _words(error: ReviewError) -> str:
    """Return what is wrong without the command that a single review would be tried again with."""
    text = str(error)
    return text if " " in text else str(explain(error, command="")).split(".")[0]


def _told(items: Sequence[Edit] | Sequence[Trouble]) -> list[dict[str, Any]]:
    return [{"cell": item.address, "file": item.file, "says": item.says} for item in items]


def _print(made: Sequence[Edit], troubles: Sequence[Trouble], *, is_dry: bool) -> None:
    done = "Would import" if is_dry else "Imported"
    for item in made:
        click.echo(_plain(f"{done} {item.address} ({item.file}): {item.says}"))
    for trouble in troubles:
        text = f"Not imported {trouble.address} ({trouble.file}): {trouble.says}"
        click.echo(_plain(text), err=True)


def _summary(file: Path, made: Sequence[Edit], troubles: Sequence[Trouble], *, is_dry: bool) -> str:
    done = "that would be imported" if is_dry else "imported"
    told = f"Changes {done}: {len(made)}; not imported: {len(troubles)}."
    if troubles:
        return (
            f"{told} Put those right, or say --overwrite where the sheet is right, then: "
            f"contractsai register --import {file}"
        )
    return f"{told} Import them with: contractsai register --import {file}" if is_dry else told


def _plain(text: str) -> str:
    return text if text.isprintable() else text.encode("unicode_escape").decode()
