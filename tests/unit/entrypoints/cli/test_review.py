"""`contractsai review` and `reviews` on a database, without any service."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contractsai.domain.findings import Analysis, Band, Evidence, Finding, Kind, Outcome, Versions
from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.fakes import ScriptedHost

Run = Callable[..., Any]
TEXT = "The law of New York governs this Agreement."


def analysis() -> StoredAnalysis:
    law = Finding(
        *("f1", Kind.FACT, "governing_law", "New York", {"code": "US-NY", "name": "New York"}),
        *(0.6, Band.LOOK_HERE, "rule:x"),
        evidence=(Evidence(None, 11, 19, "New York"),),
    )
    end = replace(law, id="f2", name="expiration_date", value="1 June 2026", normal="2026-06-01")
    read = Analysis(
        *(None, None, "text/plain", Outcome.ANALYSED, None, Versions("1", "none", "none")),
        text=TEXT,
        findings=(law, end),
    )
    digest = hashlib.sha256(b"ok").hexdigest()
    return StoredAnalysis.of([read], sha256=digest, pipeline=ScriptedHost.pipeline)


@pytest.fixture
def job_id(analysed: Callable[[StoredAnalysis], JobId]) -> JobId:
    """Return a job with one analysed document."""
    return analysed(analysis())


def law(run: Run, job_id: str) -> dict[str, Any]:
    [line] = [json.loads(line) for line in run("jobs", "report", job_id).out.splitlines()]
    found: dict[str, Any] = line["findings"][0]
    return found


def test_a_finding_is_corrected_as_a_person_writes(run: Run, job_id: JobId) -> None:
    ended = run("review", job_id, "a.txt", "f1", "correct", "US-OH Ohio", "--by", "ada")

    assert ended.code == 0
    assert "governing_law New York is corrected to Ohio by ada" in ended.out
    found = law(run, job_id)
    assert (found["value"], found["review"]["old"]["value"]) == ("Ohio", "New York")


def test_a_finding_is_corrected_by_its_typed_value(run: Run, job_id: JobId) -> None:
    normal = '{"code": "US-OH", "name": "Ohio"}'

    made = json.loads(
        run("review", job_id, "a.txt", "f1", "correct", "--normal", normal, "--json").out
    )

    assert made["new"] == {"value": "Ohio", "normal": json.loads(normal)}


def test_a_verdict_can_be_taken_back(run: Run, job_id: JobId) -> None:
    before = law(run, job_id)
    run("review", job_id, "a.txt", "f1", "accept")
    run("review", job_id, "a.txt", "f1", "withdraw")

    assert law(run, job_id) == before


def test_every_verdict_is_shown(run: Run, job_id: JobId) -> None:
    run("review", job_id, "a.txt", "f1", "accept", "--by", "ada")
    run("review", job_id, "a.txt", "f1", "reject", "--by", "bob", "--note", "it is \x1b[31mOhio")

    shown = run("reviews", "show", job_id, "a.txt", "f1")
    machines = json.loads(run("reviews", "show", job_id, "a.txt", "f1", "--json").out)

    first, second = shown.out.splitlines()
    assert "is accepted by ada" in first
    assert "is rejected by bob: it is \\x1b[31mOhio" in second
    assert [item["number"] for item in machines] == [1, 2]


def test_without_a_verdict_it_is_told_how_to_begin(run: Run, job_id: JobId) -> None:
    ended = run("reviews", "show", job_id, "a.txt", "f1")

    assert (ended.code, ended.out) == (0, "")
    assert ended.err.endswith(f"contractsai review {job_id} a.txt f1 accept\n")


def test_reviews_are_exported(run: Run, job_id: JobId, tmp_path: Path) -> None:
    run("review", job_id, "a.txt", "f1", "accept")
    run("review", job_id, "a.txt", "f1", "reject")
    file = tmp_path / "reviews.jsonl"

    piped = run("reviews", "export", "--format", "jsonl")
    written = run("reviews", "export", "--history", "--output", str(file))

    assert [json.loads(line)["verdict"] for line in piped.out.splitlines()] == ["rejected"]
    assert written.err == f"Wrote {file}\n"
    assert len(file.read_text().splitlines()) == 2


def test_reviews_of_a_content_are_deleted(run: Run, job_id: JobId) -> None:
    run("review", job_id, "a.txt", "f1", "accept")

    ended = run("reviews", "delete", hashlib.sha256(b"ok").hexdigest())

    assert ended.out == "Deleted 1 reviews and notes.\n"
    assert run("reviews", "export").out == ""


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("a.txt", "f1", "correct"), 2, "A correction needs the right value"),
        (("a.txt", "f1", "correct", "x", "--normal", "1"), 2, "A correction needs the right value"),
        (("a.txt", "f1", "accept", "x"), 2, "Only a correction takes a value"),
        (("a.txt", "f1", "correct", "--normal", "{"), 2, "--normal is not valid JSON"),
        (("a.txt", "f1", "correct", "Ohio"), 1, "The value of governing_law has to be"),
        (("b.txt", "f1", "accept"), 1, "has no document b.txt"),
        (("a.txt", "f9", "accept"), 1, "The document has no such finding"),
        (("a.txt", "f1", "accept", "--member", "x"), 1, "The document has no such finding"),
    ],
)
def test_what_cannot_be_is_told_with_a_way_on(
    run: Run, job_id: JobId, arguments: tuple[str, ...], code: int, told: str
) -> None:
    ended = run("review", job_id, *arguments)

    assert (ended.code, ended.out) == (code, "")
    assert told in ended.err
    assert "contractsai " in ended.err or "--normal" in ended.err


def test_a_job_that_is_not_there_is_an_error(run: Run, data_dir: Path) -> None:
    ended = run("review", "nothing", "a.txt", "f1", "accept")

    assert ended.err.startswith("No job has the id nothing")


def test_what_has_expired_is_listed(run: Run, job_id: JobId) -> None:
    ended = run("jobs", "deadlines", job_id, "--as-of", "2026-06-11")

    assert ended.code == 0
    for told in ("2026-06-01", "-10", "high", "The contract has expired", "a.txt"):
        assert told in ended.out


def test_a_correction_moves_the_deadline(run: Run, job_id: JobId) -> None:
    """What people know counts wherever the machine's word would."""
    run("review", job_id, "a.txt", "f2", "correct", "2027-06-01")

    told = run("jobs", "deadlines", job_id, "--as-of", "2026-06-11")

    assert told.err == "Nothing has expired or is due as of 2026-06-11.\n"
    assert "expired" not in told.out
    assert "2027-06-01" in told.out


def test_deadlines_are_told_as_of_a_day(run: Run, job_id: JobId) -> None:
    ended = run("jobs", "deadlines", job_id, "--as-of", "2026-03-03")

    assert ended.code == 0
    assert ended.err == "Nothing has expired or is due as of 2026-03-03.\n"
    assert "running" in ended.out
    told = json.loads(run("jobs", "deadlines", job_id, "--as-of", "2026-03-03", "--json").out)
    assert (told["as_of"], told["deadlines"]) == ("2026-03-03", [])
    assert [item["status"] for item in told["schedules"]] == ["running"]
