"""Where a contract ends, by the ways in which contracts put it."""

from collections.abc import Callable

import pytest
from support.supply_agreement import OPENING, given, normals

from contractsai.domain.findings import Analysis
from contractsai.domain.forms import PERPETUAL
from contractsai.pipeline.draft import ANSWER

Analyse = Callable[[str], tuple[Analysis, ...]]


def ends_of(analyse: Analyse, *clauses: str) -> list[object]:
    [analysis] = analyse(OPENING + "\n\n".join(clauses))
    return normals(analysis, "expiration_date")


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (
            (
                "The term of this Agreement commences on the Effective Date and ends on the tenth "
                "(10th) anniversary thereof."
            ),
            "2035-03-03",
        ),
        (
            (
                "This Agreement shall continue in effect until the 2nd anniversary of the "
                "Effective Date."
            ),
            "2027-03-03",
        ),
        (
            (
                '"Initial Term" means the Effective Date through the day prior to the fourth '
                "anniversary of the Effective Date."
            ),
            "2029-03-03",
        ),
        (
            (
                "The initial term of this Agreement shall commence on the Effective Date and shall "
                "end on the five (5) year anniversary of the Effective Date."
            ),
            "2030-03-03",
        ),
        (
            (
                "The term of this Agreement, unless sooner terminated, renewed or extended as "
                "provided herein, will expire on the twenty-first anniversary of its date."
            ),
            "2046-03-03",
        ),
    ],
)
def test_a_term_may_end_on_an_anniversary(analyse: Analyse, words: str, end: str) -> None:
    assert ends_of(analyse, words) == [end]


@pytest.mark.parametrize(
    "words",
    [
        "After the second anniversary of the Effective Date this Agreement may be terminated.",
        "Buyer may terminate this Agreement on or after the third anniversary of its date.",
        "The price under this Agreement is adjusted on each anniversary of the Effective Date.",
        "The term ends on the zero (0th) anniversary of the Effective Date.",
    ],
)
def test_an_anniversary_of_another_matter_ends_nothing(analyse: Analyse, words: str) -> None:
    assert ends_of(analyse, words) == []


def test_an_anniversary_counts_from_the_day_that_it_names(analyse: Analyse) -> None:
    words = (
        'Services begin on June 1, 2025 (the "Launch Date"). The initial term of this Agreement '
        "ends on the third anniversary of the Launch Date."
    )

    assert ends_of(analyse, words) == ["2028-06-01"]


@pytest.mark.parametrize(
    "words",
    [
        (
            "This Agreement shall commence on the Effective Date and shall continue thereafter for "
            "a period of two (2) years."
        ),
        (
            "Supplier's appointment shall begin on the Effective Date and shall continue for two "
            'years thereafter (the "Initial Term").'
        ),
        'Supplier keeps a shop there for two (2) years from the date hereof (the "Term").',
    ],
)
def test_a_term_is_known_by_what_it_is_called_and_by_where_it_begins(
    analyse: Analyse, words: str
) -> None:
    assert ends_of(analyse, words) == ["2027-03-03"]


@pytest.mark.parametrize(
    "words",
    [
        "During the term of this Agreement Buyer shall report each sale for ten years.",
        "Any notice under this Agreement shall be effective five (5) business days after mailing.",
        (
            "A material term of this Agreement that is broken for 30 days is a reason to end it at "
            "the end of such period."
        ),
        "This Agreement continues until its initial stock is sold and thereafter for two years.",
        'The goods are shown in the shop (the "Term").',
        'The word ("Term" (see below)) "Period") is used without a length.',
    ],
)
def test_a_length_of_another_matter_is_no_term(analyse: Analyse, words: str) -> None:
    [analysis] = analyse(OPENING + words)

    assert given(analysis, "term") == []


def test_a_term_may_be_counted_in_days(analyse: Analyse) -> None:
    assert ends_of(analyse, "The term of this Agreement is for a period of ninety (90) days.") == [
        "2025-06-01"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "This Agreement is valid for an indefinite period.",
        "This Agreement shall apply and remain in effect perpetually unless terminated below.",
        "The term of this Agreement begins today and will end when terminated by either party.",
        "This Agreement shall continue, subject to what follows, until terminated by either party.",
        "This Agreement shall remain in force until either party gives notice of its end.",
        '"Term" means the time from the Effective Date, continuing indefinitely.',
        "The rights and obligations of this Agreement continue in perpetuity.",
    ],
)
def test_a_contract_may_run_until_somebody_ends_it(analyse: Analyse, words: str) -> None:
    assert ends_of(analyse, words) == [PERPETUAL]


@pytest.mark.parametrize(
    "words",
    [
        "Under this Agreement the confidentiality obligations continue in perpetuity.",
        "If a part of this Agreement is held to be indefinite, the rest remains in force.",
        "Buyer may terminate this Agreement if Supplier indefinitely suspends its deliveries.",
        "Pictures made under this Agreement: all content may remain in perpetuity on the site.",
    ],
)
def test_what_goes_on_for_ever_need_not_be_the_contract(analyse: Analyse, words: str) -> None:
    term = "The initial term of this Agreement is three (3) years."

    assert ends_of(analyse, words, term) == ["2028-03-03"]


@pytest.mark.parametrize(
    "words",
    [
        (
            "This Agreement shall continue in effect for three (3) years, and thereafter until "
            "terminated by either party."
        ),
        (
            "This Agreement shall continue in effect until the third anniversary of the Effective "
            "Date, and thereafter until terminated by either party."
        ),
    ],
)
def test_what_comes_behind_the_first_term_does_not_hide_its_end(
    analyse: Analyse, words: str
) -> None:
    assert ends_of(analyse, words) == ["2028-03-03"]


def test_a_day_that_is_named_beats_what_comes_behind_it(analyse: Analyse) -> None:
    words = (
        "The term of this Agreement expires on December 31, 2027. This Agreement then continues "
        "until terminated by either party."
    )

    assert ends_of(analyse, words) == ["2027-12-31"]


@pytest.mark.parametrize(
    "words",
    [
        '"Contract Year" means the period of this Agreement ending on September 30, 2026.',
        "This Agreement follows the convention concluded at Vienna on April 11, 2026.",
        "Buyer joined this Agreement through an assignment dated October 1, 2026.",
        (
            "Buyer may renew this Agreement for a period that begins on January 1, 2028 and ends "
            "on December 31, 2032."
        ),
        'A "Season" means twelve months of this Agreement that end on March 31, 2027.',
    ],
)
def test_a_day_of_another_matter_is_not_the_end(analyse: Analyse, words: str) -> None:
    term = "The initial term of this Agreement is three (3) years."

    assert ends_of(analyse, words, term) == ["2028-03-03"]


def test_the_end_may_be_that_of_a_period_with_a_name(analyse: Analyse) -> None:
    words = (
        '"Contract Period" means the time of this Agreement commencing on the Effective Date and '
        "concluding on December 31, 2026."
    )

    assert ends_of(analyse, words) == ["2026-12-31"]


class TestAnEndBeforeTheStart:
    """No contract ends before it begins, so the day is of another matter, or a slip."""

    WORDS = "The year before this Agreement ended on November 7, 2009."

    def test_it_gives_way_to_an_end_that_follows(self, analyse: Analyse) -> None:
        term = "The initial term of this Agreement is three (3) years."

        assert ends_of(analyse, self.WORDS, term) == ["2028-03-03"]

    def test_it_is_shown_where_there_is_no_other(self, analyse: Analyse) -> None:
        [analysis] = analyse(f"{OPENING}This Agreement ends on November 7, 2009.")

        assert normals(analysis, "expiration_date") == ["2009-11-07"]
        assert "date_conflict" in analysis.review_reasons


def test_what_follows_from_two_answers_is_one(analyse: Analyse) -> None:
    """However little sure the start is: an answer that nobody sees helps nobody."""
    [analysis] = analyse(
        "SUPPLY AGREEMENT\n\nThis agreement is between Acme, Inc. and Borealis GmbH.\n\nThe term "
        "of this Agreement shall commence upon April 1, 2025 and continue for six months."
    )
    starts = [item for item in analysis.findings if item.name == "effective_date"]

    assert [item.normal for item in starts] == ["2025-04-01"]
    assert normals(analysis, "expiration_date") == ["2025-10-01"]
    assert given(analysis, "expiration_date")[0].confidence >= ANSWER
