"""The main path on every pair of broker and database that is meant to be used.

A folder in, a worker killed with SIGKILL in the midst of a document, and a report out. Meant are
servers of Redis' kind and RabbitMQ, with PostgreSQL (several machines) and with SQLite (one); and
the embedded broker, whichever server that is, with SQLite, and with a PostgreSQL that is there
already. Packages of strangers go the same way in `tests/integration/plugins`; doubles of one
process are refused.

No module knows both a broker and a database, so a run takes each of them once, in the pair that it
is most used in. `tests/integration/chaos` kills workers on Redis and PostgreSQL and on RabbitMQ and
SQLite, `tests/integration/celery` on Redis and SQLite; Valkey differs from Redis in its image. All
pairs are run with ``CONTRACTSAI_TEST_PAIRS=all``, for the table of docs/brokers.md.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from killed import a_killed_workers_document_is_finished_by_another
from own_broker import OwnBroker
from stack import Stack

from contractsai.adapters.brokers.embedded import EmbeddedBroker
from contractsai.testing.eventually import PATIENCE_SECONDS
from contractsai.testing.providers import Unprovided, need_docker

MEANT = [
    ("redis", "postgresql"),
    ("rabbitmq", "postgresql"),
    ("embedded", "sqlite"),
    ("embedded in Python", "sqlite"),
]
ALSO_MEANT = [
    ("redis", "sqlite"),
    ("valkey", "postgresql"),
    ("rabbitmq", "sqlite"),
    ("embedded", "postgresql"),
]
REFUSED = [("memory", "worker"), ("fakeredis", "up --port 0")]
PAIRS = MEANT + (ALSO_MEANT if os.environ.get("CONTRACTSAI_TEST_PAIRS") == "all" else [])


@pytest.fixture
def broker_url(
    request: pytest.FixtureRequest, broker_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A broker of that name."""
    match broker_name:
        case "redis" | "rabbitmq":
            yield request.getfixturevalue(f"{broker_name}_url")
        case "valkey":
            with a_valkey() as url:
                yield url
        case _:
            folder = tmp_path_factory.mktemp("b")
            python = EmbeddedBroker(folder, find_server=lambda: None)
            broker = OwnBroker(folder, python if "Python" in broker_name else None)
            broker.start()
            yield broker.server.url
            broker.close()


@contextmanager
def a_valkey() -> Iterator[str]:
    try:
        need_docker()
    except Unprovided as problem:
        pytest.skip(str(problem))
    from contractsai.testing.servers import docker
    from contractsai.testing.servers.service import Service

    with docker.own(Service.REDIS, make=docker.valkey) as server:
        yield server.url.replace("redis://", "valkey://")


@pytest.fixture
def database(request: pytest.FixtureRequest, store_name: str) -> dict[str, str]:
    """The setting of a database; SQLite is the one that needs none."""
    if store_name == "sqlite":
        return {}
    return {"CONTRACTSAI_DATABASE_URL": request.getfixturevalue("postgres_database")}


@pytest.mark.parametrize(("broker_name", "store_name"), PAIRS)
def test_a_folder_goes_in_and_a_report_comes_out_though_a_worker_is_killed(
    broker_url: str,
    database: dict[str, str],
    make_stack: Callable[..., Stack],
    tmp_path: Path,
) -> None:
    """Which broker and which database change no promise."""
    stack = make_stack(broker_url=broker_url, CONTRACTSAI_DOCUMENT_SECONDS="30", **database)

    job_id = a_killed_workers_document_is_finished_by_another(stack)

    [line] = stack.services.reports.lines(job_id)
    assert (line["path"], line["outcome"]) == ("a.txt", "analysed")


@pytest.mark.parametrize(("broker_name", "command"), REFUSED)
def test_a_broker_within_one_process_is_refused_before_work_begins(
    broker_name: str, command: str, tmp_path: Path
) -> None:
    """No pair is meant to have it: nobody would ever hear of what is sent, and jobs would wait."""
    variables = {
        "CONTRACTSAI_DATA_DIR": str(tmp_path),
        "CELERY_BROKER_URL": f"{broker_name}://",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "contractsai.entrypoints.cli", *command.split()],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )

    assert ran.returncode == 2, ran.stderr
    assert f"{broker_name} is a broker within one process" in ran.stderr.lower()
    assert ran.stderr.endswith("run: contractsai up\n")
    assert "Traceback" not in ran.stderr
