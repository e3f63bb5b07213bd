"""Brokers that are installed, ours among them: whoever has the entry point is one of them.

Known here is only what a URL has to be read for. All else that a broker declares is for the
adapters (`contractsai.adapters.brokers.broker.Broker`).
"""

import functools
import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol, runtime_checkable

from contractsai import entry_points
from contractsai.domain.errors import UnsafeConfiguration

GROUP: Final = "contractsai.brokers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """What the beginning of a URL says.

    Attributes:
        kombu: how kombu spells it.
        is_encrypted: whether all is said over TLS.
        is_socket: whether a path on this machine follows, in the place of a host.
        has_host: whether anything follows that has to be read.
        numbers_databases: whether the path is the number of a database.
        needs: options that a URL has to have, each with what it is.
        takes: options that it may have.
        refusal: why no such URL is taken; such a scheme is declared to be refused with a reason.
    """

    kombu: str
    is_encrypted: bool = False
    is_socket: bool = False
    has_host: bool = True
    numbers_databases: bool = False
    needs: Mapping[str, str] = field(default_factory=dict)
    takes: frozenset[str] = frozenset()
    refusal: str = ""


@runtime_checkable
class DeclaresSchemes(Protocol):
    """A broker, as far as URLs go."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def schemes(self) -> Mapping[str, Scheme]:
        """How its URLs may begin."""
        ...


@functools.cache
def installed() -> Mapping[str, DeclaresSchemes]:
    """Return every broker by its entry point's name; found once in the life of a process.

    Raises:
        UnsafeConfiguration: one cannot be loaded, is no broker, or takes another's scheme; or there
            is none at all, which is how a checkout looks that was installed before it had any.
    """
    points = entry_points.in_group(GROUP)
    if not points:
        raise UnsafeConfiguration(
            f"no broker is registered as {GROUP}, so this installation is older than its code; "
            "run: pip install -e . (or install contractsai again)"
        )
    found = {name: _loaded(point) for name, point in points.items()}
    owners: dict[str, str] = {}
    for name, broker in found.items():
        for scheme in broker.schemes:
            if scheme in owners:
                raise UnsafeConfiguration(
                    f"two brokers take {scheme}://, {owners[scheme]!r} and {name!r}; uninstall one"
                )
            owners[scheme] = name
    return found


def schemes() -> Mapping[str, Scheme]:
    """Return every scheme of every broker."""
    return {
        name: scheme for broker in installed().values() for name, scheme in broker.schemes.items()
    }


def owner_of(scheme: str) -> DeclaresSchemes | None:
    """Return the broker that takes URLs of *scheme*, or None if nobody does.

    A URL may have been spelled for kombu already: then it is whose spelling that is, unless
    somebody takes it as it stands.
    """
    known = list(installed().values())
    takes = (each for each in known if scheme in each.schemes)
    spells = (each for each in known if any(scheme == one.kombu for one in each.schemes.values()))
    return next(takes, None) or next(spells, None)


def _loaded(point: importlib.metadata.EntryPoint) -> DeclaresSchemes:
    try:
        loaded: object = point.load()
    except (ImportError, AttributeError, ValueError, SyntaxError) as error:
        raise UnsafeConfiguration(
            f"the broker plug-in {point.name!r} ({point.value}) cannot be loaded: {error}; "
            "mend it or uninstall its package"
        ) from error
    if isinstance(loaded, DeclaresSchemes):
        return loaded
    raise UnsafeConfiguration(
        f"the broker plug-in {point.name!r} ({point.value}) is no broker: that is a "
        "contractsai.adapters.brokers.broker.Broker"
    )
