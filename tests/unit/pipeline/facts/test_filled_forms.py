"""Filled forms in eighteen layouts: what stands in a form's boxes is read, whatever its shape."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from support.filled_forms import FORMS
from support.filled_forms_more import FORMS as MORE
from support.form_kit import Form

from contractsai.domain.findings import Analysis, Finding
from contractsai.pipeline.pipeline import ContractPipeline

Scores = dict[str, list[bool]]
BAR = 0.9
_WORDS = re.compile(r"\w+")


def answers(analysis: Analysis, name: str) -> list[Finding]:
    return [item for item in analysis.findings if item.name == name and item.is_answer]


def words(text: str) -> Counter[str]:
    return Counter(_WORDS.findall(text.casefold()))


def is_same_address(given: str, right: str) -> bool:
    common = (words(given) & words(right)).total()
    return common >= 0.9 * max(words(given).total(), words(right).total())


def is_same_name(given: str, right: str) -> bool:
    return words(given) == words(right)


def scored(form: Form, analysis: Analysis) -> dict[str, list[bool]]:
    """Return what was right and wrong; a party too many counts as one wrong."""
    parties = [item.value for item in answers(analysis, "party")]
    given: list[Any] = [item.normal for item in answers(analysis, "address")]
    found = {
        name: next((item["text"] for item in given if is_same_name(item["party"], name)), "")
        for name in form.addresses
    }
    right = [any(is_same_name(name, wanted) for name in parties) for wanted in form.parties]
    extra = [False] * max(0, len(parties) - sum(right))
    period: list[Any] = [item.normal for item in answers(analysis, "term")]
    law: list[Any] = [item.normal for item in answers(analysis, "governing_law")]
    dates = [item.normal for item in answers(analysis, "effective_date")]
    return {
        "party": right + extra,
        "address": [is_same_address(found[name], form.addresses[name]) for name in found],
        "effective_date": [dates == [form.effective_date]],
        "term": [[(one["n"], one["unit"]) for one in period] == [form.term]],
        "governing_law": [[one["code"] for one in law] == [form.governing_law]],
    }


@pytest.fixture(scope="module")
def scores(make_docx_once: Callable[[str], bytes]) -> Scores:
    total: Scores = {}
    for form in (*FORMS, *MORE):
        content = make_docx_once(form.body)
        [analysis] = ContractPipeline().analyse(content, checkpoint=lambda _: None)
        for name, marks in scored(form, analysis).items():
            total.setdefault(name, []).extend(marks)
    return total


@pytest.mark.parametrize("name", ["party", "address", "effective_date", "term", "governing_law"])
def test_nine_of_ten_values_of_forms_are_read(scores: Scores, name: str) -> None:
    """People fill in forms that nobody tuned the reader on; each layout here is another one."""
    marks = scores[name]

    assert sum(marks) / len(marks) >= BAR


def test_the_cover_page_is_no_party(make_docx_once: Callable[[str], bytes]) -> None:
    """Standard terms name it beside the parties, with a capital."""
    body = FORMS[0].body
    [analysis] = ContractPipeline().analyse(make_docx_once(body), checkpoint=lambda _: None)

    assert {item.value for item in answers(analysis, "party")} == set(FORMS[0].parties)
