"""The image on each broker, by nothing but its address: clusters of pytest-celery's.

Compose runs Redis alone. Here the same image meets every broker that it says it can use, with the
containers of `pytest_celery` and none of the code that it would put into a worker; on two of them
it is hurt. docs/pytest-celery.md shows parts of this file, for who has an image of their own.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_celery import (
    CeleryBackendCluster,
    CeleryTestBroker,
    CeleryTestContainer,
    CeleryTestSetup,
    CeleryTestWorker,
    CeleryWorkerContainer,
    RabbitMQContainer,
    RabbitMQTestBroker,
    RedisContainer,
    RedisTestBroker,
)
from pytest_docker_tools import container, fxtr, network

from contractsai.testing.servers.docker import RUN_LABEL

LABELS = {RUN_LABEL: os.environ.get("CONTRACTSAI_TEST_RUN", "by-hand")}
NETWORK = "{default_pytest_celery_network.name}"
START_SECONDS = 60
APP = "contractsai.celery_app"
QUEUES = "contractsai,contractsai.ticks"
STEP = (Path(__file__).parent / "in_the_container.py").read_text(encoding="utf-8")
HURT = {
    "CONTRACTSAI_PIPELINE": "contractsai.testing.pipelines:HostilePipeline",
    "CONTRACTSAI_ALLOWED_ROOTS": "/tmp",
    "CONTRACTSAI_LEASE_SECONDS": "3",
    "CONTRACTSAI_HEARTBEAT_SECONDS": "0.5",
    "CONTRACTSAI_TICK_SECONDS": "1",
    "CONTRACTSAI_RESEND_SECONDS": "3",
    "CONTRACTSAI_BACKOFF_SECONDS": "0.2",
    "CONTRACTSAI_MAX_BACKOFF_SECONDS": "0.5",
    "CONTRACTSAI_DOCUMENT_SECONDS": "3",
    "CONTRACTSAI_TASK_SOFT_TIME_LIMIT": "4",
    "CONTRACTSAI_TASK_TIME_LIMIT": "5",
    "CONTRACTSAI_CONCURRENCY": "2",
    "CONTRACTSAI_MAX_FAILURES": "3",
    "CONTRACTSAI_MAX_CRASHES": "50",
}
RUN_A_JOB = """
import json
from contractsai.bootstrap.services import build_services
from contractsai.samples import FOLDER
from contractsai.settings import Settings
from contractsai.testing.eventually import eventually

services = build_services(Settings())
job_id = services.submit_job(str(FOLDER)).job.id
services.dispatch_job(job_id)
eventually(lambda: services.read_job(job_id).state.has_ended, what="the end of the job")
documents = services.read_documents(job_id, limit=100)
state = services.read_job(job_id).state
print(json.dumps([state.value, {document.path: document.attempt for document in documents}]))
services.close()
"""


# begin of the example: worker
class Worker(CeleryWorkerContainer):
    """A worker as compose starts it, with the ticks in it: the cluster has no other process."""

    @classmethod
    def command(cls, *args: str, **_: Any) -> list[str]:
        return ["celery", "-A", APP, "worker", "-B", "-Q", QUEUES, "--loglevel=INFO", *args]


# end of the example: worker

default_pytest_celery_network = network(labels=LABELS)


def broker(kind: type[CeleryTestContainer], image: str, data: str, **options: Any) -> Any:
    """Return a fixture: a container of *image*, with *data* in memory instead of in a volume.

    The volume would have no name, and be left behind.
    """
    return container(
        image=image,
        ports=kind.ports(),
        network=NETWORK,
        labels=LABELS,
        tmpfs={data: ""},
        wrapper_class=kind,
        timeout=START_SECONDS,
        **options,
    )


redis = broker(RedisContainer, "redis:8", "/data", command=RedisContainer.command())
valkey = broker(
    RedisContainer,
    "valkey/valkey:8",
    "/data",
    command=["valkey-server", *RedisContainer.command()[1:]],
)
rabbitmq = broker(RabbitMQContainer, "rabbitmq:4-management", "/var/lib/rabbitmq")
# begin of the example: container
default_worker_container = container(
    image="{image}",
    command=fxtr("default_worker_command"),
    environment=fxtr("default_worker_env"),
    network=NETWORK,
    labels=LABELS,
    init=True,
    wrapper_class=Worker,
    timeout=START_SECONDS,
)
# end of the example: container
NODES = {"redis": RedisTestBroker, "valkey": RedisTestBroker, "rabbitmq": RabbitMQTestBroker}


@pytest.fixture(params=NODES)
def celery_broker(request: pytest.FixtureRequest, image: str) -> Iterator[CeleryTestBroker]:
    """One broker after the other; *image* first, since it says where there is no Docker."""
    node = NODES[request.param](request.getfixturevalue(request.param))
    yield node
    node.teardown()


# begin of the example: fixtures
@pytest.fixture
def celery_backend_cluster() -> CeleryBackendCluster | None:
    """None: what came of a document is in the database, and nobody waits for a task's result."""
    return None


@pytest.fixture
def default_worker_container_cls() -> type[CeleryWorkerContainer]:
    return Worker


@pytest.fixture
def worker_settings() -> dict[str, str]:
    return {"CONTRACTSAI_ALLOWED_ROOTS": "/opt/contractsai"}


@pytest.fixture
def default_worker_env(
    celery_worker_cluster_config: dict[str, Any], worker_settings: dict[str, str]
) -> dict[str, str]:
    [broker_url] = celery_worker_cluster_config["celery_broker_cluster_config"]["urls"]
    return {"CELERY_BROKER_URL": broker_url, **worker_settings}


# end of the example: fixtures


def test_the_same_image_runs_jobs_on_it(celery_setup: CeleryTestSetup) -> None:
    """Another broker is another address, and no other image, command or setting."""
    worker = celery_setup.worker

    state, attempts = run_a_job(worker)

    assert state == "COMPLETED"
    assert attempts
    assert set(attempts.values()) <= {0, 1}, "somebody was sent a document twice"


def run_a_job(worker: CeleryTestWorker) -> tuple[str, dict[str, int]]:
    """Return how a job over the image's own samples ended, and each document's attempts."""
    code, output = worker.container.exec_run(["python", "-c", RUN_A_JOB])
    assert code == 0, f"{output.decode()}\n{worker.logs()}"
    state, attempts = json.loads(output)
    return state, attempts


@pytest.mark.parametrize("celery_broker", ["redis", "rabbitmq"], indirect=True)
@pytest.mark.parametrize("worker_settings", [HURT], ids=["hurt"])
@pytest.mark.usefixtures("worker_settings")
def test_neither_a_killed_worker_nor_an_emptied_broker_costs_a_job(
    celery_setup: CeleryTestSetup,
) -> None:
    """Delivery, retries, limits, a worker and then a broker killed in the midst of a document.

    The broker keeps its data in memory, and comes back with nothing: rows are the truth.
    """
    worker, node = celery_setup.worker, celery_setup.broker

    told = step(worker, submit={"a": "ok", "b": "flaky:/tmp/tries:2"})
    ends = {name: (state, failures) for name, (state, _, failures) in told["ended"].items()}
    assert ends == {"a": ("COMPLETED", 0), "b": ("COMPLETED", 2)}
    assert told["backed off"] == ["b"]

    told = step(worker, limit={"python": "hang", "c": "hang-in-c"})
    assert set(told["timed out"]) == {"python", "c"}

    # begin of the example: limits
    told = step(worker, freeze="/tmp/frozen", hold="/tmp/one")
    worker.assert_log_exists("Soft time limit (4s) exceeded")
    worker.assert_log_exists("Hard time limit (5s) exceeded")
    # end of the example: limits
    [state, attempts, failures] = told["frozen"]["held"]
    assert (state, failures) == ("COMPLETED", 0)
    assert attempts > 1

    # begin of the example: kill
    worker.kill()
    worker.restart()
    # end of the example: kill
    told = step(worker, release=[told["held"], "/tmp/one"], hold="/tmp/two")
    [state, attempts, failures] = told["released"]["held"]
    assert (state, failures) == ("COMPLETED", 0)
    assert attempts > 1

    # begin of the example: broker
    node.kill()
    node.restart()
    # end of the example: broker
    told = step(worker, release=[told["held"], "/tmp/two"], submit={"d": "ok"})
    assert told["released"]["held"][0] == "COMPLETED"
    assert told["ended"]["d"][0] == "COMPLETED"


def step(worker: CeleryTestWorker, **order: object) -> dict[str, Any]:
    """Return what came of one step of a story, told to the worker's container."""
    code, output = worker.container.exec_run(["python", "-c", STEP, json.dumps(order)], demux=True)
    out, err = (each or b"" for each in output)
    assert code == 0, f"{err.decode()}\n{worker.logs()}"
    told: dict[str, Any] = json.loads(out)
    return told
