"""What a paper calls itself."""

import pytest

from contractsai.pipeline.facts.paper_kind import paper_kind

MASTER = "the Master Services Agreement dated 1 July 2023"


@pytest.mark.parametrize(
    "text",
    [
        "FIRST AMENDMENT\n\nA and B agree:",
        "Exhibit 10.2\n\n2nd Amendment to Supply Agreement\n\nA and B agree:",
        "NON-COMPETITION AGREEMENT AMENDMENT NO. 1\n\nA and B agree:",
        f'Confidential.\n\nTHIS AMENDMENT NO. 2 (this "Amendment") to {MASTER} is made',
        f"This is the First Amendment to {MASTER}",
        'This Endorsement Agreement Addendum I (the "Addendum") is made',
        "Elm Press Ltd\n4 Mill Lane\n\n5 May 2026\n\nRe: Renewal of the Services Agreement\n\nDear",
        "RENEWAL LETTER\n\nDear Sir or Madam",
        "DEED OF VARIATION\n\nA and B agree:",
        "Modification No. 3 to Supply Agreement\n\nA and B agree:",
        "CHANGE ORDER 7\n\nA and B agree:",
        'AMENDMENT AGREEMENT\n\nThis Amendment Agreement (this "Agreement") is made',
    ],
)
def test_a_paper_that_changes_a_contract_says_so_in_a_heading_or_of_itself(text: str) -> None:
    found = paper_kind(text)

    assert found is not None
    assert found.fact == "amends"


@pytest.mark.parametrize(
    "text",
    [
        "STATEMENT OF WORK NO. 2\n\nA and B agree:",
        "SOW 3\n\nA and B agree:",
        "Order Form\n\nCustomer: A",
        "SCHEDULE TO Software License Agreement\n\nSupplier: A",
        f"Appendix A\n\nThis Statement of Work is issued under {MASTER}.",
        f"EXHIBIT 'B' This Exhibit B is entered into on 1 May and is part of {MASTER}",
        f'This Schedule ("Schedule") is made to {MASTER}',
    ],
)
def test_a_paper_that_stands_under_a_contract_says_so(text: str) -> None:
    found = paper_kind(text)

    assert found is not None
    assert found.fact == "under"


@pytest.mark.parametrize(
    "text",
    [
        f"SUPPLY AGREEMENT\n\nA and B, who amended {MASTER} by an amendment, agree:",
        'AMENDED AND RESTATED SUPPLY AGREEMENT\n\nThis Agreement (this "Agreement") is made',
        "TALENT AGREEMENT\n\nTHIS SUPPLEMENTAL AGREEMENT is made beside the Primary Agreement",
        "AMENDMENT AND RESTATEMENT OF SUPPLY AGREEMENT\n\nA and B agree:",
        'COOPERATION AGREEMENT\n(2014 Amendment)\n\nThis Cooperation Agreement (this "Agreement")',
        'SUPPLY AGREEMENT\nSchedule to the Framework Agreement\n\n(this "Agreement") is made',
        'STATEMENT OF WORK TERMS\n\nThis Services Agreement (the "Agreement") is made by',
        "SUPPLY AGREEMENT\n\n13. No amendment to this Agreement and no order form counts unless",
        "SUPPLY AGREEMENT\n\nTable of Contents\n1. Term\n2. Price\n3. Law\nAmendment",
        "",
    ],
)
def test_what_is_a_contract_itself_is_neither(text: str) -> None:
    """It keeps every question that a contract has to answer."""
    assert paper_kind(text) is None
