"""What a name adds to an analysis, which knows the bytes alone."""

import pytest

from contractsai.domain.findings import Analysis, Outcome, Versions
from contractsai.domain.named import as_named
from contractsai.domain.reasons import Reason
from contractsai.domain.stored_analysis import StoredAnalysis

VERSIONS = Versions(pipeline="1", model="none", playbook="none")


def of(outcome: Outcome, reason: str | None, media_type: str = "application/zip") -> Analysis:
    text = "a.txt" if outcome.was_read else None
    return Analysis(None, "ab", media_type, outcome, reason, VERSIONS, text=text)


SKIPPED = of(Outcome.SKIPPED, "unsupported")


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        ("deal.pdf", Outcome.FAILED, "corrupt"),
        ("old/Deal.DOC", Outcome.FAILED, "corrupt"),
        ("a.b/deal.msg", Outcome.FAILED, "corrupt"),
        ("deal.wpd", Outcome.FAILED, "unsupported"),
        ("all.rar", Outcome.FAILED, "unsupported"),
        ("prices.xlsx", Outcome.SKIPPED, "unsupported"),
        ("logo.gif", Outcome.SKIPPED, "unsupported"),
        ("deal.pdf/data", Outcome.SKIPPED, "unsupported"),
        ("pdf", Outcome.SKIPPED, "unsupported"),
    ],
)
def test_what_is_called_a_document_is_not_skipped(name: str, outcome: Outcome, reason: str) -> None:
    """Nobody looks for a contract among the files that are none."""
    found = as_named(SKIPPED, name)

    assert (found.outcome, found.reason) == (outcome, reason)
    stored = StoredAnalysis.of([SKIPPED], sha256="ab", pipeline="p").named(name)
    assert stored.outcome is outcome
    assert stored.reason is (Reason(reason) if outcome is Outcome.FAILED else None)


def test_a_packed_folder_that_is_called_a_word_file_is_corrupt() -> None:
    packed = of(Outcome.ANALYSED, None)

    assert as_named(packed, "deal.zip") is packed
    assert as_named(packed, "deal.docx").reason == "corrupt"
    assert as_named(packed, "deal.docx").text is None
    stored = StoredAnalysis.of([packed], sha256="ab", pipeline="p")
    assert stored.named("deal.zip") == stored
    assert stored.named("deal.docx").reason is Reason.CORRUPT


def test_a_document_under_another_name_is_read() -> None:
    """A name may make us look, it never keeps us from reading."""
    page = of(Outcome.ANALYSED, None, "text/html")

    assert as_named(page, "deal.pdf") is page
    assert as_named(page, "deal.docx") is page
