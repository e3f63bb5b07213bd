"""What people type, and what they are told where it means nothing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.errors import InvalidSearch
from contractsai.domain.search import MAX_TEXT, MAX_WORDS, SearchQuery, Term, places_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Limitation LIABILITY", [Term(("limitation",)), Term(("liability",))]),
        (
            'cap "limitation of liability"',
            [Term(("cap",)), Term(("limitation", "of", "liability"))],
        ),
        ("\u201cnew york\u201d", [Term(("new", "york"))]),
        ('"new york', [Term(("new", "york"))]),
        ("non-compete", [Term(("non", "compete"))]),
        ("indemn*", [Term(("indemn",), is_open=True)]),
        ("hold-harml*", [Term(("hold", "harml"), is_open=True)]),
        ('"indemn*"', [Term(("indemn",))]),
        ("a a A", [Term(("a",))]),
        ("* AND -", [Term(("and",))]),
        ("Ge\u0301ne\u0301rale", [Term(("generale",))]),
    ],
)
def test_words_phrases_and_beginnings(text: str, terms: list[Term]) -> None:
    assert list(SearchQuery.of(text).terms) == terms


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    """No text is anybody's syntax error."""
    try:
        query = SearchQuery.of(text)
    except InvalidSearch:
        return
    assert all(word.isalnum() for term in query.terms for word in term.words)


@pytest.mark.parametrize(
    ("text", "filters", "says"),
    [
        ("", {}, "no word"),
        ('!? "" *', {}, "no word"),
        ("a*", {}, "3 letters"),
        ("x" * (MAX_TEXT + 1), {}, "500 characters"),
        (" ".join(f"w{number}" for number in range(MAX_WORDS + 1)), {}, "32 words"),
        ("x", {"law": "New York"}, "code"),
        ("x", {"law": "US-%"}, "code"),
        ("x", {"type": "%"}, "type"),
        ("x", {"party": "&"}, "1 to 32 words"),
        ("x", {"party": "x " * (MAX_WORDS + 1)}, "1 to 32 words"),
        ("x", {"party": "x" * (MAX_TEXT + 1)}, "500 characters"),
    ],
)
def test_what_means_nothing_is_refused_with_what_would(
    text: str, filters: dict[str, Any], says: str
) -> None:
    with pytest.raises(InvalidSearch, match=says):
        SearchQuery.of(text, **filters)


def test_filters_are_read_as_people_write_them() -> None:
    day = date(2027, 6, 30)
    query = SearchQuery.of(
        "x", law=" us-ny", ends_before=day, party="ACME, Corp.", type="Software License"
    )

    assert (query.law, query.ends_before, query.party, query.type) == (
        *("US-NY", day, ("acme", "corp"), "software_license"),
    )


@pytest.mark.parametrize(
    ("term", "places"),
    [
        (Term(("a",)), [0, 2]),
        (Term(("a", "b")), [0]),
        (Term(("a", "bc")), [2]),
        (Term(("a", "b"), is_open=True), [0, 2]),
        (Term(("bc", "a")), []),
        (Term(("a", "b", "a", "bc", "d")), []),
    ],
)
def test_a_phrase_stands_where_its_words_do(term: Term, places: list[int]) -> None:
    assert list(places_of(term, ["a", "b", "a", "bc"])) == places
