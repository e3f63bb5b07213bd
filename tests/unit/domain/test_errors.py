"""The tree of our errors, as its drawing shows it."""

import inspect
import re

import pytest

from contractsai.domain import errors

CLASSES = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if each.__module__ == errors.__name__
]


@pytest.mark.parametrize("error", CLASSES, ids=lambda each: each.__name__)
def test_the_drawing_lists_every_error(error: type[Exception]) -> None:
    """It is what a reader sees first, and takes for the whole."""
    assert re.search(rf"\b{error.__name__}\b", errors.__doc__ or "")


@pytest.mark.parametrize("error", CLASSES, ids=lambda each: each.__name__)
def test_every_error_says_what_it_means(error: type[Exception]) -> None:
    """Callers decide by class, so the class has to say when it is raised."""
    assert error.__doc__


def test_the_drawing_lists_nothing_else() -> None:
    """A name that is gone sends a reader looking for it."""
    drawn = set(re.findall(r"\b[A-Z][A-Za-z]+\b", (errors.__doc__ or "").partition("Callers")[0]))

    assert drawn - {each.__name__ for each in CLASSES} == {"Every"}
