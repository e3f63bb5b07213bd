"""Whether several API processes on one database answer as one, also when one of them is killed.

``python -m benchmarks.replicas`` starts four on SQLite, or on ``--postgres URL`` of an empty
database, and asks them in turns about the same jobs: some at rest, whose answers must be the same
bytes under the same tag whoever gives them, and some that are cancelled meanwhile, of which nobody
may tell a state older than one that was told. A list is read page by page, each page from the next
process. One process is killed at a third of the polls, and started again at two thirds.
"""

import argparse
import contextlib
import itertools
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx2

from contractsai.client import Client
from contractsai.testing.eventually import eventually

COMMAND = (sys.executable, "-m", "contractsai.entrypoints.cli")
JOBS = 24
DOCUMENTS = 3
PAGE = 7
KILLED = 1
"""Which of the processes is killed."""


@dataclass(slots=True)
class Figures:
    """What was asked and answered.

    Attributes:
        polls: that were answered.
        not_modified: of them, with 304.
        walks: lists that were read to the end.
        differing: answers about a job at rest, and lists, that were not those of the others.
        older: answers that told a state older than one that was told before.
        lost: polls that a process did not answer which was not killed.
        passed_on: polls that the killed one did not answer, and another one did.
        after_return: polls that the killed one answered once it was started again.
    """

    database: str
    replicas: int
    polls: int = 0
    not_modified: int = 0
    walks: int = 0
    differing: int = 0
    older: int = 0
    lost: int = 0
    passed_on: int = 0
    after_return: int = 0
    polls_per_second: float = 0.0
    median_ms: float = 0.0
    p99_ms: float = 0.0


class Replica:
    """One API process, which keeps its port when it is started again."""

    def __init__(self, folder: Path, number: int, env: dict[str, str]) -> None:
        self._log = folder / f"api-{number}.log"
        self._env = env
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""
        self.is_down = False

    def start(self) -> None:
        port = self.url.rpartition(":")[2] or "0"
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [*COMMAND, "api"],
                env=self._env | {"CONTRACTSAI_PORT": port},
                stdout=output,
                stderr=output,
            )

    def wait(self) -> None:
        found = eventually(self._listening, what="the API's start")
        self.url = f"http://127.0.0.1:{found[1]}"
        self.is_down = False

    def _listening(self) -> re.Match[str] | None:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text()
        return re.search(r"running on http://127\.0\.0\.1:(\d+)", self._log.read_text())

    def kill(self) -> None:
        self.is_down = True  # before it is: whoever meets it then is told by nobody
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextlib.contextmanager
def replicas_on(folder: Path, *, count: int, database_url: str | None) -> Iterator[list[Replica]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nowhere = listener.getsockname()[1]
    env = os.environ | {
        "CELERY_BROKER_URL": f"redis://127.0.0.1:{nowhere}/0",  # jobs wait, and are cancelled
        "CONTRACTSAI_ALLOWED_ROOTS": str(folder),
        "CONTRACTSAI_DATA_DIR": str(folder / "data"),
    }
    if database_url:
        env["CONTRACTSAI_DATABASE_URL"] = database_url
    made = [Replica(folder, number, env) for number in range(count)]
    try:
        subprocess.run([*COMMAND, "db", "upgrade"], env=env, check=True, capture_output=True)
        for replica in made:
            replica.start()
        for replica in made:
            replica.wait()
        yield made
    finally:
        for replica in made:
            replica.kill()


@dataclass
class Truth:
    """What was told by now: how things stand at rest, and how far the others have come."""

    ids: list[str]
    resting: list[str]
    moving: list[str]
    answers: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_the_same(self, path: str, tag: str, body: bytes) -> bool:
        with self.lock:
            return self.answers.setdefault(path, (tag, body)) == (tag, body)


def submitted(replicas: list[Replica], folder: Path) -> Truth:
    """Make the jobs, each by one process and, under the same key, by the next: half end at once."""
    contracts = folder / "contracts"
    contracts.mkdir()
    for number in range(DOCUMENTS):
        (contracts / f"{number}.txt").write_text(f"Agreement {number} is made between A and B.")
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(Client(replica.url)) for replica in replicas]
        ids = []
        for number in range(JOBS):
            one, other = clients[number % len(clients)], clients[(number + 1) % len(clients)]
            job = one.submit(contracts, idempotency_key=f"job-{number}")
            assert other.submit(contracts, idempotency_key=f"job-{number}") == job
            ids.append(job["id"])
        for job_id in ids[::2]:
            clients[0].cancel(job_id)
        newest_first = [job["id"] for job in clients[-1].jobs()]
    assert sorted(newest_first) == sorted(ids)
    return Truth(newest_first, resting=ids[::2], moving=ids[1::2])


class Poller:
    """Asks the processes in turns, until it is told to stop."""

    def __init__(self, replicas: list[Replica], truth: Truth, figures: Figures, seed: int) -> None:
        self._replicas = replicas
        self._truth = truth
        self._figures = figures
        self._chance = random.Random(seed)
        self._turns = itertools.cycle(range(seed % len(replicas), seed % len(replicas) + 4))
        self._clients = [httpx2.Client(base_url=it.url, trust_env=False) for it in replicas]
        self.seconds: list[float] = []

    def run(self, is_over: threading.Event) -> None:
        while not is_over.is_set():
            draw = self._chance.random()
            if draw < 0.05:
                self._walk()
            elif draw < 0.6:
                self._look_at_rest()
            else:
                self._look_at_change()
        for client in self._clients:
            client.close()

    def _ask(self, path: str, tag: str | None = None) -> httpx2.Response:
        """Return an answer, as through a proxy: who gets none is passed on to the next process."""
        while True:
            number = next(self._turns) % len(self._replicas)
            replica = self._replicas[number]
            headers = {} if tag is None else {"If-None-Match": tag}
            began = time.perf_counter()
            was_down = replica.is_down
            try:
                answer = self._clients[number].get(path, headers=headers)
            except httpx2.TransportError:
                self._count(passed_on=1) if was_down or replica.is_down else self._count(lost=1)
                continue
            self.seconds.append(time.perf_counter() - began)
            self._count(polls=1, not_modified=int(answer.status_code == 304))
            if number == KILLED and self._figures.passed_on and not was_down:
                self._count(after_return=1)
            return answer

    def _look_at_rest(self) -> None:
        path = f"/jobs/{self._chance.choice(self._truth.resting)}"
        path += self._chance.choice(["", "/documents", "/report?format=csv"])
        known = self._truth.answers.get(path)
        tag = known[0] if known and self._chance.random() < 0.5 else None
        answer = self._ask(path, tag)
        if answer.status_code == 304:
            is_same = answer.headers["ETag"] == tag
        else:
            is_same = answer.status_code == 200 and self._truth.is_the_same(
                path, answer.headers["ETag"], answer.content
            )
        self._count(differing=int(not is_same))

    def _look_at_change(self) -> None:
        job_id = self._chance.choice(self._truth.moving)
        was_cancelled = job_id in self._truth.cancelled
        state = self._ask(f"/jobs/{job_id}").json()["state"]
        if state == "CANCELLED":
            self._truth.cancelled.add(job_id)
        self._count(older=int(was_cancelled and state != "CANCELLED"))

    def _walk(self) -> None:
        found, token = [], ""
        while True:
            page = self._ask(f"/jobs?limit={PAGE}" + (f"&page_token={token}" if token else ""))
            found += [job["id"] for job in page.json()["jobs"]]
            token = page.json()["next_page_token"]
            if token is None:
                break
        self._count(walks=1, differing=int(found != self._truth.ids))

    def _count(self, **added: int) -> None:
        with self._truth.lock:
            for name, number in added.items():
                setattr(self._figures, name, getattr(self._figures, name) + number)


def change(replicas: list[Replica], truth: Truth, upon: Callable[[], bool]) -> None:
    """Cancel the other jobs one by one, each through another process, while *upon* says so."""
    for number, job_id in enumerate(truth.moving):
        if not upon():
            return
        with Client(replicas[0 if number % 2 else -1].url) as client:
            client.cancel(job_id)
        truth.cancelled.add(job_id)  # from now on nobody may say otherwise


def measure(*, count: int, polls: int, callers: int, database_url: str | None) -> Figures:
    figures = Figures("PostgreSQL" if database_url else "SQLite", count)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with replicas_on(folder, count=count, database_url=database_url) as replicas:
            truth = submitted(replicas, folder)
            pollers = [Poller(replicas, truth, figures, seed) for seed in range(callers)]
            is_over = threading.Event()
            threads = [threading.Thread(target=it.run, args=(is_over,)) for it in pollers]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            try:
                _through(replicas, truth, figures, polls)
            finally:
                is_over.set()
                for thread in threads:
                    thread.join()
            elapsed = time.perf_counter() - began
    seconds = sorted(itertools.chain.from_iterable(it.seconds for it in pollers))
    figures.polls_per_second = round(figures.polls / elapsed, 1)
    figures.median_ms = round(1000 * statistics.median(seconds), 1)
    figures.p99_ms = round(1000 * statistics.quantiles(seconds, n=100)[98], 1)
    return figures


def _through(replicas: list[Replica], truth: Truth, figures: Figures, polls: int) -> None:
    """Have one process die and return while jobs change, and return once all was asked."""
    changer = threading.Thread(
        target=change, args=(replicas, truth, lambda: figures.polls < 10 * polls)
    )
    eventually(lambda: figures.polls >= polls // 3, what="a third of the polls")
    replicas[KILLED].kill()
    changer.start()
    eventually(lambda: figures.passed_on > 0, what="a poll of the killed one")
    eventually(lambda: figures.polls >= 2 * polls // 3, what="two thirds of the polls")
    replicas[KILLED].start()
    replicas[KILLED].wait()
    changer.join()
    eventually(lambda: figures.polls >= polls, what="all polls")
    eventually(lambda: figures.after_return >= polls // 20, what="polls of the one that returned")


def told(figures: Figures) -> str:
    return "\n".join(f"{name:<18}{value}" for name, value in asdict(figures).items())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--replicas", type=int, default=4, help="at least 2")
    parser.add_argument("--polls", type=int, default=10_000, help="at the least")
    parser.add_argument("--callers", type=int, default=8, help="at once")
    parser.add_argument("--postgres", metavar="URL", help="of an empty database; else SQLite")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    figures = measure(
        count=options.replicas,
        polls=options.polls,
        callers=options.callers,
        database_url=options.postgres,
    )
    print(json.dumps(asdict(figures)) if options.json else told(figures))


if __name__ == "__main__":
    main()
