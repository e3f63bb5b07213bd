"""What holds for every document, also for those nobody thought of."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.findings import MAX_QUOTE, Analysis, Band, Kind, RunFigures
from contractsai.pipeline.lexicon.categories import BASE_RATES
from contractsai.pipeline.pipeline import ContractPipeline

# Words that the rules act on, in any order: more likely to upset them than random letters.
_FRAGMENTS = """
SUPPLY AGREEMENT;This Agreement;is made as of;between;among;Acme, Inc.;Borealis GmbH;("Buyer")
(the "Agreement");(;);";and;,;March 3, 2025;3/4/25;____;effective;the Effective Date;until
governed by the laws of;the State of Ohio;England;initial term;two (2) years;renew;notice
sixty days;prior to;WHEREAS;1. Term.;PROVIDER:;|;Governing Law |;By:;\u2019;\u00e9;\U0001f4c4
12 Main Street, Dayton, OH 45402;offices at;Exhibit 10.1;TABLE OF CONTENTS
"""
FRAGMENTS = ["\n", "\n\n", *_FRAGMENTS.replace("\n", ";").strip(";").split(";")]
texts = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(" ".join)


def first(content: bytes) -> Analysis:
    return ContractPipeline().analyse(content, checkpoint=lambda _: None)[0]


@given(texts)
def test_every_value_stands_where_it_says(text: str) -> None:
    """The constructor checks each quote against the text; here it meets every kind of text."""
    analysis = first(text.encode())

    for finding in analysis.findings:
        for place in finding.evidence:
            assert analysis.text is not None
            assert analysis.text[place.start : place.end].strip()[:MAX_QUOTE] == place.quote
    assert Analysis.from_json(analysis.to_json()) == analysis


@given(texts)
def test_the_same_bytes_give_the_same_analysis(text: str) -> None:
    """Results are stored once per content: whoever asks first must not matter."""
    content = text.encode()

    assert replace(first(content), run=RunFigures()) == replace(first(content), run=RunFigures())


@given(texts)
def test_the_output_contract_is_kept(text: str) -> None:
    analysis = first(text.encode())
    if not analysis.outcome.was_read:
        assert not analysis.categories
        return

    assert analysis.categories.keys() == BASE_RATES.keys()
    clauses = [item for item in analysis.findings if item.kind is Kind.CLAUSE]
    given_clauses = {item.name for item in clauses if item.band is not Band.UNLIKELY}
    sure = {name for name, item in analysis.categories.items() if item.decision.value != "absent"}
    assert sure <= given_clauses
    by_id = {item.id: item for item in analysis.findings}
    for item in analysis.findings:
        if item.method == "derived":
            inputs = [by_id[str(source["finding"])] for source in item.because]
            assert item.confidence <= min(source.confidence for source in inputs)


@given(st.binary(max_size=300))
def test_no_bytes_are_a_defect(content: bytes) -> None:
    """A file that raises would be tried again and again, and then be called our fault."""
    assert first(content).outcome


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<html>",
        b"From: a\nTo: b\n",
    ],
)
@given(tail=st.binary(max_size=200))
def test_no_bytes_behind_a_known_beginning_are_a_defect(head: bytes, tail: bytes) -> None:
    assert first(head + tail).outcome


@given(cut=st.floats(0, 1), flips=st.lists(st.floats(0, 1), max_size=5))
def test_no_damage_to_a_pdf_is_a_defect(
    make_pdf: Callable[[Sequence[str]], bytes], cut: float, flips: list[float]
) -> None:
    content = bytearray(make_pdf(["This Agreement is made between Acme, Inc. and Globex LLC."]))
    for where in flips:
        content[int(where * (len(content) - 1))] ^= 0x55

    assert first(bytes(content[: int(cut * len(content))])).outcome
