"""I1 to I8, asked of the database while faults fly, and of all there is when they are over."""

import json
import threading
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import redis
from chaos_history import Step, ends, illegal, reopenings, unfenced
from chaos_site import Site
from chaos_work import EXPECTED, Work
from stack import services_on

from contractsai.domain.document import Document
from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.ids import AnalysisId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.fakes import FakeQueue
from contractsai.testing.invariants import (
    Reading,
    broken_at_rest,
    broken_between,
    broken_now,
)

WATCH_SECONDS = 0.3
QUIET_THREADS = 8
CELERYS_OWN = ("_kombu.binding", "unacked", "contractsai")  # bindings, and messages under way


class Watcher:
    """Reads all rows again and again; a database that is away shows nothing, and breaks nothing."""

    def __init__(self, site: Site, work: Work) -> None:
        self._store = services_on(site.settings).store  # connections of its own
        self._policy = site.direct.attempt_settings.policy
        self._work = work
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch_on, daemon=True)
        self.readings = 0
        self.away = 0
        self.broken: Counter[str] = Counter()
        self._errors: list[BaseException] = []

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()
        close = getattr(self._store, "close", None)
        if close is not None:
            close()
        if self._errors:
            raise self._errors[0]

    def _watch_on(self) -> None:
        before: tuple[float, Reading] | None = None
        try:
            while not self._stop.wait(WATCH_SECONDS):
                began_at = time.monotonic()
                try:
                    reading = Reading.of(self._store)
                except StoreUnavailable:
                    self.away += 1
                    continue
                self.readings += 1
                self.broken.update(broken_now(reading, policy=self._policy))
                if before is not None:
                    reopened = self._work.reopened_between(before[0], time.monotonic())
                    self.broken.update(broken_between(before[1], reading, reopened=reopened))
                before = began_at, reading
        except BaseException as error:  # noqa: BLE001 - told by `stop`
            self._errors.append(error)


@dataclass
class Verdict:
    """What a run showed."""

    broken: list[str] = field(default_factory=list)
    jobs: int = 0
    documents: int = 0
    completed: int = 0
    compared: int = 0
    lost: int = 0
    duplicates: int = 0

    def __str__(self) -> str:
        return (
            f"{self.jobs} jobs, {self.documents} documents, {self.completed} completed,"
            f" {self.compared} analyses compared, {self.lost} lost, {self.duplicates} duplicates"
        )


def judge(site: Site, work: Work, steps: list[Step], *, is_compared: bool) -> Verdict:
    """Return what the rows say, now that every fault is over and every process has ended.

    Args:
        is_compared: whether to hold the analyses against those of a quiet run.
    """
    reading = Reading.of(site.direct.store)
    verdict = Verdict(jobs=len(reading.jobs), documents=len(reading.documents))
    broken = verdict.broken
    broken += broken_now(reading, policy=site.direct.attempt_settings.policy)
    broken += broken_at_rest(reading)
    missing = [job_id for job_id in work.accepted if job_id not in reading.jobs]
    broken += [f"I1: job {job_id} was accepted, and there is none" for job_id in missing]
    unfinished = [job for job in reading.jobs.values() if not job.state.has_ended]
    verdict.lost = len(missing) + len(unfinished)
    for job in reading.jobs.values():
        broken += _job(job, reading.documents_of(job.id), work, site)
    broken += illegal(steps) + unfenced(steps)
    verdict.duplicates = _duplicates(steps, reading, work, broken)
    if is_compared:
        _compare(site, work, reading, verdict)
    with site.direct.store.begin() as unit:  # rolled back: only counted
        orphans = unit.analyses.delete_unreferenced(limit=1000)
        if orphans:
            broken.append(f"I4: {orphans} analyses belong to no document")
    return verdict


def _job(job: Job, documents: list[Document], work: Work, site: Site) -> list[str]:
    broken = []
    is_to_be_cancelled = work.is_to_be_cancelled(job.id)
    is_known = is_to_be_cancelled is not None and job.state.has_ended
    if is_known and (job.state is State.CANCELLED) != is_to_be_cancelled:
        broken.append(f"I6: job {job.id} is {job.state}; {is_to_be_cancelled=}")
    for document in documents:
        order = document.path.removesuffix(".txt").partition("-")[2]
        end = document.state, document.reason
        if end == EXPECTED[order] or not document.state.has_ended:  # the latter is told by I1
            continue
        if end == (State.CANCELLED, Reason.CANCELLED) and is_to_be_cancelled is not False:
            continue
        crashes = document.crashes
        broken.append(f"I7: {order} {document.id} ended {end}, {crashes=}, {document.failures=}")
    policy = site.direct.attempt_settings.policy
    broken += [
        f"I7: {document.id} FAILED without having spent its budget"
        for document in documents
        if document.state is State.FAILED
        and not policy.is_spent(failures=document.failures, crashes=document.crashes)
    ]
    return broken


def _duplicates(steps: list[Step], reading: Reading, work: Work, broken: list[str]) -> int:
    """Count ends that were entered again although nobody reopened what had ended."""
    ended, reopened = ends(steps), reopenings(steps)
    job_of = {document.id: document.job_id for document in reading.documents.values()}
    duplicates = 0
    for key, times in ended.items():
        what, row = key
        extra = times - 1 - reopened.get(key, 0)
        if extra > 0:
            duplicates += extra
            broken.append(f"I3: {what} {row} ended {times} times, reopened {reopened.get(key, 0)}")
    for what, row in reopened:
        job_id = row if what == "job" else job_of.get(row)  # type: ignore[call-overload]  # ids are strings
        if job_id is not None and not work.may_have_been(job_id, "retry"):
            broken.append(f"I3: {what} {row} was reopened, and nobody asked for it")
    claims = Counter(
        step.id for step in steps if step.what == "document" and step.becomes is State.RUNNING
    )
    broken += [
        f"I7: {document.id} counts {document.attempt} attempts of {claims[document.id]}"
        for document in reading.documents.values()
        if claims[document.id] != document.attempt
    ]
    return duplicates


def _compare(site: Site, work: Work, reading: Reading, verdict: Verdict) -> None:
    """Hold the stored analyses against those of a quiet run over the same folders."""
    expected = quiet_run(site, work)
    for document in reading.documents.values():
        if document.state is State.COMPLETED and document.analysis_id is not None:
            verdict.completed += 1
            stored = document.analysis_id, _without_run(reading.payloads[document.analysis_id])
            folder = Path(reading.jobs[document.job_id].folder).name
            if stored == expected.get((folder, document.path)):
                verdict.compared += 1
            else:
                verdict.broken.append(f"I4: {folder} {document.path} is not as in a quiet run")
    # Contents are unique, so each has one analysis and one document.
    if len(reading.payloads) != verdict.completed:
        verdict.broken.append(f"I4: {len(reading.payloads)} analyses of {verdict.completed}")


Stored = tuple[AnalysisId, bytes]


def quiet_run(site: Site, work: Work) -> Mapping[tuple[str, str], Stored]:
    """Return what every document comes to where nothing goes wrong, on rows of its own."""
    services = services_on(
        {
            **site.settings,
            "CONTRACTSAI_DATABASE_URL": f"sqlite:///{site.folder / 'quiet.db'}",
            "CONTRACTSAI_DOCUMENT_SECONDS": "60",
            "CONTRACTSAI_MAX_CRASHES": "1",
            "CONTRACTSAI_MAX_FAILURES": "1",
        },
        queue=FakeQueue(),
    )
    services.upgrade_database()
    jobs = [services.submit_job(str(folder)).job for folder in work.folders]
    documents = [
        document for job in jobs for document in services.read_documents(job.id, limit=100)
    ]
    with ThreadPoolExecutor(QUIET_THREADS) as pool:
        list(pool.map(lambda document: services.deliver_document(document.id), documents))
    reading = Reading.of(services.store)
    services.close()
    return {
        (Path(reading.jobs[document.job_id].folder).name, document.path): (
            document.analysis_id,
            _without_run(reading.payloads[document.analysis_id]),
        )
        for document in reading.documents.values()
        if document.analysis_id is not None
    }


def _without_run(payload: bytes | None) -> bytes:
    """Return the stored bytes without what was measured of the run: its time and its memory."""
    analyses = json.loads(payload or b"null")
    for analysis in analyses:
        analysis["run"] = None
    text = json.dumps(analyses, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def keys_left(site: Site) -> list[str]:
    """Return the Redis keys that stay for ever (I8)."""
    client = redis.Redis.from_url(site.broker.url, decode_responses=True)
    try:
        names = [str(key).removeprefix(site.key_prefix) for key in client.scan_iter("*")]
        lasting = [name for name in names if client.ttl(site.key_prefix + name) == -1]
    finally:
        client.close()
    return [
        f"I8: Redis keeps {name} for ever" for name in lasting if not name.startswith(CELERYS_OWN)
    ]
