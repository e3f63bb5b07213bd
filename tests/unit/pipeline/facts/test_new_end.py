"""The end that an amendment gives its contract."""

import pytest

from contractsai.pipeline.facts import find_facts
from contractsai.pipeline.facts.new_end import find_new_end
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading


def found(words: str, heading: str = "FIRST AMENDMENT") -> list[object]:
    text = f"{heading}\n\nA and B amend the Supply Agreement dated 1 July 2023.\n\n{words}"
    draft = draft_of(normalise(Reading((text,)), max_characters=100_000))
    return [fact.normal for fact in find_new_end(draft)]


@pytest.mark.parametrize(
    "words",
    [
        '1. Section 1 is replaced with: "This Agreement continues until 31 May 2027."',
        "The Agreement is extended to 31 May 2027.",
        "The term of the Agreement is hereby extended for a further year until 31 May 2027.",
        "The Initial Term of this Agreement shall expire on 31 May 2027.",
        "This Agreement shall be effective through and including May 31, 2027.",
        "The parties agree to extend the Term until 31 May 2027.",
        "We renew the Supply Agreement for a further year, until 31 May 2027.",
        "The Expiration Date is changed from 31 May 2026 to 31 May 2027.",
        'Section 2 shall read: "The Term ends on 31 May 2027".',
        "The Agreement (as amended) shall remain in full force and effect until 31 May 2027.",
        "The initial term is hereby changed to end on 31 May 2027.",
        "The term is extended from 1 June 2026 to 31 May 2027.",
        "New End Date: 31 May 2027",
        "This Amendment extends the term of the Agreement until 31 May 2027.",
        "This Amendment amends the Agreement so that it continues until 31 May 2027.",
        "The Supply Agreement is renewed. It now ends on 31 May 2027.",
    ],
)
def test_what_the_contract_or_its_term_does_until_a_day_is_its_end(words: str) -> None:
    assert found(words) == ["2027-05-31"]


@pytest.mark.parametrize(
    "words",
    [
        "This Second Amendment is effective from 1 May 2026 and shall expire on 31 May 2027.",
        'This Amendment (the "Letter") shall remain in force until 31 May 2027.',
        "During the Term of this Agreement, Buyer shall buy 100 in the period ending 31 May 2027.",
        "Section 2 of the Agreement is amended to allow work for a period through 31 May 2027.",
        "The Agreement remains in force. Prices hold until 31 May 2027.",
        "The Agreement continues with a minimum of 100 until 31 May 2027.",
        "The Agreement is amended as of 31 May 2027.",
        "The assignment was made as of 31 May 2027 under the Agreement.",
    ],
)
def test_the_day_of_something_else_is_none(words: str) -> None:
    """In half of the amendments that we read such a day would have hidden the right one."""
    assert found(words) == []


def test_a_contract_has_no_new_end() -> None:
    assert found("This Agreement continues until 31 May 2027.", heading="SUPPLY AGREEMENT") == []


def test_the_last_of_several_is_told() -> None:
    words = "The Term, which ends on 31 May 2026, is extended. The Term ends on 31 May 2027."

    assert found(words) == ["2027-05-31"]


@pytest.mark.parametrize(
    ("words", "renews"),
    [
        ("The Agreement is renewed for a further year until 31 May 2027.", []),
        ("The Agreement is extended for one year, until 31 May 2027.", []),
        (
            "The Agreement continues until 31 May 2027 and shall be renewed once for one year.",
            ["once"],
        ),
        (
            "The Agreement is extended until 31 May 2027. It then renews automatically each year.",
            ["repeatedly"],
        ),
    ],
)
def test_a_renewal_that_the_paper_is_says_nothing_of_those_to_come(
    words: str, renews: list[str]
) -> None:
    """Taken for the last one, it would hide every notice after it."""
    text = f"FIRST AMENDMENT\n\nA and B amend the Supply Agreement dated 1 July 2023.\n\n{words}"
    facts = find_facts(draft_of(normalise(Reading((text,)), max_characters=100_000)))

    assert [fact.normal for fact in facts if fact.name == "renews"] == renews
    assert [fact.normal for fact in facts if fact.name == "new_end"] == ["2027-05-31"]
