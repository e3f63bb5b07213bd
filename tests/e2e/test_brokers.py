"""The image on each broker, by nothing but its address: clusters of pytest-celery's.

Compose runs Redis alone. Here the same image meets every broker that it says it can use, with the
containers of `pytest_celery` and none of the code that it would put into a worker.
"""

import json
import os
from collections.abc import Iterator
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


class Worker(CeleryWorkerContainer):
    """A worker as compose starts it, with the ticks in it: the cluster has no other process."""

    @classmethod
    def command(cls, *args: str, **_: Any) -> list[str]:
        return ["celery", "-A", APP, "worker", "-B", "-Q", QUEUES, "--loglevel=INFO", *args]


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
NODES = {"redis": RedisTestBroker, "valkey": RedisTestBroker, "rabbitmq": RabbitMQTestBroker}


@pytest.fixture(params=NODES)
def celery_broker(request: pytest.FixtureRequest, image: str) -> Iterator[CeleryTestBroker]:
    """One broker after the other; *image* first, since it says where there is no Docker."""
    node = NODES[request.param](request.getfixturevalue(request.param))
    yield node
    node.teardown()


@pytest.fixture
def celery_backend_cluster() -> CeleryBackendCluster | None:
    """None: what came of a document is in the database, and nobody waits for a task's result."""
    return None


@pytest.fixture
def default_worker_container_cls() -> type[CeleryWorkerContainer]:
    return Worker


@pytest.fixture
def default_worker_env(celery_worker_cluster_config: dict[str, Any]) -> dict[str, str]:
    [broker_url] = celery_worker_cluster_config["celery_broker_cluster_config"]["urls"]
    return {"CELERY_BROKER_URL": broker_url, "CONTRACTSAI_ALLOWED_ROOTS": "/opt/contractsai"}


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
