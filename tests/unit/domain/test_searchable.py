"""What of an analysis can be looked for; the stores' suite asks the rest of it."""

from dataclasses import replace
from datetime import date

import pytest

from contractsai.domain.findings import Band
from contractsai.domain.search import SearchQuery
from contractsai.domain.searchable import LONGEST, VOCABULARY, Searchable, searchables
from contractsai.testing.builders import a_contract, an_analysis

NEW_YORK = {"code": "US-NY", "name": "New York"}
FACTS = (
    ("governing_law", NEW_YORK),
    ("governing_law", "of nowhere"),
    ("document_type", {"type": "nda", "group": "confidentiality"}),
    ("party", {"name": "ACME Corp."}),
    ("party", {"name": None}),
    ("expiration_date", "perpetual"),
    ("expiration_date", "2027-06-30"),
    ("expiration_date", "2029-06-30"),
)


def test_a_document_has_its_words_and_its_facts() -> None:
    """What has another form than ours, from a pipeline of somebody else's, is passed over."""
    one = Searchable.of(3, a_contract("The Law.", *FACTS))

    assert one == Searchable(
        number=3,
        words=("the", "law"),
        laws=("US-NY",),
        types=("nda", "confidentiality"),
        parties=("acme corp",),
        ends="2027-06-30",
    )


def test_candidates_are_no_facts() -> None:
    contract = a_contract("The Law.", ("governing_law", NEW_YORK))
    unlikely = replace(contract.findings[0], band=Band.UNLIKELY)

    assert Searchable.of(0, replace(contract, findings=(unlikely,))).laws == ()


def test_a_text_without_end_is_looked_through_so_far() -> None:
    text = "x " * (LONGEST // 2) + "behind"

    assert len(Searchable.of(0, a_contract(text)).words) == LONGEST // 2


def test_more_different_words_than_a_server_keeps_are_none() -> None:
    """No document has them; one that is made to have them must end as any other."""
    words = [f"{number:05}{'ж' * 59}" for number in range(8_000)]

    found = Searchable.of(0, a_contract(" ".join(["alpha", *words, "omega"]))).words

    assert found[:2] == ("alpha", words[0])
    assert VOCABULARY - 123 < sum(len(word.encode()) for word in found) <= VOCABULARY


def test_the_same_words_again_and_again_are_all_there() -> None:
    assert len(Searchable.of(0, a_contract("word " * 60_000)).words) == 60_000


@pytest.mark.parametrize("payload", [b"", b"\xff", b"1", b"[1]", b"[{}]", b"[]"])
def test_what_cannot_be_read_has_no_words(payload: bytes) -> None:
    assert searchables(an_analysis(payload=payload)) == (Searchable(0),)


@pytest.mark.parametrize(
    ("query", "is_met"),
    [
        (SearchQuery.of("law"), True),
        (SearchQuery.of("law order"), False),
        (SearchQuery.of("law", law="US-NY"), True),
        (SearchQuery.of("law", law="US"), True),
        (SearchQuery.of("law", law="US-N"), False),
        (SearchQuery.of("law", type="nda"), True),
        (SearchQuery.of("law", type="lease"), False),
        (SearchQuery.of("law", party="acme"), True),
        (SearchQuery.of("law", party="corp acme"), False),
        (SearchQuery.of("law", ends_before=date(2027, 7, 1)), True),
        (SearchQuery.of("law", ends_before=date(2027, 6, 30)), False),
    ],
)
def test_all_of_a_question_has_to_hold(query: SearchQuery, *, is_met: bool) -> None:
    assert Searchable.of(0, a_contract("The Law.", *FACTS)).meets(query) is is_met


def test_what_names_no_end_ends_before_no_day() -> None:
    assert not Searchable.of(0, a_contract("x")).meets(
        SearchQuery.of("x", ends_before=date(9999, 1, 1))
    )
