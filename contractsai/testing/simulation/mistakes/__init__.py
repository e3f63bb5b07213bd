"""Mistakes that somebody could make, planted one at a time: each of them has to be found.

A simulation that finds nothing proves something only if it finds what is there. Each of these is a
mistake that real job systems were shipped with, made of a few lines of this service.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Final

from contractsai.testing.simulation.mistakes import asking, ending, holding, sending, turning
from contractsai.testing.simulation.mistakes.planting import Mistake, Planter

MISTAKES: Final[Mapping[str, Mistake]] = (
    holding.MISTAKES | sending.MISTAKES | ending.MISTAKES | turning.MISTAKES | asking.MISTAKES
)


@contextmanager
def planted(name: str) -> Iterator[None]:
    """Run with one mistake in the code.

    Raises:
        KeyError: there is no such mistake.
    """
    mistake = MISTAKES[name]
    with ExitStack() as stack:
        mistake.plant(Planter(stack))
        yield
