"""The page for a browser."""

import io
import re
from datetime import date
from typing import Any

import pytest
from lxml import html as lxml_html

from contractsai.adapters.reports.html import write_html

Report = list[dict[str, Any]]


def page_of(report: Report, **options: Any) -> str:
    stream = io.BytesIO()
    write_html(report, stream, **options)
    return stream.getvalue().decode()


def test_the_overview_shows_every_document(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(report))

    [overview] = tree.xpath("//table[@class = 'documents']")
    rows = [" ".join(row.text_content().split()) for row in overview.xpath("./tbody/tr")]

    assert len(rows) == 3
    assert "Acme, Inc. (Supplier)" in rows[0]
    assert "2028-03-03" in rows[0]
    assert "timeout" in rows[1]
    assert "same as deals/supply.pdf" in rows[2]


def test_every_link_leads_to_a_section(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(report))

    targets = [link.removeprefix("#") for link in tree.xpath("//a/@href")]

    assert len(targets) >= 3
    assert set(targets) == set(tree.xpath("//section/@id"))


def test_a_value_stands_beside_its_words_and_their_place(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(report))

    [row] = tree.xpath("//section//tr[td[1] = 'Party']")

    assert row.xpath(".//mark/text()") == ["Acme, Inc."]
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


def with_more(report: Report) -> Report:
    """Return the report with a risk, a gap, a notice and the text."""
    findings = report[0]["findings"]
    common = {**findings[0], "confidence": 0.9, "evidence": [], "normal": {"severity": "high"}}
    near_miss = {"near_miss": {"page": 1, "start": 0, "end": 4, "quote": "a cap", "section": None}}
    report[0]["text"] = "between\nAcme,\nInc. and Globex LLC"
    findings[1]["evidence"][0] |= {"start": 8, "end": 18}
    findings += [
        {**common, "id": "f7", "kind": "risk", "name": "risk.unsigned", "value": "Not signed"},
        {
            **common,
            "id": "f8",
            "kind": "missing",
            "name": "missing.cap_on_liability",
            "value": "No cap on liability",
            "because": [near_miss],
        },
        {**common, "id": "f9", "name": "notice_deadline", "value": "x", "normal": "2028-01-03"},
        {**common, "id": "f10", "name": "notice_period", "normal": {"n": 2, "unit": "month"}},
        {**common, "id": "f11", "name": "renewal_term", "normal": {"n": 1, "unit": "year"}},
    ]
    return report


def test_evidence_is_marked_amid_the_words_around_it(report: Report) -> None:
    """Whether a name is a party is decided by the words beside it."""
    tree = lxml_html.fromstring(page_of(with_more(report)))

    [row] = tree.xpath("//section//tr[td[1] = 'Party']")

    assert row.xpath(".//blockquote")[0].text_content() == "between Acme, Inc. and Globex LLC"
    assert row.xpath(".//mark/text()") == ["Acme, Inc."]


def test_the_folder_shows_risks_the_worst_first(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(with_more(report)))

    rows = [
        " ".join(row.text_content().split())
        for row in tree.xpath("//table[@class = 'risks']/tbody/tr")
    ]

    assert rows == [
        "high No cap on liability 1 · SUPPLY AGREEMENT",
        "high Not signed 1 · SUPPLY AGREEMENT",
    ]


def test_what_several_documents_lack_has_a_name_for_all_of_them(report: Report) -> None:
    """Their own words differ, since they hold dates and amounts."""
    gap = {**report[0]["findings"][0], "kind": "missing", "normal": None, "evidence": []}
    gap |= {"id": "f9", "name": "missing.cap_on_liability", "value": "No cap, US$ 5"}
    report[0]["findings"].append(gap)
    report.append({**report[0], "path": "b.pdf", "findings": [{**gap, "value": "No cap, US$ 6"}]})

    tree = lxml_html.fromstring(page_of(report))

    assert tree.xpath("//table[@class = 'risks']/tbody/tr/td[2]/text()") == [
        "Missing: cap on liability"
    ]


def test_what_is_missing_shows_its_nearest_miss(report: Report) -> None:
    """A person who is told that something is not there wants to know what came closest."""
    tree = lxml_html.fromstring(page_of(with_more(report)))

    [row] = tree.xpath("//section//tr[contains(., 'No cap on liability')]")

    assert "looked for, and not found; the nearest words: a cap" in row.text_content()


def test_dates_are_drawn_and_told_in_words(report: Report) -> None:
    """The drawing is for eyes; whoever cannot see it has the same dates in a table."""
    tree = lxml_html.fromstring(page_of(with_more(report), as_of=date(2028, 1, 1)))

    [drawing] = tree.xpath("//svg[@class = 'timeline']")
    [row] = tree.xpath("//table[@class = 'dates']/tbody/tr")

    assert drawing.get("aria-labelledby") == "timeline-title timeline-words"
    assert len(drawing.xpath(".//circle")) == len(drawing.xpath(".//path")) == 1
    assert [cell.text_content().split()[:3] for cell in row.xpath("./td")] == [
        ["SUPPLY", "AGREEMENT"],
        [],
        ["2028-01-03"],
        ["2028-03-03", "please", "check"],
        ["in", "2", "days"],
    ]


@pytest.mark.parametrize(
    ("as_of", "distance"),
    [
        (date(2028, 1, 2), "in 1 day"),
        (date(2028, 1, 3), "today"),
        (date(2028, 1, 4), "in 59 days"),  # the notice was missed, the end is next
    ],
)
def test_what_is_near_is_judged_by_the_day_that_the_page_names(
    report: Report, as_of: date, distance: str
) -> None:
    """A printed page is read later: it has to say by which day it speaks."""
    page = page_of(with_more(report), as_of=as_of)

    assert f"dates as of <time>{as_of}</time>" in page
    assert lxml_html.fromstring(page).xpath("//table[@class = 'dates']//td[5]/text()") == [distance]


def test_a_contract_that_has_ended_is_past(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(report, as_of=date(2028, 3, 4)))

    assert tree.xpath("//table[@class = 'dates']//td[5]/text()") == ["past"]


def test_without_a_day_the_page_judges_none(report: Report) -> None:
    """Then the same lines give the same page, whenever it is made."""
    page = page_of(with_more(report))

    assert "as of" not in page


def test_the_folder_shows_how_much_was_found(report: Report) -> None:
    tree = lxml_html.fromstring(page_of(report))

    told = tree.xpath("//svg[@class = 'share']/@aria-label")

    assert "Title: sure in 1, to check in 0 of 1" in told
    assert "Expires: sure in 0, to check in 1 of 1" in told
    assert "Courts: sure in 0, to check in 0 of 1" in told


def test_many_clauses_are_folded_away(report: Report) -> None:
    [law] = [item for item in report[0]["findings"] if item["kind"] == "clause"]
    report[0]["findings"] += [{**law, "id": f"f{number}"} for number in range(10, 30)]

    tree = lxml_html.fromstring(page_of(report))

    assert tree.xpath("//section//summary/text()") == ["21 clauses"]


def test_the_whole_text_is_shown_to_whoever_asks_for_it(report: Report) -> None:
    with_text = lxml_html.fromstring(page_of(with_more(report), with_text=True))

    assert not lxml_html.fromstring(page_of(report)).xpath("//*[@class = 'text']")
    [text] = with_text.xpath("//*[@class = 'text']")
    assert text.text_content() == report[0]["text"]
    assert "".join(text.xpath("./mark[contains(@title, 'Party')]/text()")) == "Acme,\nInc."


def test_a_verdict_and_another_voice_are_told_apart(report: Report) -> None:
    """Whose word a value is decides how far it is trusted."""
    report[0]["findings"][0]["review"] = {
        "state": "corrected",
        "by": "ann",
        "at": "2026-01-01",
        "old": {"value": "SUPLY", "normal": "SUPLY"},
    }
    report[0]["findings"][1]["method"] = "llm:small"
    report[0]["findings"][2]["method"] = "human"

    tree = lxml_html.fromstring(page_of(report))

    assert tree.xpath("//*[@class = 'said']/text()") == [
        "corrected by ann, was: SUPLY",
        "said by small",
        "said by a person",
    ]


def test_an_opinion_stands_beside_what_it_is_about(report: Report) -> None:
    """As a row of its own it would read like a fact of the contract."""
    findings = report[0]["findings"]
    opinion = {"name": "second_opinion", "value": "no", "normal": "no", "method": "llm:small"}
    findings.append({**findings[1], **opinion, "id": "f9", "because": [{"finding": "f2"}]})

    tree = lxml_html.fromstring(page_of(report))

    [row] = tree.xpath("//section//tr[td[1] = 'Party']")
    assert "small says: no" in row.text_content()
    assert not tree.xpath("//section//tr[td[1] = 'Second opinion']")
