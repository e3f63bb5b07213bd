"""Whatever dies, freezes, vanishes or forgets, accepted jobs end as if nothing had happened."""

from pathlib import Path

import pytest
from chaos_faults import BROKER_LINK, DATABASE, OTHERS, RABBITMQ, REDIS, WORKERS
from chaos_run import attack

from contractsai.testing.servers.own import OwnServer

pytestmark = pytest.mark.timeout(900)


def test_redis_and_postgres_under_everything_at_once(
    tmp_path: Path, own_redis: OwnServer, own_postgres: OwnServer
) -> None:
    """Workers, API, beat and both servers are killed, frozen and cut off; I1 to I8 hold."""
    attack(
        "redis_and_postgres",
        tmp_path / "site",
        [*WORKERS, *OTHERS, *BROKER_LINK, *REDIS, *DATABASE],
        seconds=25,
        broker=own_redis,
        database=own_postgres,
    )


def test_rabbitmq_and_sqlite_under_everything_at_once(
    tmp_path: Path, own_rabbitmq: OwnServer
) -> None:
    """Another broker, and a database in a file that killed processes had open."""
    attack(
        "rabbitmq",
        tmp_path / "site",
        [*WORKERS, *OTHERS, *BROKER_LINK, *RABBITMQ],
        seconds=15,
        is_redis=False,
        broker=own_rabbitmq,
    )
