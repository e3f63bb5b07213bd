"""The outline of a contract, however its articles are numbered."""

import pytest

from contractsai.pipeline.text.segment import headings


def names(text: str) -> list[str]:
    return [heading.name for heading in headings(text)]


@pytest.mark.parametrize(
    "line",
    ["4. Law", "4 Law", "Section 4. Law", "4) Law", "ARTICLE IV Law", "Article IV. Law", "IV. Law"],
)
def test_a_heading_begins_with_its_number(line: str) -> None:
    [found] = names(line)

    assert found.split()[0] in {"4", "IV"}
    assert found.endswith("Law")


def test_letters_that_count_on_are_headings_where_there_are_no_numbers() -> None:
    text = "A. Services\nx\nB. Fees\ny\nC. Governing Law\nz"

    assert names(text) == ["A Services", "B Fees", "C Governing Law"]


@pytest.mark.parametrize(
    "text",
    [
        "By: A. Smith\nA. Smith\nB. Jones\n",  # who signs
        "1. Term\n2. Law\nA. First\nB. Second",  # a list within an article
    ],
)
def test_other_letters_are_none(text: str) -> None:
    assert not any(name[0].isalpha() for name in names(text))


def test_an_article_without_a_title_is_one_if_it_counts_on() -> None:
    """What stands in it must not be said to stand in the article before."""
    long = "This Agreement is governed by the laws of Ohio, as they stand when a dispute begins"
    text = f"1. Term\nx\n2. {long}\n3. Other"

    assert names(text) == ["1 Term", "2", "3 Other"]


def test_a_list_within_an_article_begins_anew() -> None:
    long = "The Buyer pays for each of the goods that it has ordered, once it has received them"
    text = f"3. Fees\n1. {long}\n4. Law"

    assert names(text) == ["3 Fees", "4 Law"]
