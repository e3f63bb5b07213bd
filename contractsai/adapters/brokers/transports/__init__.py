"""The brokers that come with the package, a module for each; others bring theirs along."""

from contractsai.adapters.brokers.broker import Broker, Capabilities
from contractsai.broker_plugins import installed, owner_of
from contractsai.domain.errors import UnsafeConfiguration

UNKNOWN = Broker(
    name="unknown",
    schemes={},
    capabilities=Capabilities(
        shared=False,
        durable=False,
        redelivers=False,
        ordered=False,
        depth=False,
        oldest_age=False,
        purge=False,
        priorities=False,
        remote_control=False,
        events=False,
    ),
)
"""For what only Celery knows: result backends that are no broker of ours."""


def broker_of(url: str) -> Broker:
    """Return the broker of *url*; several, with semicolons between them, have the same."""
    name, separator, _ = url.partition("://")
    owner = owner_of(name) if separator else None
    return UNKNOWN if owner is None else _as_broker(owner)


def brokers() -> list[Broker]:
    """Return every broker that is installed."""
    return [_as_broker(each) for each in installed().values()]


def prepare_worker() -> None:
    """Mend what would end a worker or make it deaf, in every library; before it connects."""
    for broker in brokers():
        broker.prepare_worker()


def _as_broker(plugin: object) -> Broker:
    if not isinstance(plugin, Broker):
        raise UnsafeConfiguration(
            f"the broker plug-in {getattr(plugin, 'name', plugin)!r} is no "
            "contractsai.adapters.brokers.broker.Broker"
        )
    return plugin
