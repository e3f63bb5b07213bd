"""What can go wrong, each as a way to inflict it and a way to heal it."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import kombu
import psutil
import redis
from amqp.exceptions import AMQPError
from chaos_site import Site, Slot, is_analysis
from kombu.exceptions import OperationalError

from contractsai.testing.link import Link

Heal = Callable[[], None]
Pick = Callable[[Site], Sequence[Slot]]
PickLink = Callable[[Site], Link | None]
HurtLink = Callable[[Link, random.Random], None]


@dataclass(frozen=True, slots=True)
class Wound:
    """What was hurt, and how to heal it."""

    target: str
    heal: Heal


Inflict = Callable[[Site, random.Random], Wound | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault.

    Attributes:
        weight: how often, compared with the others.
        seconds: the shortest and the longest time until it is healed.
        inflict: hurts something; None if there is nothing to hurt now.
        target: what it hurts if that is always the same; never twice at once.
    """

    kind: str
    weight: int
    seconds: tuple[float, float]
    inflict: Inflict
    target: str = ""


def _nothing() -> None:
    """What is over at once needs no healing."""


def _untouched(slots: Sequence[Slot], chance: random.Random) -> Slot | None:
    chosen = chance.choice(slots)
    return chosen if chosen.is_untouched else None


def _kill(pick: Pick, *, with_tree: bool) -> Inflict:
    def inflict(site: Site, chance: random.Random) -> Wound | None:
        slot = _untouched(pick(site), chance)
        if slot is None:
            return None
        slot.is_down = True
        slot.kill(with_tree=with_tree)

        def heal() -> None:
            slot.is_down = False

        return Wound(slot.name, heal)

    return inflict


def _freeze(pick: Pick, *, with_tree: bool) -> Inflict:
    def inflict(site: Site, chance: random.Random) -> Wound | None:
        slot = _untouched(pick(site), chance)
        if slot is None:
            return None
        slot.freeze(with_tree=with_tree)
        return Wound(slot.name, slot.thaw)

    return inflict


def _stop(pick: Pick) -> Inflict:
    """SIGTERM, as a deployment sends it; the slot starts what has ended."""

    def inflict(site: Site, chance: random.Random) -> Wound | None:
        slot = _untouched(pick(site), chance)
        if slot is None:
            return None
        slot.stop()
        return Wound(f"stop of {slot.name}", _nothing)

    return inflict


def _one(among: Sequence[psutil.Process], chance: random.Random) -> psutil.Process | None:
    return chance.choice(among) if among else None


def _kill_analysis(site: Site, chance: random.Random) -> Wound | None:
    """The process that analyses, or the guard above it."""
    found = _one(site.analyses(), chance)
    if found is None:
        return None
    with suppress(psutil.NoSuchProcess):
        found.kill()
    return Wound(f"analysis {found.pid}", _nothing)


def _freeze_analysis(site: Site, chance: random.Random) -> Wound | None:
    found = _one(site.analyses(), chance)
    if found is None:
        return None
    with suppress(psutil.NoSuchProcess):
        found.suspend()

    def heal() -> None:
        with suppress(psutil.NoSuchProcess):
            found.resume()

    return Wound(f"analysis {found.pid}", heal)


def _kill_pool_child(site: Site, chance: random.Random) -> Wound | None:
    children = [
        child
        for worker in site.workers
        if worker.is_untouched
        for child in worker.below()
        if not is_analysis(child)
    ]
    found = _one(children, chance)
    if found is None:
        return None
    with suppress(psutil.NoSuchProcess):
        found.kill()
    return Wound(f"pool child {found.pid}", _nothing)


def _kill_broker(site: Site, chance: random.Random) -> Wound:
    site.broker.kill()
    return Wound("broker", site.broker.start)


def _kill_database(site: Site, chance: random.Random) -> Wound | None:
    if site.database is None:
        return None
    site.database.kill()
    return Wound("database", site.database.start)


def _flush(site: Site, chance: random.Random) -> Wound:
    """Every message, every un-acked one, and Celery's own bindings with them."""
    client = redis.Redis.from_url(site.broker.url)
    with suppress(redis.RedisError):  # it is down: nothing to lose
        client.flushall()
    client.close()
    return Wound("messages", _nothing)


def _purge(site: Site, chance: random.Random) -> Wound:
    """The same on RabbitMQ, where queues stay and their messages go."""
    with (
        suppress(OperationalError, OSError, AMQPError),  # it is down: nothing to lose
        kombu.Connection(site.broker.url, connect_timeout=2) as connection,
    ):
        for queue in ("contractsai", "contractsai.ticks"):
            connection.default_channel.queue_purge(queue)
    return Wound("messages", _nothing)


def _line(
    pick: Callable[[Site], Link | None], hurt: Callable[[Link, random.Random], None]
) -> Inflict:
    def inflict(site: Site, chance: random.Random) -> Wound | None:
        link = pick(site)
        if link is None:
            return None
        hurt(link, chance)
        is_lost = chance.random() < 0.5  # behind a router that has forgotten them meanwhile

        def heal() -> None:
            if is_lost:
                link.reset()
            link.mend()

        return Wound("link", heal)

    return inflict


def _lines(
    name: str, pick: Callable[[Site], Link | None], slow: tuple[float, float]
) -> list[Fault]:
    hurts: list[tuple[str, int, tuple[float, float], Callable[[Link, random.Random], None]]] = [
        ("cut", 3, (0.1, 2), lambda link, _: link.cut()),
        ("reset", 3, (0, 0.1), lambda link, _: link.reset()),
        ("refuse", 1, (0.5, 2), lambda link, _: link.refuse()),
        ("blackhole", 3, (0.5, 4), lambda link, _: link.blackhole()),
        ("delay", 2, (1, 3), lambda link, chance: link.delay(chance.uniform(*slow))),
    ]
    return [
        Fault(f"{name}.{what}", weight, seconds, _line(pick, hurt), target=name)
        for what, weight, seconds, hurt in hurts
    ]


def _workers(site: Site) -> Sequence[Slot]:
    return site.workers


def _beat(site: Site) -> Sequence[Slot]:
    return [site.beat]


def _api(site: Site) -> Sequence[Slot]:
    return [site.api]


WORKERS: Final = [
    Fault("worker.kill", 4, (0.2, 2), _kill(_workers, with_tree=True)),
    Fault("worker.kill-main", 3, (0.2, 2), _kill(_workers, with_tree=False)),
    Fault("worker.freeze", 4, (0.5, 6), _freeze(_workers, with_tree=True)),
    Fault("worker.freeze-main", 2, (0.5, 6), _freeze(_workers, with_tree=False)),
    Fault("worker.stop", 3, (0, 0.1), _stop(_workers)),
    Fault("pool-child.kill", 2, (0, 0.1), _kill_pool_child),
    Fault("analysis.kill", 8, (0, 0.1), _kill_analysis),
    Fault("analysis.freeze", 4, (0.5, 3), _freeze_analysis),
]
OTHERS: Final = [
    Fault("beat.kill", 1, (0.2, 2), _kill(_beat, with_tree=True)),
    Fault("beat.freeze", 1, (1, 4), _freeze(_beat, with_tree=True)),
    Fault("api.kill", 2, (0.1, 1), _kill(_api, with_tree=True)),
    Fault("api.freeze", 1, (0.5, 3), _freeze(_api, with_tree=True)),
    Fault("api.stop", 1, (0, 0.1), _stop(_api)),
]
BROKER_LINK: Final = _lines("broker-link", lambda site: site.broker_link, (0.02, 0.2))
REDIS: Final = [
    Fault("broker.kill", 2, (0.2, 2), _kill_broker, target="broker"),
    Fault("broker.flush", 2, (0, 0.1), _flush),
]
RABBITMQ: Final = [
    # Seldom: its start takes ten seconds, in which nothing else is hurt.
    Fault("broker.kill", 1, (0.2, 2), _kill_broker, target="broker"),
    Fault("broker.flush", 2, (0, 0.1), _purge),
]
DATABASE: Final = [
    *_lines("database-link", lambda site: site.database_link, (0.005, 0.05)),
    Fault("database.kill", 2, (0.2, 2), _kill_database, target="database"),
]
