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
    (
        "It renews for successive years unless either party gives notice between 120 and 60 days"
        " before the end of the term."
    ),
    (
        "It renews unless a party gives notice of non-renewal between one hundred twenty (120) and"
        " sixty (60) days prior to its expiry."
    ),
    (
        "The term renews for a year unless either party notifies the other in the period beginning"
        " 120 days and ending 60 days before the expiration."
    ),
    "It renews unless notice is given from 120 days to 60 days before the end of the term.",
    "It renews unless notice is given within the time of 60 to 120 days before the end of it.",
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
        "It renews for two to three years unless notice is given 60 days before the end of it.",
        "It renews unless notice is given between the 3rd and 60 days before the end of the term.",
        "At the end of the term the goods are shown for two and 30 days before they are sold.",
    ],
)
def test_no_window_is_made_up(text: str) -> None:
    draft = draft_of(normalise(Reading((text,)), max_characters=10_000))

    assert find_notice_windows(draft) == []


def test_the_two_ends_of_a_window_may_be_told_in_quarters() -> None:
    text = "It renews unless notice is given between 2 and 1 quarters before the end of the term."
    draft = draft_of(normalise(Reading((text,)), max_characters=10_000))
    [notice] = [fact for fact in find_renewals(draft) if fact.name == "notice_period"]

    assert [fact.normal for fact in find_notice_windows(draft)] == [{"n": 6, "unit": "month"}]
    assert notice.normal == {"n": 3, "unit": "month"}
