"""When names mean the same."""

import pytest

from contractsai.domain.alike import (
    PartyName,
    Titles,
    compared,
    is_same_party,
    party_name,
    title_words,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme, Inc.", "ACME Incorporated"),
        ("Acme, Inc.", "Acme Inc"),
        ("Acme", "Acme, Inc."),
        ("Oak Mills Co., Ltd.", "Oak Mills Company Limited"),
        ("The Associated Press", "Associated Press"),
        ("Stremick\u2019s Heritage Foods, L.L.C.", "Stremicks Heritage Foods LLC"),
        ("BioAmber S.A.S.", "Bioamber SAS"),
        ("FOX LICENSING & MERCHANDISING", "Fox Licensing & Merchandising"),
    ],
)
def test_a_party_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert is_same_party(party_name(one), party_name(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vivint Solar, Inc.", "Vivint, Inc."),
        ("Elm Press Ltd", "Elm Press GmbH"),
        ("", "Acme"),
        ("", ""),
    ],
)
def test_companies_of_one_group_are_not_the_same(one: str, other: str) -> None:
    """Elm Press in London signs other contracts than Elm Press in Berlin."""
    assert not is_same_party(party_name(one), party_name(other))


def test_a_name_is_never_a_form_alone() -> None:
    assert party_name("Limited") == PartyName("limited")


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("SUPPLY AGREEMENT", "Supply Agreement", Titles.SAME),
        ("Services Agreement", "Service Agreement", Titles.SAME),
        ("Manufacturing & Supply Agreement", "Manufacturing and Supply Agreement", Titles.SAME),
        ("MSA", "Master Services Agreement", Titles.SAME),
        ("Services Agreement", "MASTER SERVICES AGREEMENT", Titles.VARIANT),
        ("Wireless Content License Agreement", "License Agreement", Titles.VARIANT),
        ("the Agreement", "Supply Agreement", Titles.GENERIC),
        ("Agreement", "Agreement", Titles.GENERIC),
        ("Contract", "Agreement", Titles.GENERIC),
        ("Patent License Agreement", "Software License Agreement", Titles.OTHER),
        ("Lease", "Office Lease", Titles.OTHER),
        ("Supply Agreement", "", Titles.GENERIC),
    ],
)
def test_titles_are_compared_by_their_words(one: str, other: str, how: Titles) -> None:
    assert compared(title_words(one), title_words(other)) is how
