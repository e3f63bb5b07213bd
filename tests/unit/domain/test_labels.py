"""What may be a label."""

import pytest

from contractsai.domain.labels import MAX_LABELS, labels_of


def test_labels_are_kept_once_and_in_order() -> None:
    """Two callers that give the same labels have made the same job."""
    assert labels_of(["q3", "client:oak", "q3"]) == ("client:oak", "q3")
    assert labels_of([]) == ()


@pytest.mark.parametrize("label", ["", " ", "a b", "-a", "a\n", "a,b", "é", "a" * 64])
def test_what_is_no_label_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="is no label"):
        labels_of([label])


@pytest.mark.parametrize("label", ["a", "0", "a" * 63, "Team/A_b.c:d=e+f@g-h"])
def test_a_label_may_be_structured_by_whoever_gives_it(label: str) -> None:
    assert labels_of([label]) == (label,)


def test_there_are_few_of_them() -> None:
    """The same one again does not count."""
    most = [f"l{number}" for number in range(MAX_LABELS)]

    assert len(labels_of([*most, *most])) == MAX_LABELS
    with pytest.raises(ValueError, match="16 at the most"):
        labels_of([*most, "one-more"])
