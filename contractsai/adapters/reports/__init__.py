"""Report writers, one module per format, all of the same shape."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, BinaryIO, Final, Protocol

from contractsai.adapters.reports.csv import write_csv
from contractsai.adapters.reports.html import write_html
from contractsai.adapters.reports.jsonl import write_jsonl
from contractsai.adapters.reports.xlsx import write_xlsx


class ReportWriter(Protocol):
    """Writes the lines of a report in one format."""

    def __call__(self, lines: Iterable[Mapping[str, Any]], stream: BinaryIO, /) -> None:
        """Write all *lines*, each read once, and leave *stream* open."""
        ...


WRITERS: Final[Mapping[str, ReportWriter]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "html": write_html,
}


def writer_for(path: str | PurePath) -> ReportWriter:
    """Return the writer that a file's ending asks for.

    Raises:
        ValueError: no format has that ending; the message lists those there are.
    """
    ending = PurePath(path).suffix.lower().removeprefix(".")
    if ending not in WRITERS:
        known = ", ".join(f".{name}" for name in WRITERS)
        raise ValueError(f"no report format for {PurePath(path).name!r}: the endings are {known}")
    return WRITERS[ending]
