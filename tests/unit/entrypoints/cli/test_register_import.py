"""What happens at the very moment of an import."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.register_bench import Sheet, analyse, contract

from contractsai.bootstrap.register import write_register_file
from contractsai.bootstrap.services import build_services
from contractsai.domain.errors import InvalidReview
from contractsai.entrypoints.cli.backends.database import DatabaseJobs
from contractsai.entrypoints.cli.exit_codes import Exit
from contractsai.entrypoints.cli.register_import import import_register
from contractsai.settings import Settings

FILE = "acme.txt"


class Meanwhile(DatabaseJobs):
    """The database, in which somebody else writes just before we do."""

    is_contested = True

    def reviews(self, job_id: str, document_id: str, finding: str, member: str | None) -> list[Any]:
        if self.is_contested:
            body = {"verdict": "accepted", "by": "eve"}
            super().review(job_id, document_id, finding, member, body)
        return super().reviews(job_id, document_id, finding, member)

    def annotate(
        self, job_id: str, document_id: str, member: str | None, body: Any, *, expected: int
    ) -> Any:
        if self.is_contested:
            by_eve = {"fields": {"Owner": "eve"}}
            super().annotate(job_id, document_id, member, by_eve, expected=expected)
        return super().annotate(job_id, document_id, member, body, expected=expected)


@pytest.fixture
def jobs(data_dir: Path) -> Iterator[Meanwhile]:
    with contextlib.closing(build_services(Settings())) as services:
        services.prepare_database()
        yield Meanwhile(services)


@pytest.fixture
def job_id(tmp_path: Path, data_dir: Path) -> str:
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / FILE).write_text(contract("Acme Inc."))
    return analyse(folder)


@pytest.fixture
def sheet(tmp_path: Path, job_id: str, jobs: Meanwhile) -> Sheet:
    file = tmp_path / "contracts.xlsx"
    with file.open("wb") as stream:
        write_register_file(jobs.register(job_id, None), stream)
    sheet = Sheet(file)
    sheet.write(FILE, "Governing law", "US-OH Ohio")
    sheet.write(FILE, "Owner", "ada")
    sheet.save()
    return sheet


def imported(jobs: Meanwhile, sheet: Sheet, *, by: str | None = "ada") -> Exit:
    return import_register(
        jobs, sheet.file, None, by=by, is_dry=False, overwrite=False, as_json=False
    )


def law(jobs: Meanwhile, job_id: str) -> Any:
    return jobs.register(job_id, None)["contracts"][0]["facts"]["governing_law"][0]


def test_nobody_comes_between_what_was_seen_and_what_is_written(
    jobs: Meanwhile, job_id: str, sheet: Sheet, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(jobs, sheet) is Exit.PARTIAL

    told = capsys.readouterr()
    assert told.out == ""
    assert "Somebody else reviewed the finding at the same moment" in told.err
    assert "Somebody else wrote beside the contract at the same moment" in told.err
    assert law(jobs, job_id)["text"] == "US-NY New York"
    assert jobs.register(job_id, None)["contracts"][0]["own"] == {"Owner": "eve"}


@pytest.mark.parametrize("verdict", ["accepted", "corrected", "open"])
def test_what_was_reviewed_before_it_was_written_is_no_obstacle(
    jobs: Meanwhile, job_id: str, tmp_path: Path, verdict: str
) -> None:
    jobs.is_contested = False
    [row] = jobs.register(job_id, None)["contracts"]
    finding = row["facts"]["governing_law"][0]["finding"]
    normal = {"normal": {"code": "US-TX", "name": "Texas"}} if verdict == "corrected" else {}
    jobs.review(job_id, row["document"], finding, None, {"verdict": verdict, **normal})
    file = tmp_path / "contracts.xlsx"
    with file.open("wb") as stream:
        write_register_file(jobs.register(job_id, None), stream)
    sheet = Sheet(file)
    sheet.write(FILE, "Governing law", "US-OH Ohio")
    sheet.save()

    assert imported(jobs, sheet, by=None) is Exit.DONE

    assert law(jobs, job_id)["text"] == "US-OH Ohio"
    assert law(jobs, job_id)["review"]["by"] is None


def test_what_a_service_refuses_is_told_in_its_words(
    jobs: Meanwhile, sheet: Sheet, capsys: pytest.CaptureFixture[str]
) -> None:
    """An older service may know less."""

    class Refusing(Meanwhile):
        is_contested = False

        def review(self, *_: Any, **__: Any) -> Any:
            raise InvalidReview("a title has no value")

    assert imported(Refusing(jobs._services), sheet) is Exit.PARTIAL

    told = capsys.readouterr()
    assert f"({FILE}): a title has no value" in told.err
    assert 'Owner "ada"' in told.out
