"""What a job would hold, for a person at a terminal."""

from collections.abc import Iterator

import click

from contractsai.entrypoints.cli.output import View


def print_dry_run(found: View) -> None:
    """Print counts, types, what would be skipped and what is known; one thing a line."""
    for line in _lines(found):
        click.echo(line if line.isprintable() else line.encode("unicode_escape").decode())


def _lines(found: View) -> Iterator[str]:
    size = f"{found['size_bytes']:,} bytes"
    yield f"{found['folder']}: {found['files']} files, {found['readable']} to be read, {size}"
    for it in found["types"]:
        yield f"{it['ending'] or '(no ending)':<12} {it['files']:>8} {it['size_bytes']:>16,} bytes"
    for item in found["skipped"]["first"]:
        yield f"skipped: {item['path']} ({item['reason']})"
    yield from _more("skipped", found["skipped"])
    for item in found["duplicates"]["first"]:
        stored = item["stored"]
        same = f"{stored['path']} of job {stored['job_id']}" if stored else item["same_as"]
        yield f"known: {item['path']} has the bytes of {same}"
    yield from _more("known", found["duplicates"])
    if not found["is_whole"]:
        yield f"Looked for the bytes of {found['compared']} files only, the first that can be read."


def _more(word: str, told: View) -> Iterator[str]:
    more = told["files"] - len(told["first"])
    if more:
        yield f"{word}: {more} more"
