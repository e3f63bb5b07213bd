"""What is kept of an analysis, and what may not be kept."""

import pytest

from contractsai.domain.findings import Analysis, Outcome, Versions
from contractsai.domain.stored_analysis import StoredAnalysis

SHA256 = "ab" * 32
VERSIONS = Versions(pipeline="1", model="none", playbook="none")


def document(member: str | None, outcome: Outcome, reason: str | None = None) -> Analysis:
    text = "This Agreement." if outcome.was_read else None
    return Analysis(member, SHA256, "text/plain", outcome, reason, VERSIONS, text=text)


def stored(*analyses: Analysis) -> StoredAnalysis:
    return StoredAnalysis.of(analyses, sha256=SHA256, pipeline="contracts-1")


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.FAILED, "corrupt"),
        (Outcome.FAILED, "member_limit"),
        (Outcome.NEEDS_OCR, "no_text"),
        (Outcome.PARTIAL, "page_limit"),
    ],
)
def test_a_file_does_not_call_itself_analysed_while_something_inside_was_not_read(
    outcome: Outcome, reason: str
) -> None:
    """People look at the file's own line: no pipeline may leave something out in silence."""
    inside = document("deal.pdf", outcome, reason)

    with pytest.raises(ValueError, match="not read"):
        stored(document(None, Outcome.ANALYSED), inside)

    assert stored(document(None, Outcome.PARTIAL, "members_unread"), inside)


def test_what_is_no_document_inside_a_file_leaves_nothing_unread() -> None:
    """A logo in a mail is no contract."""
    logo = document("logo.png", Outcome.SKIPPED, "unsupported")

    found = stored(document(None, Outcome.ANALYSED), logo)

    assert found.outcome is Outcome.ANALYSED
    assert [item.member for item in found.analyses()] == [None, "logo.png"]
