"""Texts on the categories, made comparable with what units say."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="training needs the extra 'training'")

from contractsai.pipeline.clauses.model.rows import Known, Numbers, numbers_of
from contractsai.pipeline.lexicon.categories import BASE_RATES, CATEGORIES
from contractsai.pipeline.text.units import units_of
from training.descriptions import (
    DESCRIPTIONS,
    TERMS,
    descriptions_of,
    read_descriptions,
    stem_of,
)

NAMES = list(CATEGORIES)
INSURANCE = NAMES.index("cuad.insurance")
AUDIT = NAMES.index("cuad.audit_rights")
TEXT = (
    "The supplier maintains insurance for the benefit of the buyer.\n\n"
    "The buyer audits the books and the records of the supplier.\n\n"
    "The goods are delivered."
)
SAID = {
    "cuad.insurance": "Is there insurance that must be maintained by one party?",
    "cuad.audit_rights": "Does a party have the right to audit books, records or locations?",
}


def numbered(text: str) -> tuple[list[str], Numbers]:
    words = sorted(set(text.lower().replace(".", " ").split()))
    index = {word: number for number, word in enumerate(words)}
    return words, numbers_of(text, units_of(text), Known(index))


@pytest.mark.parametrize(
    "forms",
    [
        ("license", "licenses", "licensing", "licensed"),
        ("party", "parties"),
        ("price", "prices", "priced", "pricing"),
        ("audit", "audits", "audited", "auditing"),
        ("business", "businesses"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem_of(form) for form in forms}) == 1


def test_other_words_have_other_stems() -> None:
    words = ["licensee", "license", "royalty", "royal", "this", "thing", "us", "use", "#2"]

    assert len({stem_of(word) for word in words}) == len(words)


def test_a_unit_says_most_of_the_text_on_its_own_category() -> None:
    words, numbers = numbered(TEXT)
    texts = ([SAID.get(name, "") for name in NAMES],)

    told = descriptions_of(words, [numbers], texts).told(numbers)

    assert told.shape == (1, 2, 3, len(NAMES))
    assert told[0, 0].argmax(axis=0)[[INSURANCE, AUDIT]].tolist() == [0, 1]
    assert told[0, 1].argmax(axis=0)[[INSURANCE, AUDIT]].tolist() == [0, 1]


def test_what_a_text_says_of_every_category_tells_none() -> None:
    words, numbers = numbered(TEXT)
    texts = ["The buyer and the supplier" for _ in NAMES]

    told = descriptions_of(words, [numbers], (texts,)).told(numbers)

    assert np.ptp(told, axis=3).max() == 0


def test_a_category_without_a_text_says_nothing() -> None:
    words, numbers = numbered(TEXT)
    texts = (["" for _ in NAMES],)

    told = descriptions_of(words, [numbers], texts).told(numbers)

    assert not told.any()


def test_a_stem_counts_once_a_unit() -> None:
    words, numbers = numbered(
        "There is insurance.\n\nInsurance, insurance and insurance.\n\nGoods are paid."
    )
    texts = (["insurance" if name == "cuad.insurance" else "" for name in NAMES],)
    known = descriptions_of(words, [numbers], texts)

    assert known.heard(numbers)[0, 0, INSURANCE] == known.heard(numbers)[1, 0, INSURANCE] > 0


def test_descriptions_are_read_by_the_label_of_their_category(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTIONS).write_text(
        "\ufeffCategory (incl. context and answer),Description,Answer Format,Group\n"
        + "".join(
            f'Category: {category.label},"Description: {name}, so",Answer Format: -,Group: -\n'
            for name, category in reversed(CATEGORIES.items())
        ),
        "utf-8",
    )

    read = read_descriptions(tmp_path)

    assert read[INSURANCE] == "Insurance cuad.insurance, so"
    assert len(read) == len(NAMES)


def test_a_missing_description_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTIONS).write_text(
        "Category (incl. context and answer),Description,Answer Format,Group\n", "utf-8"
    )

    with pytest.raises(ValueError, match=r"describes no 'Document Name'"):
        read_descriptions(tmp_path)


def test_every_category_that_is_decided_has_terms() -> None:
    assert set(TERMS) == set(BASE_RATES)
