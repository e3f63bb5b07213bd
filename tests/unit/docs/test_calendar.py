"""The event that the documentation shows is one that a sample contract gives."""

import hashlib
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar

from contractsai.adapters.reports.ics import write_ics
from contractsai.application.diary import diary
from contractsai.application.report import ReportEntry, report_lines
from contractsai.domain.lifecycle import State
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.samples import FOLDER

PAGE = Path(__file__).resolve().parents[3] / "docs" / "deadlines.md"
SHOWN = re.compile(r"```text\n(BEGIN:VEVENT.*?)```", re.DOTALL)
SAMPLE = "supply-agreement.pdf"
DAY = date(2026, 11, 28)


def lines() -> list[dict[str, Any]]:
    content = (FOLDER / SAMPLE).read_bytes()
    analyses = ContractPipeline().analyse(content, checkpoint=lambda _: None)
    sha256 = hashlib.sha256(content).hexdigest()
    entry = ReportEntry(SAMPLE, State.COMPLETED, analyses[0].outcome, None, sha256, analyses)
    return list(report_lines([entry]))


def written() -> bytes:
    stream = io.BytesIO()
    changed_at = datetime(2026, 11, 1, tzinfo=UTC)
    write_ics(diary(lines(), as_of=DAY), stream, changed_at=changed_at)
    return stream.getvalue()


def test_the_event_of_the_page_is_what_the_sample_gives() -> None:
    """All of it: people compare it with what their calendar shows."""
    [shown] = re.findall(
        r"```text\n(BEGIN:VEVENT.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )

    assert shown.replace("\n", "\r\n") in written().decode()
    first, *_ = icalendar.Calendar.from_ical(written()).walk("VEVENT")
    assert first["UID"] in shown
