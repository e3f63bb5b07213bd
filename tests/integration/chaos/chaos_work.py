"""What is asked of a service under attack, and what has to come of it."""

import http.client
import json
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chaos_site import Site

from contractsai.domain.errors import ContractsAIError
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason

REPLY_SECONDS: Final = 5
EXPECTED: Final[Mapping[str, tuple[State, Reason | None]]] = {
    "ok": (State.COMPLETED, None),
    "sleep": (State.COMPLETED, None),
    "litter": (State.COMPLETED, None),
    "flaky": (State.COMPLETED, None),
    "raise": (State.FAILED, Reason.INTERNAL),
    "crash": (State.FAILED, Reason.CRASHED),
}
"""How each document ends, whatever happens around it: by the order in its first line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A person's wish about a job.

    Attributes:
        ended_at: when the answer came, by the monotonic clock.
        status: of the answer; None if there was none, so that it may be done at any time.
    """

    job_id: JobId
    what: str
    began_at: float
    ended_at: float
    status: int | None

    @property
    def is_refused(self) -> bool:
        return self.status is not None and 400 <= self.status < 500

    @property
    def is_unknown(self) -> bool:
        """Whether it may or may not be done: also where the database was lost in the commit."""
        return self.status is None or self.status >= 500


@dataclass
class Work:
    """Submits, cancels and retries, until told to stop; keeps what was answered."""

    site: Site
    seed: str
    pause_seconds: tuple[float, float] = (0.2, 0.9)
    accepted: list[JobId] = field(default_factory=list)
    unanswered: int = 0
    asked: list[Asked] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.seed} work")
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._submit_on, daemon=True),
            threading.Thread(target=self._meddle_on, daemon=True),
        ]
        self.errors: list[BaseException] = []

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(3 * REPLY_SECONDS)
        assert not any(thread.is_alive() for thread in self._threads)
        if self.errors:
            raise self.errors[0]

    def submit(self, texts: Mapping[str, str]) -> JobId | None:
        """Submit a folder over HTTP; the id if that was acknowledged, by 202."""
        folder = self.folder(texts)
        status, body = self._request("POST", "/analyze", {"folder_path": str(folder)})
        if status == 202:
            self.accepted.append(JobId(body["id"]))
            return self.accepted[-1]
        self.unanswered += 1
        return None

    def folder(self, texts: Mapping[str, str]) -> Path:
        folder = self.site.contracts / f"job-{len(self.folders):03}"
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text)
        self.folders.append(folder)
        return folder

    def poison(self) -> None:
        """Submit what ends badly, beside what does not; nobody meddles with this one."""
        unique = f"{self.seed} poison"
        self.submit(
            {
                "0-crash": f"crash\n{unique}",
                "1-raise": f"raise\n{unique}",
                "2-ok": f"ok\n{unique}",
            }
        )

    def _texts(self) -> dict[str, str]:
        """Return the documents of one job, none of which was analysed before."""
        number = len(self.folders)
        texts = {}
        for place in range(self._chance.randint(1, 6)):
            order = self._chance.choices(
                ["ok", "sleep", "litter", "flaky", "raise"], [6, 8, 1, 2, 1]
            )[0]
            argument = {
                "sleep": f":{self._chance.choice([0.1, 0.2, 0.4, 1.2])}",
                "flaky": f":{self.site.folder / f'flaky-{number}-{place}'}:2",
            }.get(order, "")
            texts[f"{place}-{order}"] = f"{order}{argument}\n{self.seed} {number} {place}"
        return texts

    def _submit_on(self) -> None:
        try:
            while not self._stop.wait(self._chance.uniform(*self.pause_seconds)):
                texts = self._texts()
                if self._chance.random() < 0.75:
                    self.submit(texts)
                else:  # as the command line does; the relay finds it
                    self._submit_directly(self.folder(texts))
        except BaseException as error:  # noqa: BLE001 - told by `stop`
            self.errors.append(error)

    def _submit_directly(self, folder: Path) -> None:
        try:
            self.accepted.append(self.site.direct.submit_job(str(folder)).job.id)
        except ContractsAIError:
            self.unanswered += 1

    def _meddle_on(self) -> None:
        """Cancel what runs and retry what ended, but for the first job."""
        chance = random.Random(f"{self.seed} meddling")
        try:
            while not self._stop.wait(chance.uniform(0.5, 2)):
                known = self.accepted[1:]
                if known:
                    recent = known[-3:] if chance.random() < 0.7 else known
                    self.ask(chance.choice(recent), chance.choice(["cancel", "retry"]))
        except BaseException as error:  # noqa: BLE001 - told by `stop`
            self.errors.append(error)

    def ask(self, job_id: JobId, what: str) -> Asked:
        began_at = time.monotonic()
        index = len(self.asked)
        self.asked.append(Asked(job_id, what, began_at, float("inf"), None))  # under way
        status, _ = self._request("POST", f"/jobs/{job_id}/{what}")
        ended_at = time.monotonic() if status is not None else float("inf")
        self.asked[index] = Asked(job_id, what, began_at, ended_at, status)
        return self.asked[index]

    def reopened_between(self, begin: float, end: float) -> set[JobId]:
        """Return the jobs whose retry may have happened in a span of the monotonic clock."""
        return {
            asked.job_id
            for asked in list(self.asked)
            if asked.what == "retry"
            and not asked.is_refused
            and asked.began_at <= end
            and asked.ended_at >= begin
        }

    def may_have_been(self, job_id: JobId, what: str) -> bool:
        return any(
            asked.job_id == job_id and asked.what == what and not asked.is_refused
            for asked in self.asked
        )

    def is_to_be_cancelled(self, job_id: JobId) -> bool | None:
        """Return whether the last word on the job was a cancel; None if an answer is missing."""
        wishes = [asked for asked in self.asked if asked.job_id == job_id and not asked.is_refused]
        if any(wish.is_unknown for wish in wishes):
            return None
        return bool(wishes) and wishes[-1].what == "cancel"

    def _request(self, method: str, path: str, body: object = None) -> tuple[int | None, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=REPLY_SECONDS)
        try:
            headers = {"Content-Type": "application/json"} if body else {}
            connection.request(method, path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError):
            return None, None
        finally:
            connection.close()
