"""What the modules of a package hold of a kind, however deep, and where."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Final, TypeVar

T = TypeVar("T")
_DEPTH: Final = 5  # of containers within containers


def placed(package: ModuleType, kind: type[T]) -> Iterator[tuple[str, T]]:
    """Yield every *kind* that a module under *package* has a name for, with where it is.

    Tuples, lists, sets, dictionaries and dataclasses are looked into. What several modules import
    is yielded for each.
    """
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for number, item in enumerate(_found_in(value, kind, _DEPTH)):
                yield f"{info.name.removeprefix(f'{package.__name__}.')}.{name}.{number}", item


def _found_in(value: object, kind: type[T], depth: int) -> Iterator[T]:
    if isinstance(value, kind):
        yield value
    elif depth > 0:
        for item in _parts(value):
            yield from _found_in(item, kind, depth - 1)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from value
    elif not isinstance(value, type):
        for name in getattr(type(value), "__dataclass_fields__", ()):
            yield getattr(value, name, None)
