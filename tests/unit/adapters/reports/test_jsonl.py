"""The form that machines read."""

import io
import json
from typing import Any

import pytest

from contractsai.adapters.reports.jsonl import write_jsonl

Report = list[dict[str, Any]]


def written(report: Report) -> bytes:
    stream = io.BytesIO()
    write_jsonl(report, stream)
    return stream.getvalue()


def test_each_line_is_one_object_and_nothing_is_lost(report: Report) -> None:
    assert [json.loads(line) for line in written(report).splitlines()] == report


def test_keys_keep_the_order_of_the_schema(report: Report) -> None:
    """Equal reports are equal bytes: people compare them with ``cmp``."""
    first = json.loads(written(report).splitlines()[0], object_pairs_hook=list)

    assert [key for key, _ in first] == list(report[0])


def test_letters_are_written_as_themselves(report: Report) -> None:
    report[0]["path"] = "Verträge/şirket.pdf"

    assert "Verträge/şirket.pdf".encode() in written(report)


def test_a_number_that_json_cannot_say_is_refused(report: Report) -> None:
    """NaN is no JSON: half of the readers would fail, the other half guess."""
    report[0]["run"]["seconds"] = float("nan")

    with pytest.raises(ValueError, match="JSON"):
        written(report)


def test_no_document_is_no_byte() -> None:
    assert written([]) == b""
