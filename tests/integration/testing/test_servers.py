"""The servers of tests are real, their users' own, and gone with their owner."""

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import kombu
import psutil
import psycopg
import pytest
import redis

from contractsai.testing.eventually import eventually
from contractsai.testing.providers import Service, a_database, provide
from contractsai.testing.servers import local, own
from contractsai.testing.servers.own import OwnServer

OWNER = """
import os, sys, time
from contractsai.testing.providers import Service, provide
with provide(Service.REDIS) as url:
    print(url, flush=True)
    time.sleep(600)
"""


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")


def _ping(url: str) -> bool:
    client = redis.Redis.from_url(url, socket_timeout=2)
    try:
        return bool(client.ping())
    except (redis.ConnectionError, redis.TimeoutError):
        return False
    finally:
        client.close()


def test_redis_answers(redis_url: str) -> None:
    assert _ping(redis_url)


def test_rabbitmq_answers(rabbitmq_url: str) -> None:
    with kombu.Connection(rabbitmq_url, connect_timeout=5) as connection:
        assert connection.connection.server_properties["product"] == "RabbitMQ"


def test_a_database_is_empty_and_drops(postgres_server_url: str) -> None:
    with a_database(postgres_server_url) as url, psycopg.connect(_plain(url)) as connection:
        tables = connection.execute("SELECT * FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchall() == []

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(_plain(url))


def test_databases_sort_text_unlike_code_points(postgres_database: str) -> None:
    """A query that forgets to say how it sorts must fail here, not in the field."""
    with psycopg.connect(_plain(postgres_database)) as connection:
        row = connection.execute("SELECT 'b' < 'C'").fetchone()

    assert row == (True,)


@pytest.mark.parametrize("provider", ["local", "docker"])
def test_a_server_is_gone_when_its_owner_was_killed(
    provider: str, request: pytest.FixtureRequest
) -> None:
    """A test run that is killed cleans up all the same: nothing outlives its owner."""
    if provider == "docker":
        request.getfixturevalue("docker")
    elif local.find_redis() is None:
        pytest.skip("no Redis program")
    env = {key: value for key, value in os.environ.items() if not key.startswith("CONTRACTSAI")}
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER],
        stdout=subprocess.PIPE,
        env=env | {"CONTRACTSAI_TEST_PROVIDER": provider},
        text=True,
    )
    assert owner.stdout is not None
    with owner.stdout:
        url = owner.stdout.readline().strip()
    assert _ping(url)

    owner.send_signal(signal.SIGKILL)
    owner.wait()

    eventually(lambda: not _ping(url), what="the end of the server")


def test_a_server_that_does_not_start_tells_why_and_leaves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "redis-server"
    broken.write_text("#!/bin/sh\necho no memory >&2; exit 1\n")
    broken.chmod(0o755)
    before = {process.pid for process in psutil.Process().children()}

    with pytest.raises(local.ServerDidNotStart, match="no memory"), local.redis(str(broken)):
        pass

    assert {process.pid for process in psutil.Process().children()} == before


# A RabbitMQ is a container like theirs, and takes its time to start.
@pytest.mark.parametrize("service", [Service.REDIS, Service.POSTGRES])
def test_two_servers_do_not_meet(service: Service, redis_url: str) -> None:
    """Two xdist workers start theirs at the same moment."""
    first: AbstractContextManager[str] = provide(service)
    second: AbstractContextManager[str] = provide(service)
    if os.environ.get(f"CONTRACTSAI_TEST_{service.upper()}_URL"):
        pytest.skip("the URL is shared")

    with first as one, second as other:
        assert one != other


def test_a_redis_that_is_killed_comes_back_with_what_it_had(own_redis: OwnServer) -> None:
    """On the same port: a broker that crashes and starts again is the commonest fault of all."""
    client = redis.Redis.from_url(own_redis.url)
    client.set("key", "value")

    own_redis.kill()
    assert not _ping(own_redis.url)
    own_redis.start()

    assert client.get("key") == b"value"
    client.close()


def test_a_postgres_that_is_killed_comes_back_with_what_was_committed(
    own_postgres: OwnServer,
) -> None:
    """Else a lost row would be blamed on us."""
    with psycopg.connect(_plain(own_postgres.url)) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        connection.execute("INSERT INTO kept VALUES (1)")

    own_postgres.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(_plain(own_postgres.url), connect_timeout=2)
    own_postgres.start()

    with psycopg.connect(_plain(own_postgres.url)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(1,)]


def test_a_rabbitmq_that_is_killed_comes_back(own_rabbitmq: OwnServer) -> None:
    own_rabbitmq.kill()
    assert not own.ANSWERS[Service.RABBITMQ](own_rabbitmq.url)

    own_rabbitmq.start()

    assert own.ANSWERS[Service.RABBITMQ](own_rabbitmq.url)
