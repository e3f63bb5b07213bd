"""Labels of forms in other languages, which stand alone or beside their English ones."""

import pytest

from contractsai.pipeline.lexicon.foreign_labels import foreign_label
from contractsai.pipeline.lexicon.labels import Label, label_of


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Concédant / Licensor", Label("party", "concédant")),
        ("Le Prestataire :", Label("party", "prestataire")),
        ("L\u2019entrepreneur", Label("party", "entrepreneur")),
        ("Siège social / Registered office", Label("address")),
        ("Raison sociale", Label("name")),
        ("PLZ und Ort", Label("address_part")),
        ("Zamawiający", Label("party", "zamawiający")),
        ("Statutaire zetel", Label("address")),
        ("Laws that govern", Label("governing_law")),
        ("Law and arbitration", Label("governing_law")),
        ("Period of charter", Label("term")),
        ("Owners (name and place of business)", Label("party", "owner")),
        ("Rental company", Label("party", "rental company")),
    ],
)
def test_a_label_is_known_in_the_language_of_its_form(written: str, label: Label) -> None:
    assert label_of(written) == label


@pytest.mark.parametrize(
    "written",
    ["By", "Via courier", "Le Projet", "A label", "Cap", "Postal code and town: 8861 ZZ Harlingen"],
)
def test_words_of_english_and_answers_are_no_labels(written: str) -> None:
    """ "By" is a town's label in Danish, and beside every signature in English."""
    assert label_of(written) is None


def test_an_answer_on_the_second_line_makes_no_label_for_two_things() -> None:
    """The first line is a label, and what stands below it may have an "and" in it."""
    assert label_of("Law and venue  Irish law and Cork") is None
    assert label_of("Laufzeit /  Term") == Label("term")


def test_an_article_alone_is_nothing() -> None:
    assert foreign_label("le") is None
