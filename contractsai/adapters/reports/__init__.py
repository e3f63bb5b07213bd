"""Report writers, one module per format, all of the same shape.

Two of them bring large libraries along, which are imported when the first such report is written:
an API or a worker that writes none starts sooner, and is a third smaller.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO, Final, Protocol

from contractsai.adapters.reports.csv import write_csv
from contractsai.adapters.reports.jsonl import write_jsonl

Lines = Iterable[Mapping[str, Any]]


class ReportWriter(Protocol):
    """Writes the lines of a report in one format."""

    def __call__(self, lines: Lines, stream: BinaryIO, /) -> None:
        """Write all *lines*, each read once, and leave *stream* open."""
        ...


def writers(*, as_of: date | None = None, with_text: bool = False) -> Mapping[str, ReportWriter]:
    """Return a writer for each format.

    Args:
        as_of: the day by which forms for people judge what is near or past; the others never do.
        with_text: whether the page for people shows whole texts; in JSON the lines decide.
    """
    return {
        "jsonl": write_jsonl,
        "csv": write_csv,
        "xlsx": partial(_write_xlsx, as_of=as_of),
        "html": partial(_write_html, as_of=as_of, with_text=with_text),
    }


def _write_xlsx(lines: Lines, stream: BinaryIO, /, *, as_of: date | None) -> None:
    from contractsai.adapters.reports.xlsx import write_xlsx  # noqa: PLC0415 - it is large

    write_xlsx(lines, stream, as_of=as_of)


def _write_html(lines: Lines, stream: BinaryIO, /, *, as_of: date | None, with_text: bool) -> None:
    from contractsai.adapters.reports.html import write_html  # noqa: PLC0415 - likewise

    write_html(lines, stream, as_of=as_of, with_text=with_text)


FORMATS: Final = tuple(writers())
NEEDS_TEXT: Final = frozenset({"html"})
"""Forms that show evidence amid the text around it, and so need the text to be made."""


def writer_for(path: str | PurePath) -> ReportWriter:
    """Return the writer that a file's ending asks for.

    Raises:
        ValueError: no format has that ending; the message lists those there are.
    """
    ending = PurePath(path).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise ValueError(f"no report format for {PurePath(path).name!r}: the endings are {known}")
    return writers()[ending]
