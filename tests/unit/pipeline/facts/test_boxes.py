"""What stands beside an empty box was not agreed."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis

Analyse = Callable[[str], tuple[Analysis, ...]]
HEAD = (
    "SUPPLY AGREEMENT\n\nThis Agreement is made as of March 3, 2025 between Acme, Inc., a Delaware"
    ' corporation ("Supplier"), and Harbour Mills LLC, an Iowa company ("Customer").\n\n'
)


def laws(found: Analysis) -> dict[str, str]:
    return {
        fact.value: fact.band.value
        for fact in found.findings
        if fact.name == "governing_law" and fact.band.value != "unlikely"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Governing law (tick one):\n\n\u2610 the laws of Maine\n\n\u2612 the laws of Utah",
        "Governing law:\n\u2611 Utah\n\u2610 Maine",
        "This Agreement is governed by the laws of: \u2610 Maine \u2612 Utah \u2610 Texas",
        "This Agreement is governed by the laws of [ ] Maine [x] Utah.",
        "This Agreement is governed by:\n( ) the laws of Maine\n(X) the laws of Utah",
    ],
)
def test_the_ticked_law_is_the_law(analyse: Analyse, text: str) -> None:
    [found] = analyse(HEAD + text)

    assert list(laws(found)) == ["Utah"]


def test_of_laws_that_nobody_ticked_none_is_sure(analyse: Analyse) -> None:
    [found] = analyse(HEAD + "This Agreement is governed by the laws of \u2610 Maine \u2610 Utah.")

    assert "sure" not in laws(found).values()


def test_of_two_ticked_laws_none_is_sure(analyse: Analyse) -> None:
    [found] = analyse(HEAD + "This Agreement is governed by the laws of \u2612 Maine \u2612 Utah.")

    assert set(laws(found)) == {"Maine", "Utah"}
    assert "sure" not in laws(found).values()


def test_a_term_beside_an_empty_box_is_no_term(analyse: Analyse) -> None:
    [found] = analyse(
        HEAD
        + "1. Term\n\u2610 The initial term of this Agreement is two (2) years.\n"
        + "\u2612 The initial term of this Agreement is five (5) years."
    )

    terms = [
        fact.value
        for fact in found.findings
        if fact.name == "term" and fact.band.value != "unlikely"
    ]
    assert all("five" in value or "5" in value for value in terms)


def test_a_single_box_is_no_choice(analyse: Analyse) -> None:
    """A list with boxes for bullets, or one statement to confirm."""
    law = "This Agreement is governed by the laws of Utah."

    assert laws(analyse(f"{HEAD}\u2610 {law}")[0]) == laws(analyse(f"{HEAD}{law}")[0])
