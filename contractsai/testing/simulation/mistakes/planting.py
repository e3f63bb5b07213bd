"""Other code in the place of ours, for as long as it is wanted."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any


class Planter:
    """Puts other code in the place of ours; the stack takes it out again."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def put(self, owner: Any, **names: Any) -> None:  # noqa: ANN401 - any module or class
        """Replace attributes of a module or class."""
        for name, value in names.items():
            self._stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, value)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One planted mistake: what it is, and how it is made."""

    what: str
    plant: Callable[[Planter], None]
