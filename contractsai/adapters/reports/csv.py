"""`ReportWriter` for CSV: a row a finding."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from contractsai.adapters.reports.rows import COLUMNS, flat_rows


def write_csv(lines: Iterable[Mapping[str, Any]], stream: BinaryIO) -> None:
    """Write RFC 4180 in UTF-8, with the mark by which spreadsheets know it."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for line in lines:
            writer.writerows(flat_rows(line))
    finally:
        text.detach()  # flushes, and leaves the stream to its owner
