"""How early a notice against a renewal counts."""

import pytest

from contractsai.pipeline.facts.notice_window import find_notice_windows
from contractsai.pipeline.facts.renewal import find_renewals
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading

BOTH_WAYS = [
    (
        "It renews each year unless a party gives notice not more than 120 days and not less than"
        " sixty (60) days before the end of the term."
    ),
    (
        "It renews for successive years unless notice is given not less than sixty (60) days and"
        " not more than one hundred and twenty (120) days prior to its expiry."
    ),
    (
        "The term renews for a year unless either party notifies the other no earlier than 120"
        " days, and no later than 60 days, before the expiration."
    ),
]


@pytest.mark.parametrize("text", BOTH_WAYS)
def test_a_window_has_an_early_and_a_late_end(text: str) -> None:
    """The late one is the deadline, whichever comes first in the sentence."""
    draft = draft_of(normalise(Reading((text,)), max_characters=10_000))
    facts = {fact.name: fact.normal for fact in reversed(find_renewals(draft))}

    assert [fact.normal for fact in find_notice_windows(draft)] == [{"n": 120, "unit": "day"}]
    assert facts["notice_period"] == {"n": 60, "unit": "day"}


@pytest.mark.parametrize(
    "text",
    [
        "The fee for a renewal term shall be not more than 120 days of fees.",
        "It renews unless notice is given at least 60 days before the end of the term.",
        "Payment is due not more than 30 days after notice.",
    ],
)
def test_no_window_is_made_up(text: str) -> None:
    draft = draft_of(normalise(Reading((text,)), max_characters=10_000))

    assert find_notice_windows(draft) == []
