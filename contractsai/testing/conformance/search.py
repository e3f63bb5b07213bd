"""What the search of every `Store` must find; `StoreConformance` holds this suite too."""

from datetime import date
from typing import Final

import pytest

from contractsai.application.ports import Store
from contractsai.domain.search import SearchQuery
from contractsai.domain.searchable import searchables
from contractsai.testing.builders import a_contract
from contractsai.testing.conformance.searching import (
    ALL,
    LONG,
    NEW_YORK,
    OHIO,
    add_contract,
    found,
)

TEXTS: Final = {
    "plain": "Alpha. The parties agree to arbitration in Paris.",
    "late": f"alpha {LONG} {'the ' * 400} limitation of liability {LONG}",
    "accents": "alpha Société Générale, Zürich; FORCE MAJEURE",
    "signs": "alpha non-compete under section 2.3(b) of O'Neill & Co.'s \"Plan\" a_b",
    "script": "alpha Договор аренды 契約書 x²",
    "giant": f"alpha {'y' * 5_000} omega",
    "empty": "alpha",
}
QUESTIONS: Final = {
    "alpha": "all of them",
    "ALPHA Arbitration": "both words, in any case",
    "paris arbitration": "in any order",
    '"arbitration in paris"': "a phrase",
    '"paris in arbitration"': "a phrase in the wrong order",
    '"limitation of liability"': "a phrase far behind, with a word that is everywhere",
    '"w8999 the"': "a phrase at the end of a part",
    "w1 liability": "words that stand far apart",
    "w8999": "a word behind thousands",
    "societe zurich": "accents do not count",
    "SOCIÉTÉ": "in the question neither",
    "non-compete": "a word with a sign in it",
    "compete non": "its parts",
    "2.3": "a number of a section",
    "b": "one letter",
    "o'neill": "an apostrophe",
    "договор": "another script",
    "契約書": "a third",
    "x2": "a raised figure",
    "arbitr*": "the beginning of a word",
    '"in par*': "a star in a phrase is none",
    "arbitra": "no beginning without a star",
    "y" * 70: "more letters than count",
    "limitation NOT liability": "no operator but words",
    "paris OR zurich": "likewise",
    "NEAR(paris arbitration)": "likewise",
    "words:paris": "no column",
    "paris:*": "nothing of a server's own",
    "paris & arbitration | !x": "signs without a meaning",
    "'paris' <-> arbitration": "likewise",
    '"paris': "a quotation that does not end",
    "paris\\": "a stroke",
    "nul \x00 paris": "no text at all between",
    "alpha \udcff": "half a letter",
    "* ( ) ^ - paris + :": "signs by themselves",
}


class SearchConformance:
    """The suite; every test starts with an empty `store`."""

    @pytest.mark.parametrize("asked", QUESTIONS, ids=QUESTIONS.values())
    def test_it_finds_what_has_the_words(self, store: Store, asked: str) -> None:
        """Whatever is typed: the rule itself is asked of every document, and says what is right."""
        query = SearchQuery.of(asked)
        stored = [add_contract(store, a_contract(text)) for text in TEXTS.values()]

        expected = [one.sha256 for one in stored if searchables(one)[0].meets(query)]

        assert found(store, query) == expected[::-1]

    def test_the_suite_asks_for_something(self, store: Store) -> None:
        """Most of its questions have an answer, or the test above shows nothing."""
        for text in TEXTS.values():
            add_contract(store, a_contract(text))

        assert len(found(store, SearchQuery.of(ALL))) == len(TEXTS)
        answered = [asked for asked in QUESTIONS if found(store, SearchQuery.of(asked))]
        assert len(answered) > len(QUESTIONS) / 2

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"law": "us-ny"}, ["first"]),
            ({"law": "US"}, ["second", "first"]),
            ({"law": "U" + "A"}, []),
            ({"ends_before": date(2027, 6, 30)}, ["first"]),
            ({"ends_before": date(2027, 7, 1)}, ["second", "first"]),
            ({"party": "acme corp"}, ["second", "first"]),
            ({"party": "Acme Corp. West"}, ["second"]),
            ({"party": "corp beta"}, []),
            ({"party": "acm"}, []),
            ({"type": "software_license"}, ["first"]),
            ({"type": "license"}, ["first"]),
            ({"type": "software-license"}, ["first"]),
            ({"type": "softwareXlicense"}, []),
            ({"law": "US-OH", "party": "beta"}, ["second"]),
            ({"law": "US-NY", "party": "beta"}, []),
        ],
    )
    def test_facts_are_filters(
        self, store: Store, filters: dict[str, str | date], expected: list[str]
    ) -> None:
        of = {
            "first": a_contract(
                "alpha one",
                ("governing_law", NEW_YORK),
                ("document_type", {"type": "software_license", "group": "license"}),
                ("party", {"name": "ACME Corp."}),
                ("expiration_date", "2027-06-29"),
            ),
            "second": a_contract(
                "alpha two",
                ("governing_law", {"code": "FR", "name": "France"}),
                ("governing_law", OHIO),
                ("party", {"name": "Acme Corp. West"}),
                ("party", {"name": "Beta GmbH"}),
                ("expiration_date", "2027-06-30"),
            ),
            "third": a_contract("alpha three", ("expiration_date", "perpetual")),
        }
        names = {add_contract(store, analysis).sha256: name for name, analysis in of.items()}

        query = SearchQuery.of(ALL, **filters)  # type: ignore[arg-type]  # a table's values

        assert [names[sha256] for sha256 in found(store, query)] == expected

    def test_each_document_inside_a_file_is_found(self, store: Store) -> None:
        inside = [a_contract(f"alpha {name}", member=name) for name in ("a.pdf", "b.pdf")]
        stored = add_contract(store, a_contract("A letter with two papers"), *inside)

        with store.snapshot() as work:
            both = work.search.find(SearchQuery.of(ALL), limit=10)
            [second] = work.search.find(SearchQuery.of("alpha b"), limit=10)

        assert [one.number for one in both] == [2, 1]
        assert (second.analysis_id, second.number) == (stored.id, 2)

    def test_pages_are_complete_and_without_repeats(self, store: Store) -> None:
        stored = [add_contract(store, a_contract(f"alpha {number}")) for number in range(7)]

        seen: list[str] = []
        after: int | None = None
        with store.snapshot() as work:
            while page := work.search.find(SearchQuery.of(ALL), limit=3, after=after):
                seen.extend(one.sha256 for one in page)
                after = page[-1].place

        assert seen == [one.sha256 for one in reversed(stored)]
