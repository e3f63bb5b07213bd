"""Training gives the same numbers on every run, and reads the labels as they are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.pipeline.facts.ranker import Ranker, Table
from training import labels
from training.logistic import fit, isotonic

ROWS = [
    {"good": 1.0, "often": 1.0},
    {"often": 1.0},
    {"good": 1.0},
    {},
    {"bad": 1.0},
    {"often": 1.0},
]
RIGHT = [True, False, True, False, False, True]


def test_two_runs_give_equal_numbers() -> None:
    assert fit(ROWS, RIGHT, penalty=1.0) == fit(ROWS, RIGHT, penalty=1.0)


def test_what_goes_with_right_answers_weighs_more() -> None:
    model = fit(ROWS, RIGHT, penalty=1.0)

    ranker = Ranker(model["bias"], model["weights"])

    assert (
        ranker.probability({"good": 1.0}) > ranker.probability({}) > ranker.probability({"bad": 1})
    )


@given(st.lists(st.tuples(st.sampled_from([0.4, 0.6, 0.8]), st.booleans()), min_size=1))
def test_a_table_rises_and_promises_no_certainty(pairs: list[tuple[float, bool]]) -> None:
    points = isotonic([score for score, _ in pairs], [right for _, right in pairs])

    curve = Table(points["scores"], points["shares"])

    assert points["scores"] == sorted(points["scores"])
    assert 0 < curve.read(0.4) <= curve.read(0.6) + 0.05
    assert curve.read(0.8) < 1


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ('Acme, Inc. ("Seller"); Globex LLC ("Buyer")', ["Acme, Inc.", "Globex LLC"]),
        ("Acme, Inc.; each of the Parties", ["Acme, Inc."]),
        ("", []),
    ],
)
def test_a_label_names_parties_without_their_terms(answer: str, names: list[str]) -> None:
    assert labels.party_names(answer) == names


def test_a_label_is_used_once() -> None:
    names = ["ACME INC", "Acme, Inc.", "Globex"]

    assert labels.matched(names, ["Acme, Inc.", "Globex LLC"]).count(True) == 2


@pytest.mark.parametrize(
    ("answer", "dates"),
    [
        ("3/1/2024", {"2024-03-01"}),
        ("[]/[]/2024", set()),
        (None, set()),
        ("perpetual", {"perpetual"}),
    ],
)
def test_a_date_with_blanks_is_none(answer: str | None, dates: set[str]) -> None:
    assert labels.dates(answer) == dates


def test_an_unreadable_answer_teaches_nothing() -> None:
    """To count it as "none" would punish a rule for being right."""
    assert labels.dates("see below") is None


def test_a_term_follows_from_two_labelled_dates() -> None:
    contract = {
        "labels": {
            "Effective Date": {"answer": "3/1/2020", "spans": []},
            "Expiration Date": {"answer": "2/28/2022", "spans": []},
        }
    }

    assert labels.term(contract) == {(24, "month")}
