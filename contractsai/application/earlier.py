"""Contracts of earlier runs of a folder, for papers that come without theirs.

Somebody empties an inbox and analyses it again: the amendment of this week belongs to the contract
of last month. Only what a paper is tied to is taken over, and only where this run has not read a
file of that name itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from contractsai.application.families import NEARLY, Families, families
from contractsai.application.ports import Store
from contractsai.application.read import read_report
from contractsai.application.report import report_lines
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job

_RUNS: Final = 3  # that are read, the newest first

Line = Mapping[str, Any]


def with_earlier(job_id: JobId, lines: Iterable[Line], *, store: Store) -> list[Line]:
    """Return the lines of a job with those of earlier runs that its papers are tied to.

    What comes from an earlier run says which under the key ``from_job``.

    Raises:
        JobNotFound: there is no such job.
    """
    every = list(lines)
    alone = _alone(families(line for line in every if Outcome(line["outcome"]).was_read))
    if not alone:
        return every
    paths = {line["path"] for line in every}
    for run in _earlier_runs(job_id, store):
        earlier = [line for line in _lines_of(run, store) if line["path"] not in paths]
        found = families([*alone, *earlier])
        waiting = {id(line) for line in alone}
        for at, ties in found.ties.items():
            mine = {id(tie.paper) for tie in ties} & waiting
            if mine and id(found.contracts[at]) not in waiting:
                amended = [tie.paper for tie in ties if tie.relation == "amends"]
                taken = [found.contracts[at], *(it for it in amended if id(it) not in mine)]
                every += taken
                paths |= {line["path"] for line in taken}
                alone = [line for line in alone if id(line) not in mine]
        if not alone:
            break
    return every


def _alone(found: Families) -> list[Line]:
    """Return the papers whose contract is not here; where two contracts match, no third helps."""
    nearly = {id(ask.paper) for ask in found.asks if ask.confidence >= NEARLY}
    papers = {id(ask.paper): ask.paper for ask in found.asks if id(ask.paper) not in nearly}
    return list(papers.values())


def _earlier_runs(job_id: JobId, store: Store) -> Sequence[Job]:
    with store.snapshot() as work:
        runs = [work.jobs.get(job_id)]
        while len(runs) <= _RUNS and (before := work.jobs.previous(runs[-1])) is not None:
            runs.append(before)
    return runs[1:]


def _lines_of(run: Job, store: Store) -> Iterator[Line]:
    for line in report_lines(read_report(run.id, store=store)):
        if Outcome(line["outcome"]).was_read:
            yield line | {"from_job": run.id}
