"""Any name that a file system takes survives every form of a report."""

import csv
import io
import json
import os
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from contractsai.adapters.reports import FORMATS, writers
from contractsai.adapters.reports.terminal import print_report
from contractsai.application.report import ReportEntry, report_lines
from contractsai.domain.lifecycle import State
from contractsai.domain.names import readable
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.pipeline.pipeline import ContractPipeline

GOOD = "good.txt"
CONTRACT = b"SUPPLY AGREEMENT\n\nThis Agreement is made between Acme, Inc. and Borealis GmbH.\n"
NAMES = st.one_of(
    st.binary(min_size=1, max_size=40),
    st.sampled_from(
        [
            b"caf\xe9 \xff.txt",
            b"\xed\xa0\x80.pdf",  # half a character, as UTF-8 forbids it
            "\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe".encode(),
            b"\x1b[31mred\x1b[0m",
            b"\n\r\t=1+1",
            b"<script>alert(1)</script>",
            b'"quoted", and, commas',
            b"\x01\x02\x7f\xc2\x85",
            b"\xef\xbf\xbf\xef\xbf\xbe",
        ]
    ),
).map(lambda raw: raw.replace(b"/", b"-").replace(b"\0", b"-"))


@cache
def stored() -> StoredAnalysis:
    pipeline = ContractPipeline()
    found = pipeline.analyse(CONTRACT, checkpoint=lambda _: None)
    return StoredAnalysis.of(found, sha256="ab" * 32, pipeline=pipeline.version)


FOLDERS = st.lists(NAMES, min_size=1, max_size=12)
"""Names that lie side by side: a workbook or a page costs more than the names in it."""


def lines_of(*paths: str) -> list[dict[str, object]]:
    """Return the report of a folder with such files, a copy of each, and a file of a plain name."""
    found = stored().analyses()
    named = [(name, "ab" * 32) for path in paths for name in (path, f"{path}.copy")]
    entries = [
        ReportEntry(name, State.COMPLETED, found[0].outcome, None, digest, found)
        for name, digest in [*named, (GOOD, "cd" * 32)]
    ]
    return list(report_lines(entries, with_text=True))


@given(folder=FOLDERS)
@settings(max_examples=8)
def test_every_format_takes_every_name(folder: list[bytes]) -> None:
    """One odd name among a thousand good ones must not cost the report of all."""
    lines = lines_of(*map(os.fsdecode, folder))

    for report_format in FORMATS:
        stream = io.BytesIO()
        writers(as_of=date(2026, 1, 1), with_text=True)[report_format](lines, stream)
        assert GOOD in text_of(report_format, stream.getvalue())
    page = io.StringIO()
    print_report(lines, Console(file=page, width=200), as_of=date(2026, 1, 1))
    assert page.getvalue().encode()


def text_of(report_format: str, written: bytes) -> str:
    """Return what a reader of that form sees, which fails where the form is broken."""
    match report_format:
        case "jsonl":
            return " ".join(json.loads(line)["path"] for line in written.splitlines())
        case "csv":
            rows = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
            return " ".join(row[0] for row in rows)
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(written))
            return " ".join(str(row[0].value) for row in book["Documents"].iter_rows())
        case _:
            return written.decode()


@given(raw=NAMES)
@settings(max_examples=50)
def test_a_line_carries_the_name_as_everybody_else_shows_it(raw: bytes) -> None:
    """The report, the list of documents and the log must name one file alike."""
    path = os.fsdecode(raw)

    named = {line["path"] for line in lines_of(path)}

    assert named == {readable(path), readable(f"{path}.copy"), GOOD}
    assert lines_of(path)[-1]["duplicate_of"] in {None, readable(path), readable(f"{path}.copy")}


@given(folder=FOLDERS)
@settings(max_examples=8)
def test_what_steers_a_terminal_or_turns_words_round_is_shown_as_escapes(
    folder: list[bytes],
) -> None:
    """A name may not look like another name, nor write where it was not meant to."""
    lines = lines_of(*map(os.fsdecode, folder))
    stream = io.BytesIO()
    writers(as_of=None)["html"](lines, stream)

    page = stream.getvalue().decode()

    assert not {letter for letter in page if letter in "\x1b\x7f\N{RIGHT-TO-LEFT OVERRIDE}"}


@pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
def test_the_file_system_takes_such_names() -> None:
    """Else the tests above would speak of names that nobody can have."""
    with tempfile.TemporaryDirectory() as folder:
        raw = os.fsencode(folder) + b"/caf\xe9 \xff.txt"
        try:
            Path(os.fsdecode(raw)).write_bytes(CONTRACT)
        except OSError:
            pytest.skip("this file system takes UTF-8 alone")

        assert os.listdir(folder) == ["caf\udce9 \udcff.txt"]  # noqa: PTH208 - names as they are
