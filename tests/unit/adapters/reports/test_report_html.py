"""The page for a browser."""

import io
import re
from typing import Any

from lxml import html as lxml_html

from contractsai.adapters.reports.html import write_html

Report = list[dict[str, Any]]


def page_of(report: Report) -> str:
    stream = io.BytesIO()
    write_html(report, stream)
    return stream.getvalue().decode()


def test_the_overview_shows_every_document(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(report))

    [overview] = tree.xpath("//div[contains(@class, 'wide')]/table")
    rows = [" ".join(row.text_content().split()) for row in overview.xpath("./tbody/tr")]

    assert len(rows) == 3
    assert "Acme, Inc. (Supplier)" in rows[0]
    assert "2028-03-03" in rows[0]
    assert "timeout" in rows[1]
    assert "same as deals/supply.pdf" in rows[2]


def test_every_link_leads_to_a_section(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(report))

    targets = [link.removeprefix("#") for link in tree.xpath("//a/@href")]

    assert len(targets) == 3
    assert set(targets) <= set(tree.xpath("//section/@id"))


def test_a_value_stands_beside_its_words_and_their_place(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(report))

    [row] = tree.xpath("//section//tr[td[1] = 'Party']")

    assert row.xpath(".//blockquote/text()") == ["Acme, Inc."]
    assert row.xpath(".//*[@class = 'where']/text()") == ["page 1 · § 1 Parties"]


def test_a_clause_that_only_repeats_a_fact_is_left_out(report: Report) -> None:
    """The title is read once; the clause of the law is worth reading beside the law."""
    [law] = [item for item in report[0]["findings"] if item["kind"] == "clause"]
    report[0]["findings"].append({**law, "id": "f9", "name": "cuad.document_name"})

    tree = lxml_html.fromstring(page_of(report))

    labels = tree.xpath("//section[1]//table[2]//td[1]/text()")
    assert labels == ["Governing law"]


def test_a_doubtful_value_asks_to_be_checked(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(report))

    [row] = tree.xpath("//section//tr[td[1] = 'Expires']")

    assert "please check" in row.text_content()
    assert "follows from other findings" in row.text_content()


def test_whatever_a_document_says_is_text() -> None:
    """A file's name and words are somebody else's: none of them may become markup."""
    hostile = '<img src=x onerror="alert(1)">'
    from_file = {
        "path": hostile,
        "member": hostile,
        "document_id": "d",
        "sha256": "ab" * 32,
        "media_type": "text/plain",
        "outcome": "analysed",
        "reason": None,
        "duplicate_of": None,
        "language": "en",
        "pages": None,
        "review_reasons": [],
        "text": None,
        "findings": [
            {
                "kind": "fact",
                "name": "party",
                "value": hostile,
                "normal": {"name": hostile, "role": hostile},
                "confidence": 0.9,
                "band": "sure",
                "evidence": [
                    {"page": None, "start": 0, "end": 9, "quote": hostile, "section": hostile}
                ],
            }
        ],
    }

    tree = lxml_html.fromstring(page_of([from_file]))

    assert not tree.xpath("//img")
    assert hostile in tree.text_content()


def test_the_page_needs_no_other_host_and_no_script(report: Report) -> None:
    """It is mailed around and opened offline, under the strictest of policies."""
    page = page_of(report)
    tree = lxml_html.fromstring(page)

    assert not tree.xpath("//script | //link | //img | //iframe | //@src")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\(|@import|https?://", page)
    assert "default-src 'none'" in page


def test_an_empty_report_says_so() -> None:
    assert "No documents." in page_of([])
