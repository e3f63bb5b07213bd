"""A Redis behind Sentinels, and one that is a node of a cluster: real ones, from the wheel."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
import redis
from stack import Stack

from contractsai.adapters.brokers.administration import refuse_unsafe
from contractsai.bootstrap.celery import build_celery
from contractsai.domain.errors import QueueUnavailable, UnsafeConfiguration
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.settings import Settings
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually
from contractsai.testing.servers.local import HOST, find_redis, free_port

MASTER = "the-contracts"
PASSWORD = "of-the-data"
OF_SENTINELS = "of-the-sentinels"


class Redises:
    """Servers of one test, by port."""

    def __init__(self, program: str, folder: Path, stack: ExitStack) -> None:
        self._program, self._folder, self._stack = program, folder, stack
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, *lines: str, kind: str = "server") -> int:
        port = free_port()
        home = self._folder / str(port)
        home.mkdir()
        configuration = home / "server.conf"
        configuration.write_text("\n".join([f"port {port}", f"bind {HOST}", f"dir {home}", *lines]))
        flags = ["--sentinel"] if kind == "sentinel" else []
        process = subprocess.Popen(
            [self._program, str(configuration), *flags],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(self._end, process)
        self._processes[port] = process
        return port

    def kill(self, port: int) -> None:
        self._end(self._processes[port])

    @staticmethod
    def _end(process: "subprocess.Popen[bytes]") -> None:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait(PATIENCE_SECONDS)


@pytest.fixture
def redises(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redises]:
    program = find_redis()
    if program is None:
        pytest.skip("no Redis or Valkey program on this machine")
    with ExitStack() as stack:
        yield Redises(program, tmp_path_factory.mktemp("redises"), stack)


@contextmanager
def asked(port: int, password: str) -> Iterator[redis.Redis]:
    with redis.Redis(host=HOST, port=port, password=password, socket_timeout=5) as client:
        yield client


def master_of(sentinel: int) -> int:
    try:
        with asked(sentinel, OF_SENTINELS) as client:
            found = client.sentinel_get_master_addr_by_name(MASTER)
    except redis.RedisError:
        return 0
    return int(found[1]) if found else 0


def has_a_replica(port: int) -> bool:
    try:
        with asked(port, PASSWORD) as client:
            return bool(client.info("replication").get("slave0", {}).get("state") == "online")
    except redis.RedisError:
        return False


def knows_the_replica(sentinel: int) -> bool:
    with asked(sentinel, OF_SENTINELS) as client:
        return len(client.sentinel_slaves(MASTER)) == 1


def test_jobs_go_on_after_the_sentinels_chose_another_redis(
    redises: Redises, make_stack: Callable[..., Stack]
) -> None:
    """What was sent to the one that died is sent again; the worker and the sender ask anew."""
    login = (f"requirepass {PASSWORD}", f"masterauth {PASSWORD}")
    first = redises.start(*login)
    second = redises.start(*login, f"replicaof {HOST} {first}")
    eventually(lambda: has_a_replica(first), what="a replica")
    sentinel = redises.start(
        f"requirepass {OF_SENTINELS}",
        f"sentinel monitor {MASTER} {HOST} {first} 1",
        f"sentinel auth-pass {MASTER} {PASSWORD}",
        f"sentinel down-after-milliseconds {MASTER} 500",
        f"sentinel failover-timeout {MASTER} 5000",
        kind="sentinel",
    )
    eventually(lambda: master_of(sentinel) == first, what="a sentinel")
    eventually(lambda: knows_the_replica(sentinel), what="the replica in its books")
    away = free_port()  # of the Sentinels that the URL names, one may be gone
    url = (
        f"sentinel://:{PASSWORD}@{HOST}:{away}/0?master_name={MASTER}"
        f"&sentinel_password={OF_SENTINELS};sentinel://{HOST}:{sentinel}/0"
    )
    stack = make_stack(broker_url=url)
    stack.worker()
    stack.beat()
    assert stack.wait(stack.submit(before="ok")).state is State.COMPLETED

    redises.kill(first)
    eventually(lambda: master_of(sentinel) == second, what="a failover")
    with suppress(QueueUnavailable):  # the Sentinel is not sure of the new one yet: sent later
        stack.submit(after="ok")

    assert stack.wait(last_job(stack)).state is State.COMPLETED


def last_job(stack: Stack) -> JobId:
    return stack.services.read_jobs(limit=1)[0].id


def test_a_node_of_a_cluster_is_refused_before_work_begins(
    redises: Redises, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its URL it cannot be told from a Redis that would do."""
    bus = free_port()  # its own choice is ten thousand above the port, where there may be none
    port = redises.start("cluster-enabled yes", f"cluster-port {bus}")
    monkeypatch.setenv("CELERY_BROKER_URL", f"redis://{HOST}:{port}/0")
    eventually(lambda: answers(port), what="the node")
    app = build_celery(Settings(data_dir=tmp_path))

    with pytest.raises(UnsafeConfiguration, match="Redis Cluster"):
        refuse_unsafe(app)


def answers(port: int) -> bool:
    try:
        with redis.Redis(host=HOST, port=port, socket_timeout=5) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
