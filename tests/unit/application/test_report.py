"""The lines of a report, and what they say together."""

import hashlib
from typing import Any

import pytest

from contractsai.application.report import ReportEntry, report_lines, summary
from contractsai.domain.findings import (
    Analysis,
    Band,
    Decision,
    Evidence,
    Finding,
    Kind,
    Outcome,
    Presence,
    Versions,
)
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason

TEXT = "SUPPLY AGREEMENT between Acme, Inc. and Borealis GmbH, governed by the law of Ohio."
KEYS = [
    "path",
    "member",
    "document_id",
    "sha256",
    "media_type",
    "outcome",
    "reason",
    "duplicate_of",
    "language",
    "pages",
    "page_starts",
    "ocr_pages",
    "review_reasons",
    "versions",
    "text",
    "struck",
    "categories",
    "findings",
    "run",
]


def checksum(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def fact(number: int, name: str, value: str, normal: Any = None, **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "confidence": 0.9,
        "band": Band.SURE,
        "method": "rule:test",
        "evidence": (Evidence(None, 0, 6, TEXT[:6]),),
    } | changes
    return Finding(f"f{number}", Kind.FACT, name, value, normal, **values)


def read(content: str = "supply", member: str | None = None, *findings: Finding) -> Analysis:
    return Analysis(
        member=member,
        sha256=checksum(content),
        media_type="text/plain",
        outcome=Outcome.ANALYSED,
        reason=None,
        versions=Versions(pipeline="1", model="none", playbook="none"),
        language="en",
        text=TEXT,
        categories={"cuad.insurance": Presence(Decision.ABSENT, likely=False, confidence=0.3)},
        findings=findings,
    )


def unread(outcome: Outcome, reason: str, content: str = "x") -> Analysis:
    versions = Versions(pipeline="1", model="none", playbook="none")
    return Analysis(None, checksum(content), None, outcome, reason, versions)


def entry(path: str, *analyses: Analysis, **changes: Any) -> ReportEntry:
    values: dict[str, Any] = {
        "state": State.COMPLETED,
        "outcome": analyses[0].outcome if analyses else None,
        "reason": None,
        "sha256": analyses[0].sha256 if analyses else None,
        "analyses": analyses,
    }
    return ReportEntry(path, **(values | changes))


def lines(*entries: ReportEntry, **switches: bool) -> list[dict[str, Any]]:
    ordered = sorted(entries, key=lambda entry: entry.path)  # as they are read
    return list(report_lines(ordered, **switches))


def test_every_line_has_the_schemas_keys_in_its_order() -> None:
    """Readers in other languages lean on the shape; equal reports must be equal bytes."""
    found = lines(
        entry("a.txt", read()),
        entry("b.txt", read()),
        entry("c.txt", state=State.FAILED, reason=Reason.TIMEOUT),
        entry(".DS_Store", read("other")),
    )

    assert [list(line) for line in found] == [KEYS] * 4


def test_lines_are_sorted_by_path_then_member() -> None:
    mail = entry("b.eml", read(), read("supply", "z.pdf"), read("supply", "a.pdf"))

    found = lines(entry("c.txt", read("c")), mail, entry("a.txt", read("a")))

    assert [(line["path"], line["member"]) for line in found] == [
        ("a.txt", None),
        ("b.eml", None),
        ("b.eml", "a.pdf"),
        ("b.eml", "z.pdf"),
        ("c.txt", None),
    ]


def test_document_ids_are_unique_and_stable() -> None:
    """Links into a report and a person's corrections hang on them."""
    mail = entry("b.eml", read(), read("supply", "a.pdf"))
    copy = entry("c.txt", read())

    first, second = lines(mail, copy), lines(copy, mail)

    assert [line["document_id"] for line in first] == [line["document_id"] for line in second]
    assert len({line["document_id"] for line in first}) == 3


def test_the_text_is_given_only_when_asked_for() -> None:
    assert lines(entry("a.txt", read()))[0]["text"] is None
    assert lines(entry("a.txt", read()), with_text=True)[0]["text"] == TEXT


def test_candidates_are_given_only_when_asked_for() -> None:
    """`unlikely` means "not our answer": people must not meet it unasked."""
    doubtful = fact(2, "title", "AGREEMENT", band=Band.UNLIKELY, confidence=0.1)
    document = entry("a.txt", read("supply", None, fact(1, "title", "SUPPLY"), doubtful))

    assert [item["id"] for item in lines(document)[0]["findings"]] == ["f1"]
    with_candidates = lines(document, with_candidates=True)
    assert [item["id"] for item in with_candidates[0]["findings"]] == ["f1", "f2"]


def test_a_copy_points_to_the_first_path_and_says_nothing_itself() -> None:
    """Counting a contract twice would double every sum in the report."""
    original = entry("b/supply.txt", read("supply", None, fact(1, "title", "SUPPLY")))
    copy = entry("c/supply.txt", read("supply", None, fact(1, "title", "SUPPLY")))

    first, second = lines(copy, original)

    assert (first["path"], first["outcome"]) == ("b/supply.txt", "analysed")
    assert (second["outcome"], second["reason"]) == ("duplicate", "same_bytes")
    assert second["duplicate_of"] == "b/supply.txt"
    assert (second["findings"], second["categories"], second["text"]) == ([], {}, None)


def test_copies_of_an_unreadable_file_each_tell_their_reason() -> None:
    """ "Same as a broken file" would hide what is wrong."""
    broken = unread(Outcome.FAILED, "corrupt")

    found = lines(entry("a.pdf", broken), entry("b.pdf", broken))

    assert [(line["outcome"], line["reason"]) for line in found] == [("failed", "corrupt")] * 2


def test_a_system_file_is_skipped_whatever_it_holds() -> None:
    [line] = lines(entry("deals/.DS_Store", read()))

    assert (line["outcome"], line["reason"]) == ("skipped", "system_file")
    assert line["findings"] == []


def test_a_system_file_is_nobodys_original() -> None:
    found = lines(entry(".supply.txt", read()), entry("supply.txt", read()))

    assert [line["outcome"] for line in found] == ["skipped", "analysed"]


@pytest.mark.parametrize("reason", [Reason.TIMEOUT, Reason.CRASHED, Reason.MISSING])
def test_a_document_without_an_analysis_tells_why(reason: Reason) -> None:
    """Every file has exactly one outcome: none may vanish from the report."""
    [line] = lines(entry("a.pdf", state=State.FAILED, reason=reason))

    assert (line["outcome"], line["reason"]) == ("failed", reason.value)
    assert line["sha256"] is None


def test_a_cancelled_document_is_skipped() -> None:
    [line] = lines(entry("a.pdf", state=State.CANCELLED))

    assert (line["outcome"], line["reason"]) == ("skipped", "cancelled")


@pytest.mark.parametrize("state", [State.PENDING, State.RUNNING, State.RETRYING])
def test_a_document_that_has_not_ended_has_no_line_yet(state: State) -> None:
    assert lines(entry("a.pdf", state=state)) == []


def test_a_summary_counts_answers_once_a_document() -> None:
    """It is read by people: candidates and repetitions must not inflate it."""
    document = read(
        "supply",
        None,
        fact(1, "title", "SUPPLY AGREEMENT"),
        fact(2, "document_type", "Supply agreement"),
        fact(3, "document_type", "Service agreement", confidence=0.5, band=Band.LOOK_HERE),
        fact(4, "party", "Acme, Inc."),
        fact(5, "party", "Acme, Inc."),
        fact(6, "governing_law", "Ohio"),
        fact(7, "governing_law", "Texas", confidence=0.1, band=Band.UNLIKELY),
        fact(8, "expiration_date", "3 March 2028", "2028-03-03"),
    )
    scan = unread(Outcome.NEEDS_OCR, "no_text", "scan")

    found = summary(lines(entry("a.txt", document), entry("b.pdf", scan), with_candidates=True))

    assert found.lines == 2
    assert found.outcomes == {"analysed": 1, "needs_ocr": 1}
    assert found.reasons == {"no_text": 1}
    assert found.document_types == {"Supply agreement": 1}
    assert found.parties == {"Acme, Inc.": 1}
    assert found.governing_laws == {"Ohio": 1}
    assert [(item.date, item.path, item.title) for item in found.expiries] == [
        ("2028-03-03", "a.txt", "SUPPLY AGREEMENT")
    ]


def test_expiries_are_in_order_and_a_perpetual_contract_has_none() -> None:
    def ending(content: str, day: str) -> Analysis:
        return read(content, None, fact(1, "expiration_date", day, day))

    found = summary(
        lines(
            entry("a.txt", ending("a", "2030-01-01")),
            entry("b.txt", ending("b", "perpetual")),
            entry("c.txt", ending("c", "2028-01-01")),
        )
    )

    assert [item.path for item in found.expiries] == ["c.txt", "a.txt"]


def test_a_line_says_of_a_document_that_nobody_understands_what_its_row_says() -> None:
    skipped = unread(Outcome.SKIPPED, "unsupported")

    found = lines(entry("data.bin", skipped), entry("deal.pdf", skipped))

    assert [(line["outcome"], line["reason"]) for line in found] == [
        ("skipped", "unsupported"),
        ("failed", "corrupt"),
    ]
