"""When a letter was written."""

import pytest

from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.facts.letter_date import find_letter_date
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading

ABOUT = "Re: Renewal of the Supply Agreement dated 1 July 2023"


def draft(text: str) -> Draft:
    return draft_of(normalise(Reading((text,)), max_characters=100_000))


def dates(text: str) -> list[object]:
    return [fact.normal for fact in find_letter_date(draft(text), [])]


@pytest.mark.parametrize("day", ["5 May 2026", "Date: May 5, 2026", "5 May 2026."])
def test_a_letter_has_its_date_on_a_line_of_its_own(day: str) -> None:
    """From then on a renewal holds."""
    assert dates(f"Elm Press Ltd\n{day}\n\n{ABOUT}\n\nDear Ms Roe,\n\nWe agree.") == ["2026-05-05"]


@pytest.mark.parametrize(
    "text",
    [
        f"Elm Press Ltd\n\n{ABOUT}\n\nDear Ms Roe,\n\n5 May 2026\n\nWe agree.",
        f"Elm Press Ltd\n5 May 2026\n\n{ABOUT}\n\nWe agree.",
        f"Our letter of 5 May 2026\n\n{ABOUT}\n\nDear Ms Roe,\n\nWe agree.",
        "Elm Press Ltd\n5 May 2026\n\nDear Ms Roe,\n\nWe agree.",
        f"Elm Press Ltd\n\n{ABOUT}\n\nDear Ms Roe,\n\nWe agree.",
    ],
    ids=["below", "no letter", "within words", "about no contract", "no other date"],
)
def test_other_dates_are_not_the_letters(text: str) -> None:
    assert dates(text) == []


def test_a_day_that_was_found_otherwise_is_not_doubted() -> None:
    text = f"Elm Press Ltd\n5 May 2026\n\n{ABOUT}\n\nDear Ms Roe,"
    known = Fact("effective_date", "1 June 2026", "2026-06-01", 0.8, "rule:x")

    assert find_letter_date(draft(text), [known]) == []
