"""Whether a contract renews by itself: nothing does that says it does not."""

import pytest

from contractsai.domain.findings import Band
from contractsai.pipeline.draft import Fact
from contractsai.pipeline.facts.renews import find_whether_renews
from contractsai.pipeline.findings.assemble import band_of
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading


def found(text: str) -> dict[str, Fact]:
    draft = draft_of(normalise(Reading((text,)), max_characters=100_000))
    return {fact.name: fact for fact in find_whether_renews(draft)}


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("This Agreement will not be automatically renewed at the end of the term.", "no"),
        ("The term does not renew unless a new order is signed.", "no"),
        ("The Licensee has no right of renewal of this Lease.", "no"),
        ("The contract ends on that day without any automatic renewal.", "no"),
        ("This Agreement is for a fixed period and non-renewable.", "no"),
        ("The term may be extended by mutual agreement of the parties in writing.", "by_agreement"),
        ("This Agreement may be renewed for further periods of one year.", "by_agreement"),
        ("Tenant shall have the option to renew this Lease for five years.", "option"),
        ("The Client may extend the term by two years.", "option"),
        ("The term may be extended for a year if the Buyer gives notice before its end.", "option"),
        ("This Agreement shall automatically renew for one additional term of a year.", "once"),
        ("This Agreement renews for successive periods of one year.", "repeatedly"),
        (
            "The Agreement shall be automatically extended for additional one-year terms.",
            "repeatedly",
        ),
        ("Thereafter the Agreement continues from month to month.", "repeatedly"),
        (
            (
                "This Agreement renews for successive years unless a party gives notice that the"
                " Agreement shall not renew."
            ),
            "repeatedly",
        ),
    ],
)
def test_how_a_contract_renews_is_found(text: str, how: str) -> None:
    """A calendar rolls forward only what renews, and stops what does not."""
    assert found(text)["renews"].normal == how


@pytest.mark.parametrize(
    "text",
    [
        "The Supplier shall renew its insurance policy for one year.",
        "The warranty period may be extended by agreement.",
        "The right to use the Software under this Agreement shall extend to affiliates.",
        "Any period of limitations shall be extended until the end of the mediation.",
        "The breaching party shall cure within 15 days or any mutually agreed extension.",
        "The Agreement runs for a year.",
    ],
)
def test_what_else_is_renewed_says_nothing_of_the_contract(text: str) -> None:
    assert found(text) == {}


def test_words_at_odds_keep_the_renewal_and_are_to_be_looked_at() -> None:
    """A deadline too many can be struck out, one too few is missed."""
    fact = found(
        "This Agreement renews automatically for successive years.\n\n"
        "9. Ends. There shall be no renewal of this Agreement."
    )["renews"]

    assert (fact.normal, fact.confidence) == ("repeatedly", 0.5)
    assert band_of(fact.confidence) is Band.LOOK_HERE


def test_the_notice_of_an_option_is_found() -> None:
    fact = found(
        "Lessee may extend the term for three years by written notice at least four (4) months"
        " before its end."
    )["option_notice"]

    assert fact.normal == {"n": 4, "unit": "month"}
