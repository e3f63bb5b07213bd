"""Forms of every kind are read alike: letters, orders, questions, grids, signatures, leaders."""

from typing import Any

import pytest
from support.form_kinds import CLAUSES, KINDS
from support.form_kinds_abroad import KINDS_ABROAD

from contractsai.domain.findings import Band
from contractsai.pipeline.facts.answers import is_answer
from contractsai.pipeline.facts.law_words import is_of_another
from contractsai.pipeline.lexicon.labels import Label, label_of
from contractsai.pipeline.lexicon.periods import find_periods
from contractsai.pipeline.pipeline import ContractPipeline

ALL = {**KINDS, **KINDS_ABROAD}
_OTHERS_LAW = " The law of Ireland applies to the data clauses."


def _months(term: tuple[int, str]) -> int:
    return term[0] * (12 if term[1] == "year" else 1)


@pytest.mark.parametrize("kind", ALL)
def test_every_kind_of_form_is_read(kind: str) -> None:
    """Whoever else it names, and whatever other days, places and laws stand in it."""
    written, parties, begins, lasts, code = ALL[kind]
    written = written.replace("{clauses}", CLAUSES)
    written = written.replace("{no_law}", CLAUSES.replace(_OTHERS_LAW, ""))
    [analysis] = ContractPipeline().analyse(written.encode(), checkpoint=lambda _: None)
    found: dict[str, list[Any]] = {}
    for item in analysis.findings:
        if item.is_answer:
            found.setdefault(item.name, []).append(item.normal)

    addresses = {
        item["name"].casefold(): (item["address"] or "").replace(",", "") for item in found["party"]
    }
    assert (
        parties.items()
        <= {
            name: wanted if addresses.get(name.casefold()) == wanted.replace(",", "") else ""
            for name, wanted in parties.items()
        }.items()
    )
    assert found["effective_date"] == [begins]
    assert [_months((item["n"], item["unit"])) for item in found["term"]] == [_months(lasts)]
    assert [item["code"] for item in found.get("governing_law", [])] == ([code] if code else [])
    names = {name.casefold() for name in parties}
    sure = [one for one in analysis.findings if one.name == "party" and one.band is Band.SURE]
    assert {str(one.value).casefold() for one in sure} <= names


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Who is the supplier?", Label("party", "supplier")),
        ("Who are we?", Label("party", "we")),
        ("Who is providing the services?", Label("party", "provider")),
        ("Where is the supplier based?", Label("address", "supplier")),
        ("Where are you based?", Label("address", "you")),
        ("What is the supplier\u2019s address?", Label("address", "supplier")),
        ("When does the contract start?", Label("effective_date")),
        ("When does it end?", Label("expiration_date")),
        ("How long will it run?", Label("term")),
        ("How long the job is expected to last", Label("term")),
        ("Which country\u2019s law applies?", Label("governing_law")),
        ("What law applies to this contract?", Label("governing_law")),
        ("Live from (Effective Date)", Label("effective_date")),
        ("Ship to", Label("elsewhere")),
        ("Delivery address", Label("elsewhere")),
    ],
)
def test_questions_ask_for_what_labels_ask_for(question: str, label: Label) -> None:
    """Of whoever they name, if that is a party."""
    assert label_of(question) == label


@pytest.mark.parametrize(
    "question",
    [
        "Who pays?", "Who signs?", "Who owns the work?", "Who is the account manager?",
        "When is payment due?", "How much notice?", "How long must information be kept secret?",
        "Where is the site?",
    ],
)  # fmt: skip
def test_other_questions_are_left_alone(question: str) -> None:
    """Their answers are days, places and persons, too."""
    assert label_of(question) is None


def test_a_label_is_answered_by_its_own_kind() -> None:
    """A day answers none that asks for a firm."""
    values = {
        "party": "Acme Ltd",
        "effective_date": "3 May 2025",
        "address": "9 Fore Street, Bodmin",
        "term": "two years",
        "governing_law": "English",
    }
    for kind in values:
        right = [other for other, value in values.items() if is_answer(Label(kind), value)]
        assert right == [kind]


def test_a_law_for_a_purpose_is_not_the_contracts() -> None:
    """The clauses on which transfers of data rest have a law of their own."""
    assert is_of_another("for the purposes of Clause 17 of those clauses the ", " applies")
    assert is_of_another("The ", " Ireland applies to the data clauses")
    assert not is_of_another("The ", " Ireland governs this agreement")


def test_figures_may_stand_before_their_words() -> None:
    """Both are read, and a difference between them is told."""
    [alike] = find_periods("for 2 (two) years")
    [other] = find_periods("for 2 (three) years")

    assert (alike.n, alike.unit, alike.is_open) == (2, "year", False)
    assert other.is_open
