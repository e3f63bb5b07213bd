"""One run: work for a service, faults from a seed, then peace, then the question what is left."""

import heapq
import itertools
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chaos_faults import Fault, Wound
from chaos_history import History
from chaos_oracle import Verdict, Watcher, judge, keys_left
from chaos_site import Site
from chaos_work import Work

from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.lifecycle import State
from contractsai.testing.invariants import Reading

TICK_SECONDS: Final = 0.1
PAUSE_SECONDS: Final = (0.3, 1.6)  # between two faults; some last for seconds, so they overlap
RESEND_SECONDS: Final = 15  # a document that was told to a broker in vain is told again after that
DRAIN_SECONDS: Final = 120  # on an idle machine, 10 or 15


@dataclass
class Chaos:
    """Hurts a site at random, and heals what it hurt."""

    site: Site
    faults: Sequence[Fault]
    seed: str
    inflicted: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.seed} faults")
        self._healing: list[tuple[float, int, Fault, Wound]] = []
        self._number = itertools.count()
        self._began_at = time.monotonic()

    def rage(self, seconds: float) -> None:
        """Inflict faults for so long; some are left to be healed."""
        self._began_at = time.monotonic()
        until = self._began_at + seconds
        next_at = self._began_at
        while (now := time.monotonic()) < until:
            self._heal(now)
            self.site.tend()
            if now >= next_at:
                self._inflict(now)
                next_at = now + self._chance.uniform(*PAUSE_SECONDS)
            time.sleep(TICK_SECONDS)

    def heal(self) -> None:
        """End every fault."""
        self._heal(float("inf"))
        for slot in self.site.slots:
            slot.thaw()
            slot.is_down = False
        self.site.tend()

    def _inflict(self, now: float) -> None:
        weights = [fault.weight for fault in self.faults]
        [fault] = self._chance.choices(self.faults, weights)
        lasts = self._chance.uniform(*fault.seconds)
        if any(fault.target and other.target == fault.target for _, _, other, _ in self._healing):
            return
        wound = fault.inflict(self.site, self._chance)
        if wound is None:
            return
        self.inflicted[fault.kind] += 1
        self._say(f"{fault.kind} ({wound.target}) for {lasts:.1f} s")
        heapq.heappush(self._healing, (now + lasts, next(self._number), fault, wound))

    def _heal(self, now: float) -> None:
        while self._healing and self._healing[0][0] <= now:
            _, _, fault, wound = heapq.heappop(self._healing)
            wound.heal()
            self._say(f"{fault.kind} healed")

    def _say(self, what: str) -> None:
        self.log.append(f"{time.monotonic() - self._began_at:6.1f} {what}")


@dataclass
class Report:
    """All that one run tells."""

    seed: str
    verdict: Verdict
    faults: Counter[str]
    timeline: list[str]
    figures: dict[str, Any]

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.faults.items()))
        return f"seed {self.seed}: {self.verdict}; {self.figures}; faults: {kinds}"


Script = Callable[[Chaos, Work], None]


def at_random(seconds: float, *, has_poison: bool) -> Script:
    """Return how to attack for so many seconds, with work of all kinds going on."""

    def rage(chaos: Chaos, work: Work) -> None:
        if has_poison:
            work.poison()
        work.start()
        chaos.rage(seconds)
        work.stop()

    return rage


def run(
    site: Site,
    faults: Sequence[Fault],
    script: Script,
    *,
    seed: str,
    recovery_seconds: float,
    is_redis: bool = True,
    is_compared: bool = True,
) -> Report:
    """Attack *site*, let it recover for so many seconds at most, end it, judge what is left."""
    phases: dict[str, float] = {}

    def ended(phase: str) -> None:
        phases[phase] = round(time.monotonic() - began_at - sum(phases.values()), 1)

    began_at = time.monotonic()
    history = History(site.settings["CONTRACTSAI_DATABASE_URL"])
    work = Work(site, seed)
    watcher = Watcher(site, work)
    chaos = Chaos(site, faults, seed)
    site.start()
    ended("start")
    watcher.start()
    script(chaos, work)
    chaos.heal()
    ended("chaos")
    _drain(site, within=recovery_seconds)
    site.wait_until_whole()
    ended("drain")
    left = site.stop()
    ended("stop")
    watcher.stop()
    left += site.left_behind()
    if is_redis:
        left += keys_left(site)
    verdict = judge(site, work, history.steps(), is_compared=is_compared)
    history.close()
    ended("judge")
    seen = [f"{finding} (seen {times} times)" for finding, times in watcher.broken.items()]
    verdict.broken += seen + left
    figures = {
        "seconds": phases,
        "last to end": _last(site),
        "crashes of a good document": _closest_call(site),
        "readings": watcher.readings,
        "database away": watcher.away,
        "unanswered": work.unanswered,
        "wishes": Counter(f"{asked.what} {asked.status}" for asked in work.asked),
        "starts": {slot.name: slot.starts for slot in site.slots},
        "ended by themselves": {
            slot.name: len(slot.unasked) for slot in site.slots if slot.unasked
        },
        "stuck at SIGTERM": {slot.name: slot.was_stuck for slot in site.slots if slot.was_stuck},
    }
    return Report(seed, verdict, chaos.inflicted, chaos.log, figures)


def _drain(site: Site, *, within: float) -> None:
    """Wait until every job has ended, or for so long."""
    began_at = time.monotonic()
    while time.monotonic() - began_at < within:
        site.tend()
        with suppress(StoreUnavailable):
            jobs = site.direct.read_jobs(limit=10_000)
            if all(job.state.has_ended for job in jobs):
                return
        time.sleep(TICK_SECONDS)


def _last(site: Site) -> list[str]:
    """Tell what took longest to end, and how often it was tried, and told to a broker."""
    last = max(
        site.direct.read_jobs(limit=10_000), key=lambda job: (job.ended_at is None, job.ended_at)
    )
    documents = site.direct.read_documents(last.id, limit=100)
    return [f"{each.path}: {each.attempt=} {each.dispatches=}" for each in documents]


def _closest_call(site: Site) -> int:
    """Return how much of its budget the unluckiest document spent that did complete."""
    reading = Reading.of(site.direct.store)
    return max(
        (each.crashes for each in reading.documents.values() if each.state is State.COMPLETED),
        default=0,
    )


def attack(
    test: str,
    folder: Path,
    faults: Sequence[Fault],
    *,
    seconds: float,
    is_redis: bool = True,
    has_poison: bool = True,
    **site: Any,
) -> Report:
    """Run chaos on a site of its own, and fail with all that a person needs to understand it.

    Args:
        test: its name, for the command that repeats it.
        folder: empty, for the site.
        faults: the kinds to draw from.
        seconds: how long they fly, unless the environment says otherwise.
        is_redis: whether the broker's keys can be looked at afterwards.
        has_poison: whether a document kills its readers until its budget is spent.
        site: as `Site` takes it.
    """
    seed = os.environ.get("CONTRACTSAI_CHAOS_SEED") or str(random.SystemRandom().randrange(10**6))
    seconds = float(os.environ.get("CONTRACTSAI_CHAOS_SECONDS") or seconds)
    again = (
        f"CONTRACTSAI_CHAOS_SEED={seed} CONTRACTSAI_CHAOS_SECONDS={seconds:g}"
        f" python -m pytest -s tests/integration/chaos -k '{test}'"
    )
    print(f"\nchaos: {again}", flush=True)  # noqa: T201 - a run that hangs has no other way to tell
    attacked = Site(folder, seconds=seconds, **site)
    try:
        # Told in vain at most half-way through, a document waits as long again for the next time.
        recovery_seconds = seconds + RESEND_SECONDS + DRAIN_SECONDS
        report = run(
            attacked,
            faults,
            at_random(seconds, has_poison=has_poison),
            seed=seed,
            recovery_seconds=recovery_seconds,
            is_redis=is_redis,
        )
        print(report, flush=True)  # noqa: T201 - with -s, for soaks
        if not report.verdict.broken:
            return report
        parts = [
            f"{len(report.verdict.broken)} promises broken:",
            *report.verdict.broken[:40],
            f"\n{report}\n\nagain: {again}\n",
            *report.timeline,
            attacked.logs(),
        ]
        raise AssertionError("\n".join(parts))
    finally:
        attacked.close()
