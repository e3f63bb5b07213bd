"""Texts that were made to take for ever take seconds."""

import pytest

from contractsai.domain.findings import Analysis
from contractsai.pipeline.pipeline import ContractPipeline

SECONDS = 60.0  # on a machine shared with others; a quadratic search takes hours
SIZE = 2_000_000  # characters of the two that are worst for most patterns
SMALLER = 300_000


WORST = {
    "one line": "The party of the first part shall supply goods under this agreement ",
    "parentheses": "(",
}
HOSTILE = {
    "open definitions": '(the "A" ',
    "quotes": 'a"',
    "blanks": " ",
    "commas": "A,",
    "titles": "Agreement ",
    "capitals": "A ",
    "between": "between ",
    "names": "Acme, Inc. and ",
    "dates": "January 1, 2020 ",
    "slashes": "1/",
    "years": "2020 ",
    "numbers": "one hundred ",
    "laws": "laws of ",
    "governed": "governed by the laws of ",
    "renewals": "renew for two years notice ",
    "terms": "initial term ",
    "ends": "until terminated ",
    "effective": "effective as of the ",
    "cells": "| a ",
    "headings": "\n1. Term",
    "notices": "renew notice sixty (60) days but but but but but but but but but but but but x. ",
}


def first(content: bytes) -> Analysis:
    return ContractPipeline().analyse(content, checkpoint=lambda _: None)[0]


@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("unit", WORST.values(), ids=WORST.keys())
def test_two_megabytes_of_the_worst_end_in_seconds(unit: str) -> None:
    """A pattern that backtracks would hold a worker for hours; a file costs nothing to send."""
    assert first(b"x" + (unit * (SIZE // len(unit))).encode()).outcome


@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_a_rule_looks_for_over_and_over_ends_in_seconds(unit: str) -> None:
    assert first(b"x" + (unit * (SMALLER // len(unit))).encode()).outcome


@pytest.mark.timeout(SECONDS)
def test_pages_nested_without_end_end_in_seconds() -> None:
    assert first(b"<html>" + b"<div>" * (SIZE // 5) + b"deep").outcome


@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("blank", [" ", "\t", "\u1680", "\u3000", " \t"], ids=repr)
@pytest.mark.parametrize("before", ["", "\n", "x\n"], ids=repr)
def test_a_gap_without_end_is_no_work(blank: str, before: str) -> None:
    """Found by fuzzing: two repeats that meet in a gap try it in every split, its square."""
    gap = blank * (SMALLER // len(blank))

    assert first(f"{before}{gap}Term: this Agreement runs for two years.".encode()).outcome
