"""Deadlines and amendments on the page for a browser."""

import io
from datetime import date
from typing import Any

import pytest
from lxml import html as lxml_html

from contractsai.adapters.reports.html import write_html

Report = list[dict[str, Any]]
DAY = date(2026, 11, 28)
PARTIES = ("Elm Press Ltd", "Oak Mills plc")


def tree_of(report: Report, as_of: date | None = DAY) -> Any:
    stream = io.BytesIO()
    write_html(report, stream, as_of=as_of)
    return lxml_html.fromstring(stream.getvalue().decode())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_what_was_missed_comes_first_then_month_by_month(dated: Report) -> None:
    """What is far away or over is folded away, but there."""
    groups = tree_of(dated).xpath("//section[@class = 'group']")

    assert [
        (group.get("id"), len(group.xpath(".//tr")), bool(group.xpath("./details")))
        for group in groups
    ] == [
        ("missed", 1, False),
        ("m-2026-12", 1, False),
        ("m-2027-01", 1, False),
        ("m-2027-03", 1, False),
        ("m-2027-06", 2, False),
        ("m-2027-10", 1, False),
        ("later", 1, True),
        ("ended", 1, True),
    ]
    assert [words(group.xpath(".//h3 | ./details/summary")[0]) for group in groups] == [
        "Missed",
        *("December 2026", "January 2027", "March 2027", "June 2027", "October 2027"),
        *("Later: 1", "Ended: 1"),
    ]


def test_the_strip_of_months_leads_into_the_list(dated: Report) -> None:
    """Twelve months whether or not they hold something, and nothing that leads nowhere."""
    tree = tree_of(dated)
    cells = tree.xpath("//nav[@class = 'months']/*")

    assert [words(cell) for cell in cells] == [
        *("Missed1", "Nov 2026·", "Dec1", "Jan 20271", "Feb·", "Mar1", "Apr·"),
        *("May·", "Jun2", "Jul·", "Aug·", "Sep·", "Oct1", "Later1"),
    ]
    targets = {link.removeprefix("#") for link in tree.xpath("//nav[@class = 'months']/a/@href")}
    assert targets == set(tree.xpath("//section[@class = 'group']/@id")) - {"ended"}


def test_a_deadline_says_how_near_it_is_what_to_do_and_how_it_was_counted(dated: Report) -> None:
    """By a sign and a word, not by a colour alone."""
    tree = tree_of(dated)

    next_one = "The next one is 2027-10-02."
    [row] = tree.xpath("//section[@id = 'missed']//tr")
    cells = row.xpath("./td")
    assert [words(cell) for cell in cells[:3]] == [
        "missed",
        "2026-10-0257 days ago",
        f"Last day to stop the renewal, missed HOSTING {', '.join(PARTIES)} {next_one}",
    ]
    assert len(cells[0].xpath(".//svg[@aria-hidden = 'true']")) == 1
    assert row.xpath(".//a/@href") == ["#d-id-hosting.txt"]
    assert words(cells[3].xpath("./div")[0]) == (
        "2026-10-02 = 2027-01-01 (1 year from 2024-01-01, then 2 times 1 year), "
        "less one day, less 90 days."
    )  # and nothing to check
    assert [words(quote) for quote in cells[3].xpath(".//blockquote")] == [
        "effective_date as said",
        "term as said",
        "renewal_term as said",
        "notice_period as said",
    ]


def test_each_state_has_a_word(dated: Report) -> None:
    found = tree_of(dated).xpath("//section[@class = 'group']//tr/td[1]")

    assert [words(cell) for cell in found] == [
        *("missed", "soon", "soon", "later", "later", "later", "later", "later", "ended")
    ]


def test_a_renewal_of_nobody_knows_how_long_is_asked_about(dated: Report) -> None:
    """Folded away among what has ended, it would be looked at no more."""
    renews = {**dated[2]["findings"][-1], "name": "renews", "normal": "repeatedly"}
    dated[2]["findings"].append(renews)

    tree = tree_of(dated)

    [row] = tree.xpath("//section[@id = 'unclear'][h3]//tr")
    assert words(row).startswith("unclear 2021-12-31")
    assert "It renews, but for how long was not found." in words(row)
    assert tree.xpath("//nav/a[@class = 'month unclear']/@aria-label") == ["Unclear: 1"]


def test_a_month_is_read_aloud_as_one(dated: Report) -> None:
    """A 3 under Dec would be heard as a day."""
    labels = tree_of(dated).xpath("//nav[@class = 'months']/a/@aria-label")

    assert labels[:3] == ["Missed: 1", "December 2026: 1", "January 2027: 1"]


def test_a_day_that_stands_on_doubt_asks_to_be_checked(dated: Report) -> None:
    dated[3]["findings"][-1]["band"] = "look_here"

    rows = tree_of(dated).xpath(
        "//tr[contains(., 'please check')][td/span[@class = 'status later']]"
    )

    assert [row.xpath(".//a/text()") for row in rows] == [["FAR"]]


def test_a_term_that_goes_on_says_until_when_it_can_be_stopped(dated: Report) -> None:
    tree = tree_of(dated)

    [lease] = tree.xpath("//section[@id = 'm-2027-06']//tr[contains(., 'LEASE')]")
    [hosting] = tree.xpath("//section[@id = 'm-2027-01']//tr")

    assert "Unless stopped by 2027-03-02." in words(lease)
    assert "The last day to stop it was 2026-10-02." in words(hosting)


def test_a_family_shows_what_holds_from_when_and_in_place_of_what(dated: Report) -> None:
    [card] = tree_of(dated).xpath("//div[@class = 'card family'][.//table]")

    assert words(card.xpath("./ol")[0]) == "contract master.txt from 2025-05-15 AMENDMENT"
    rows = card.xpath(".//tbody/tr")
    assert [[words(cell) for cell in row.xpath("./td")] for row in rows] == [
        [
            "Expires",
            "2027-06-30 holdsnew_end as said",
            "2025-05-15AMENDMENT",
            "2027-01-31expiration_date as saidMASTER",
        ],
        ["Renews", "no holdsrenews as said", "2025-05-15AMENDMENT", "no words on it"],
    ]


@pytest.mark.parametrize(
    ("as_of", "told"), [(date(2025, 5, 14), "not yet"), (date(2025, 5, 15), "holds")]
)
def test_a_paper_holds_from_its_day_on(dated: Report, as_of: date, told: str) -> None:
    pills = tree_of(dated, as_of).xpath(
        "//table[@class = 'changes']//span[contains(@class, 'pill')]"
    )

    assert {words(pill) for pill in pills} == {told}


def test_a_length_that_is_added_is_shown_as_one(dated: Report) -> None:
    paper = {**dated[6], "findings": [*dated[6]["findings"]]}
    longer = {"name": "extension", "value": "1 year", "normal": {"n": 1, "unit": "year"}}
    paper["findings"][-2] = paper["findings"][-2] | longer

    [card] = tree_of([*dated[:6], paper]).xpath("//div[@class = 'card family'][.//table]")

    first = card.xpath(".//tbody/tr[1]/td[2]//span[@class = 'value']")
    assert [words(value) for value in first] == ["longer by 1 year"]


def test_an_amendment_that_changes_no_date_says_so(dated: Report) -> None:
    del dated[6]["findings"][-2:]

    assert "It changes no date" in words(tree_of(dated))


def test_an_amendment_of_no_contract_here_is_a_question(dated: Report) -> None:
    [item] = tree_of(dated).xpath("//ul[@class = 'loose']/li")

    assert words(item) == "LOOSE lost.txt It names Other of no date; no contract here is like that."


def test_a_paper_that_may_belong_to_a_contract_leads_to_it(dated: Report) -> None:
    """A person says; until then the contract's days are told as if there were no such paper."""
    paper = {**dated[6], "path": "undated.txt", "document_id": "id-undated"}
    paper["findings"] = [
        finding for finding in paper["findings"] if not finding["name"].endswith("_date")
    ]

    items = tree_of([*dated, paper]).xpath("//ul[@class = 'loose']/li")

    assert "AMENDMENT perhaps belongs to MASTER undated.txt" in words(items[-1])
    assert items[-1].xpath("./a/@href")[-1] == "#d-id-master.txt"


def test_a_folder_without_amendments_or_deadlines_says_no_more_than_that(dated: Report) -> None:
    page = words(tree_of([dated[7] | {"findings": dated[7]["findings"][:3]}]))

    assert "No contract has a deadline that was found." in page
    assert "amendments" not in page


def test_without_a_day_no_deadline_is_told(dated: Report) -> None:
    """What is due depends on when somebody asks."""
    page = words(tree_of(dated, None))

    assert "Deadlines" not in page
    assert "Contracts with amendments" not in page


def test_the_section_names_its_day(dated: Report) -> None:
    headings = [words(item) for item in tree_of(dated).xpath("//h2[.//time]")]

    assert headings == [
        "Deadlines as of 2026-11-28",
        "Contracts with amendments as of 2026-11-28",
    ]


def test_every_link_leads_to_a_section(dated: Report) -> None:
    tree = tree_of(dated)

    assert {link.removeprefix("#") for link in tree.xpath("//a/@href")} <= set(
        tree.xpath("//section/@id")
    )


def test_whatever_a_document_says_is_text(dated: Report) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    for line in dated:
        line["path"] = hostile + line["path"]
        for finding in line["findings"]:
            if isinstance(finding["normal"], str) and not finding["name"].endswith("date"):
                finding["value"] = hostile
            finding["evidence"][0]["quote"] = hostile
    dated[4]["findings"][-1]["normal"] |= {"who": hostile, "what": hostile}

    tree = tree_of(dated)

    assert not tree.xpath("//img")
    assert len(tree.xpath("//section[@class = 'group']")) == 8
