"""Faults on purpose: whether a case of a conformance suite catches one."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest


def named(value: object) -> str:
    """Return the id of a parameter: a fault's and a case's name."""
    return getattr(value, "__name__", "")


def fails(case: Callable[..., None], suite: object, **fixtures: Any) -> bool:
    """Return whether *case* of *suite* fails with those of *fixtures* that it takes."""
    wanted = inspect.signature(case).parameters
    given = {name: value for name, value in fixtures.items() if name in wanted}
    try:
        case(suite, **given)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - a fault may show in any way
        return True
    return False
